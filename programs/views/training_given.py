"""Training from elsewhere, for those who run a program; its key for statements, and what everybody may ask."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.actions import Refused
from programs.actions.training import change_statement_key, set_training_aside, take_training
from programs.forms.training import StatementFileForm
from programs.guidance.courses import courses_of
from programs.models import Mediator
from programs.training.ended import KEPT, list_of
from programs.training.keys import told
from programs.training.saying import moment
from programs.training.showing import checks_of, handed_in, running
from programs.training.trying import checked_for
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
CACHING = {"Cache-Control": f"public, max-age={KEPT}"}


@TWO_WAYS
@sensitive_post_parameters()
@program_page
def of_mediator(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Look at a statement of a mediator, brought by whoever is signed in or handed in before, and note its training."""
    mediator = _mediator(pk)
    form = StatementFileForm(posted(request), request.FILES or None)
    text = request.POST.get("text", "") or _waiting(mediator, request.POST.get("waiting", ""))
    if request.method != "POST" or not (text or form.is_valid()):
        return _draw(request, mediator, {"form": form})
    checked = checked_for(request, mediator, text or form.text(), is_answering=True)
    reasons: Any = checked.reasons
    if "take" in request.POST and checked.holds:
        try:
            take_training(actor=request.user, mediator=mediator, checked=checked, now=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("It is noted. The program minds it at every assignment."))
            return redirect("mediator-training", pk=mediator.pk)
    context = {"form": StatementFileForm(), "reasons": reasons, **checks_of(checked)}
    return _draw(request, mediator, context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


@require_POST
@program_page
def set_aside(request: ProgramRequest, pk: uuid.UUID, statement: uuid.UUID) -> HttpResponse:
    """Answer a statement that a mediator handed in with no."""
    mediator = _mediator(pk)
    try:
        set_training_aside(actor=request.user, mediator=mediator, statement=statement)
    except Refused as refusal:
        return _draw(
            request,
            mediator,
            {"form": StatementFileForm(), "reasons": refusal.reasons},
            status=HTTPStatus.CONFLICT,
        )
    messages.success(request, _("It is set aside. Nothing of it is noted."))
    return redirect("mediator-training", pk=mediator.pk)


@TWO_WAYS
@program_page
def key(request: ProgramRequest) -> HttpResponse:
    """Show the program's keys for statements, and end the one in use."""
    if request.method == "POST":
        change_statement_key(actor=request.user, now=timezone.now())
        messages.success(request, _("The key is ended, and with it all that it signed. Another is in use."))
        return redirect("training-key-change")
    return draw_page(request, "programs/training/key.html", {"keys": list(reversed(told(request.program)))})


@require_safe
@program_page
def public_keys(request: ProgramRequest) -> HttpResponse:
    """Tell everybody the public halves of the program's keys."""
    rows = [
        each
        | {
            "began_at": moment(each["began_at"]),
            "ended_at": moment(each["ended_at"]) if each["ended_at"] else None,
        }
        for each in told(request.program)
    ]
    said = {"issuer": {"id": str(request.program.tenant_id), "name": request.program.name}, "keys": rows}
    return JsonResponse(said, headers=CACHING)


@require_safe
@program_page
def ended(request: ProgramRequest) -> HttpResponse:
    """Tell everybody which statements of the program were ended: random ids, signed."""
    content = list_of(request.program, timezone.now())
    return HttpResponse(content, content_type="application/json", headers=CACHING)


def _mediator(pk: uuid.UUID) -> Mediator:
    return get_object_or_404(Mediator.objects.filter(is_sample=False).select_related("user"), pk=pk)


def _waiting(mediator: Mediator, which: str) -> str:
    """Return the text of a statement that waits for an answer."""
    found = (each for each in mediator.carried if each["id"] == which and each["state"] == "waits")
    return str(next((each["text"] for each in found), ""))


def _draw(
    request: ProgramRequest, mediator: Mediator, context: dict[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = {
        "mediator": mediator,
        "brought": handed_in(mediator),
        "running": running(mediator, timezone.now()),
        "courses": courses_of(request.program),
    }
    return draw_page(request, "programs/training/of_mediator.html", shown | context, status=status)
