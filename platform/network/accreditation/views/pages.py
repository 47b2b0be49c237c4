"""One accreditation of a network with everything in it, and each step that can be taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amends.accounts.access import may
from amends.actions import Refused
from amends.console.views import menu
from amends.files.kinds import KINDS
from network.accreditation import actions, store
from network.accreditation.criteria import EvidenceKind, Rating, in_language
from network.accreditation.forms import (
    AppealForm,
    AssignForm,
    ConflictForm,
    DecideForm,
    FindingForm,
    FinishForm,
    WhyForm,
)
from network.accreditation.guards import FROM, current_review
from network.accreditation.models import Accreditation, Evidence, State
from network.accreditation.states import state_on
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, answer_of, network_page


def own(request: NetworkRequest, pk: Any) -> Accreditation:
    """Return an accreditation of this network; another network's is not there."""
    rows = request.network.accreditations.select_related("tenant", "by", "network", "decided_by")
    found: Accreditation = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@network_page
def application(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Show an application with what the program says of itself, its documents, and the review."""
    return _draw_application(request, own(request, pk))


def _draw_application(request: NetworkRequest, row: Accreditation, *, reasons: Any = ()) -> HttpResponse:
    review, today = current_review(row), timezone.localdate()
    state = state_on(row, today)
    context = {
        "row": row,
        "name": in_language(row.by.title),
        "state": state,
        "label": state.label,
        "review": review,
        "is_mine": review is not None and review.reviewer_id == request.user.pk,
        "criteria": _criteria(row, review),
        "steps": [
            (each, State(each.state).label) for each in row.steps.select_related("actor").order_by("-at")
        ],
        "appeal": getattr(row, "appeal", None),
        "returns": row.returns.order_by("-arrived_at"),
        "can": [
            what for what, step in STEPS.items() if state in FROM[step.rule] and may(request.user, step.rule)
        ],
        "is_scanned": bool(settings.AMENDS_CLAMD),
        "reasons": reasons,
    }
    return draw(request, "application", context, status=answer_of(reasons))


def _criteria(row: Accreditation, review: Any) -> list[dict[str, Any]]:
    evidence, findings = list(row.evidence.all()), {}
    if review is not None:
        findings = {each.criterion: each for each in review.findings.all()}
    found = []
    for each in row.by.content.criteria:
        said = row.answers.get(each.id, {})
        found.append(
            {
                "criterion": each,
                "rating": Rating(said["rating"]).label if said else "",
                "words": said.get("words", ""),
                "evidence": [
                    (one, EvidenceKind(one.kind).label) for one in evidence if one.criterion == each.id
                ],
                "finding": findings.get(each.id),
            }
        )
    return found


@require_POST
@network_page
def evidence(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Send a document, after the program was told that somebody opened it."""
    rows = Evidence.objects.select_related("accreditation").filter(accreditation__network=request.network)
    row = get_object_or_404(rows, pk=pk)
    actions.note_evidence_look(actor=request.user, evidence=row, now=timezone.now())
    response = HttpResponse(
        store.get(row.pk, bytes(row.content_key), row.size), content_type=KINDS[row.file_kind].media_type
    )
    # Saved and not opened here: what somebody sent is never shown as a page of ours.
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{row.pk}{KINDS[row.file_kind].extension}"'
    )
    return response


@dataclass(frozen=True)
class Taken:
    """A step that is taken on a page of its own: its title, its form, and the action."""

    rule: str
    title: Any
    form: Callable[..., forms.Form]
    is_for_network: bool = False


STEPS = {
    "assign": Taken(
        "assign_reviewer", gettext_lazy("Ask somebody to review"), AssignForm, is_for_network=True
    ),
    "declare": Taken(
        "declare_reviewer_conflict", gettext_lazy("Declare whether you have a conflict"), ConflictForm
    ),
    "finish": Taken("finish_review", gettext_lazy("Finish the review"), FinishForm),
    "decide": Taken("decide_accreditation", gettext_lazy("Decide"), DecideForm),
    "suspend": Taken("suspend_accreditation", gettext_lazy("Suspend"), WhyForm),
    "reinstate": Taken("reinstate_accreditation", gettext_lazy("Lift the suspension"), WhyForm),
    "revoke": Taken("revoke_accreditation", gettext_lazy("Revoke"), WhyForm),
    "appeal": Taken("answer_appeal", gettext_lazy("Answer the appeal"), AppealForm),
}


@TWO_WAYS
@network_page
def act(request: NetworkRequest, pk: Any, what: str) -> HttpResponse:
    """Take a step; what stands in the way is shown with what was typed."""
    row, step = own(request, pk), STEPS.get(what)
    if step is None:
        raise Http404
    for_network: Any = {"network": request.network} if step.is_for_network else {}
    form: Any = step.form(request.POST if request.method == "POST" else None, **for_network)
    reasons: Any = ()
    if form.is_valid():
        try:
            getattr(actions, step.rule)(
                actor=request.user, accreditation=row, now=timezone.now(), **form.said()
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Done. The program hears of it."))
            return redirect("accreditation-application", pk=row.pk)
    if what == "decide":
        # Asked here, so that the answer is there, and new, when somebody has read and written why.
        actions.compare_reviewer(actor=request.user, accreditation=row, now=timezone.now())
    context = {
        "row": row,
        "name": in_language(row.by.title),
        "title": step.title,
        "form": form,
        "reasons": reasons,
    }
    return draw(request, "act", context, status=answer_of(reasons))


@TWO_WAYS
@network_page
def finding(request: NetworkRequest, pk: Any, criterion: str) -> HttpResponse:
    """Write as the reviewer what was found of a criterion."""
    row = own(request, pk)
    asked = row.by.content.find(criterion)
    if asked is None:
        raise Http404
    review = current_review(row)
    known: Any = review.findings.filter(criterion=asked.id).values().first() if review else None
    form = FindingForm(request.POST if request.method == "POST" else None, initial=known)
    reasons: Any = ()
    if form.is_valid():
        said = form.cleaned_data | {"criterion": asked.id}
        try:
            actions.record_finding(actor=request.user, accreditation=row, now=timezone.now(), **said)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Saved."))
            return redirect("accreditation-application", pk=row.pk)
    context = {"row": row, "name": asked.words, "title": asked.name, "form": form, "reasons": reasons}
    return draw(request, "act", context, status=answer_of(reasons))


@require_POST
@network_page
def condition(request: NetworkRequest, pk: Any, criterion: str) -> HttpResponse:
    """Say as the reviewer that a condition is met."""
    row = own(request, pk)
    try:
        actions.close_condition(
            actor=request.user, accreditation=row, criterion=criterion, now=timezone.now()
        )
    except Refused as refusal:
        return _draw_application(request, own(request, pk), reasons=refusal.reasons)
    messages.success(request, _("The condition is met. Somebody else can decide now."))
    return redirect("accreditation-application", pk=row.pk)


def draw(
    request: NetworkRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page with the menu and the network."""
    shared = {"navigation": menu(request), "network": request.network}
    return render(request, f"accreditation/{template}.html", shared | context, status=status)
