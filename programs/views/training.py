"""A mediator's own pages: carry one's training to another program, and bring it from one."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from amends.accounts.access import may
from amends.actions import Refused
from programs.actions.training import (
    end_training_statement,
    hand_in_training,
    make_training_statement,
)
from programs.forms.training import CarryForm, StatementFileForm
from programs.guidance.courses import courses_of
from programs.models import Mediator
from programs.training.making import cases_mediated, would_say
from programs.training.saying import Statement
from programs.training.showing import checks_of, handed_in, lines_of, running
from programs.training.trying import checked_for
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@TWO_WAYS
@program_page
def carry(request: ProgramRequest) -> HttpResponse:
    """Show what a statement of one's own training would say, and make one."""
    mediator = _own(request)
    if mediator is None:
        return draw_page(request, "programs/availability_none.html", {})
    form, now = CarryForm(posted(request)), timezone.now()
    refused: Sequence[Any] = ()
    if request.method == "POST" and form.is_valid():
        try:
            kept = make_training_statement(
                actor=request.user, mediator=mediator, now=now, **form.cleaned_data
            )
        except Refused as refusal:
            refused = refusal.reasons
        else:
            return redirect("training-statement", pk=kept["id"])
    context = {
        "form": form,
        "reasons": refused,
        "lines": lines_of(would_say(mediator, request.program, now)),
        "cases": cases_mediated(mediator),
        "running": running(mediator, now),
        "brought": handed_in(mediator),
        "courses": courses_of(request.program),
    }
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return draw_page(request, "programs/training/carry.html", context, status=status)


@require_safe
@program_page
def statement(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a statement of one's own, for reading, printing and downloading."""
    kept = _kept(request, pk)
    said = Statement.read(kept["text"].encode())
    context = {"kept": kept, "said": said, "lines": lines_of(said)}
    return draw_page(request, "programs/training/statement.html", context)


@require_safe
@program_page
def statement_file(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a statement of one's own as the file that another program reads."""
    kept = _kept(request, pk)
    audit.export(_own(request), actor=request.user, purpose="training_statement")
    headers = {"Content-Disposition": 'attachment; filename="training.json"', "Cache-Control": "no-store"}
    return HttpResponse(kept["text"].encode(), content_type="application/json", headers=headers)


@require_POST
@program_page
def end(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """End a statement: one's own, or that of a mediator of the program."""
    holders = Mediator.objects.filter(statements__contains=[{"id": str(pk)}])
    runs = may(request.user, "take_training")
    mediator = get_object_or_404(holders if runs else holders.filter(user=request.user.pk))
    end_training_statement(actor=request.user, mediator=mediator, statement=pk, now=timezone.now())
    messages.success(request, _("It is ended. No program takes it any more."))
    if mediator.pk == request.user.pk:
        return redirect("training")
    return redirect("mediator-training", pk=mediator.pk)


@TWO_WAYS
@sensitive_post_parameters()
@program_page
def bring(request: ProgramRequest) -> HttpResponse:
    """Look at a statement that a mediator brings of themself, and hand it in to those who run the program."""
    mediator = _own(request)
    if mediator is None:
        return draw_page(request, "programs/availability_none.html", {})
    form = StatementFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form}
    text = request.POST.get("text", "")
    if request.method != "POST" or not (text or form.is_valid()):
        return draw_page(request, "programs/training/bring.html", context)
    checked = checked_for(request, mediator, text or form.text())
    reasons: Sequence[Any] = checked.reasons
    if text and checked.holds:
        try:
            hand_in_training(actor=request.user, mediator=mediator, checked=checked, now=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("It is handed in. Somebody who runs the program answers it."))
            return redirect("training")
    context |= {"form": StatementFileForm(), "reasons": reasons, **checks_of(checked)}
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_page(request, "programs/training/bring.html", context, status=status)


def _own(request: ProgramRequest) -> Mediator | None:
    return Mediator.objects.select_related("user").filter(user=request.user.pk).first()


def _kept(request: ProgramRequest, pk: uuid.UUID) -> dict[str, Any]:
    mediator = _own(request)
    for each in mediator.statements if mediator else ():
        if each["id"] == str(pk):
            return dict(each)
    raise Http404
