"""How long cases are kept: what is due, what was said of it, holds, and the list of those that are sealed."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from programs.actions import retention as actions
from programs.forms.keeping import HoldForm, OnRequestForm, OpenAgainForm
from programs.guards import StepRefused
from programs.models import MediationCase, RetentionStep
from programs.models.case import CaseState
from programs.models.retention import RetentionKind
from programs.retention.board import board_of, sealed_rows
from programs.retention.declared import DESTROYS, SEAL, UNSEAL
from programs.retention.kinds import ACTION_NAMES
from programs.retention.unseen import seeing_sealed
from programs.views.pages import ProgramRequest, draw_page, find_case, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@program_page
def board(request: ProgramRequest) -> HttpResponse:
    """Show which cases are due by a rule, what keeps each, and what was said and is not done yet."""
    with seeing_sealed():
        context = board_of(request.program, request.user, timezone.localdate())
        audit.read(context["cases"], actor=request.user, purpose="retention_board")
        return draw_page(request, "programs/retention/board.html", context)


@require_POST
@program_page
def say(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say that a case that a rule names is sealed, anonymized or purged."""
    rule = next(
        (each for each in request.program.policy.retention if each.id == request.POST.get("rule")), None
    )
    with seeing_sealed():
        case = get_object_or_404(_known(request), pk=pk)
    if rule is None:
        return redirect("retention")
    return _after(
        request,
        lambda: actions.propose_retention(
            actor=request.user, case=case, now=timezone.now(), kind=rule.action, rule=rule.id
        ),
        "retention",
    )


@require_POST
@program_page
def second(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say so as the second person."""
    step = _step(request, pk)
    return _after(
        request,
        lambda: actions.second_retention(actor=request.user, step=step, now=timezone.now()),
        "retention",
    )


@require_POST
@program_page
def take_back(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take back what was said."""
    step = _step(request, pk)
    actions.take_back_retention(actor=request.user, step=step, now=timezone.now())
    messages.success(request, _("It is taken back. Nothing happens to the case."))
    return redirect("retention")


@TWO_WAYS
@program_page
def case_page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what was said about keeping a case; hold it, or have it sealed or destroyed on request."""
    case = find_case(request, pk)
    audit.read(case, actor=request.user, purpose="retention_page")
    kind = request.POST.get("kind", "")
    form = HoldForm(posted(request) if kind == RetentionKind.HOLD else None, prefix="hold")
    asked = OnRequestForm(posted(request) if kind in ACTION_NAMES else None, prefix="ask")
    reasons: Any = []
    if request.method == "POST" and kind == RetentionKind.HOLD and form.is_valid():
        told = {"actor": request.user, "case": case, "now": timezone.now()}
        actions.place_hold(**told, reason=form.cleaned_data["reason"])
        messages.success(request, _("The case is held. Nothing of it is destroyed."))
        return redirect("case-retention", pk)
    if request.method == "POST" and kind in ACTION_NAMES and asked.is_valid():
        try:
            step = actions.propose_retention(
                actor=request.user,
                case=case,
                now=timezone.now(),
                kind=kind,
                reason=asked.cleaned_data["reason"],
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _told(step))
            return redirect("retention")
    said = list(RetentionStep.objects.filter(case=case).select_related("first_by", "second_by", "ended_by"))
    for each in said:
        each.case = case
    context = {
        "case": case,
        "said": said,
        "hold": next((each for each in said if each.kind == "hold" and each.ended_at is None), None),
        "form": form,
        "asked": asked,
        "kind": kind,
        "is_closed": case.state == CaseState.CLOSED,
        "ways": ACTION_NAMES.items(),
        "reasons": reasons,
    }
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_page(request, "programs/retention/case.html", context, status=status)


@TWO_WAYS
@program_page
def lift(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Lift a hold, and say why."""
    seen = RetentionStep.objects.holds().filter(case__in=MediationCase.objects.visible_to(request.user))
    hold = get_object_or_404(seen.select_related("case", "first_by"), pk=pk)
    audit.read(hold.case, actor=request.user, purpose="retention_page")
    form = HoldForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.lift_hold(
            actor=request.user, hold=hold, now=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The hold is lifted."))
        return redirect("case-retention", hold.case_id)
    return draw_page(request, "programs/retention/lift.html", {"hold": hold, "case": hold.case, "form": form})


@require_safe
@program_page
def sealed(request: ProgramRequest) -> HttpResponse:
    """List the sealed cases for administrators: reference, day and rule, and nothing else."""
    with seeing_sealed():
        rows = sealed_rows()
        audit.read([row["case"] for row in rows], actor=request.user, purpose="sealed_list")
        return draw_page(request, "programs/retention/sealed.html", {"rows": rows})


@TWO_WAYS
@program_page
def sealed_case(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask for a sealed case to be opened again; nothing of what is in it is shown."""
    with seeing_sealed():
        rows = RetentionStep.objects.filter(ended_at=None, kind=SEAL, case__state=CaseState.SEALED)
        step = get_object_or_404(rows.exclude(done_at=None).select_related("case"), pk=pk)
        audit.read(step.case, actor=request.user, purpose="sealed_list")
        gone = RetentionStep.objects.filter(case=step.case, kind__in=DESTROYS).exclude(done_at=None).exists()
    form, reasons = OpenAgainForm(posted(request)), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_retention(
                actor=request.user, case=step.case, now=timezone.now(), kind=UNSEAL, **form.cleaned_data
            )
        except StepRefused as refusal:
            reasons = list(refusal.reasons)
        else:
            messages.success(request, _("It is said. A second person has to say so on the list."))
            return redirect("retention")
    context = {"step": step, "form": form, "reasons": reasons, "is_gone": gone}
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_page(request, "programs/retention/sealed_case.html", context, status=status)


def _known(request: ProgramRequest) -> Any:
    return MediationCase.objects.visible_to(request.user).exclude(state=CaseState.PURGED)


def _step(request: ProgramRequest, pk: Any) -> RetentionStep:
    """Return what was said and is not done; 404 for anything else."""
    with seeing_sealed():
        rows = RetentionStep.objects.running().exclude(kind=RetentionKind.HOLD)
        found: RetentionStep = get_object_or_404(rows.filter(case__in=_known(request)), pk=pk)
        return found


def _after(request: ProgramRequest, take: Any, page: str) -> HttpResponse:
    """Take an action; tell what comes of it, or everything that stands in the way, and go back to the list."""
    try:
        step = take()
    except StepRefused as refusal:
        for each in refusal.reasons:
            messages.error(request, f"{each.sentence} {each.remedy}")
    else:
        messages.success(request, _told(step))
    return redirect(page)


def _told(step: RetentionStep) -> str:
    if step.done_at is not None:
        return str(_("It is done."))
    if step.second_by_id is None and step.kind in (*DESTROYS, UNSEAL):
        return str(_("It is said. A second person has to say so too."))
    return str(_("It is said, and is done on its day. Until then it can be taken back."))
