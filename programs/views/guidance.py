"""The pages of what a program's networks ask of its policy and lend it: compare, adopt, take over."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.actions import Refused
from network.guidance.models import Kind, ResourceVersion
from programs.actions.guidance import adopt_standards, take_resource
from programs.guidance.catalogue import CATALOGUE
from programs.guidance.reasons import NOT_OFFERED
from programs.guidance.showing import lent_body, shown
from programs.policy.drafting import Draft
from programs.policy.kinds import NotAllowed
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.policy import difference_rows, reasons_together

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show what each network asks beside what the program has, what would change, and what can be taken over."""
    return _draw(request)


def _draw(request: ProgramRequest, reasons: Any = ()) -> HttpResponse:
    networks = [_told(each) for each in shown(request.program, timezone.now())]
    context = {"networks": networks, "reasons": reasons}
    return draw_page(request, "programs/guidance/page.html", context, status=CONFLICT if reasons else 200)


def _told(each: Any) -> dict[str, Any]:
    simulation = each.simulation
    effects = simulation.effects if simulation else []
    blocked = [effect for effect in effects if effect.blocked_by]
    freed = [effect for effect in effects if not effect.blocked_by]
    return {
        "shown": each,
        "head": [_("Setting"), _("Now"), _("From that day")],
        "differences": difference_rows(simulation.differences) if simulation else [],
        "blocked": blocked,
        "blocked_by": reasons_together(blocked, "blocked_by"),
        "freed": freed,
        "freed_from": reasons_together(freed, "freed_from"),
    }


@require_POST
@program_page
def adopt(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one setting as a network asks for it into the draft, or all that differ."""
    if str(pk) not in request.program.guidance:
        raise Http404
    number, names = request.POST.get("number", ""), request.POST.getlist("setting")
    try:
        draft = adopt_standards(
            actor=request.user,
            now=timezone.now(),
            network=pk,
            number=int(number) if number.isdecimal() else 0,
            settings=names,
        )
    except Refused as refusal:
        return _draw(request, refusal.reasons)
    return _to_draft(request, draft)


def _to_draft(request: ProgramRequest, draft: Draft) -> HttpResponse:
    if draft.is_empty:
        messages.info(request, _("Everything is as it is in force: there is nothing to publish."))
        return redirect("standards")
    messages.success(request, _("It is in the draft. Nothing changes before you publish it."))
    return redirect("policy-draft")


@TWO_WAYS
@program_page
def resource(request: ProgramRequest, network: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Show something that a network lends, and take it over as the program's own."""
    guide = request.program.guidance.get(str(network))
    is_told = guide is not None and any(
        each["id"] == str(pk) and each["kind"] != Kind.COURSE for each in guide["resources"]
    )
    row = lent_body(network, pk) if is_told else None
    if guide is None or row is None:
        raise Http404
    reasons: Any = ()
    if request.method == "POST":
        try:
            return _to_draft(request, _take(request, network, row))
        except Refused as refusal:
            reasons = refusal.reasons
        except NotAllowed:
            reasons = (NOT_OFFERED,)
    said = [line for name, value in row.body.items() for line in CATALOGUE.say(name, value)]
    taken = guide["taken"].get(str(pk), {})
    context = {"row": row, "said": said, "network": guide["name"], "taken": taken, "reasons": reasons}
    return draw_page(request, "programs/guidance/resource.html", context, status=CONFLICT if reasons else 200)


def _take(request: ProgramRequest, network: uuid.UUID, row: ResourceVersion) -> Draft:
    number = request.POST.get("number", "")
    if number != str(row.number):
        raise Refused(NOT_OFFERED)
    draft: Draft = take_resource(
        actor=request.user,
        now=timezone.now(),
        network=network,
        resource=row.resource_id,
        number=row.number,
        body=row.body,
    )
    return draft
