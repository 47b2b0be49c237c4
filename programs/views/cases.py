"""A case: what is next, what blocks it, who is in it, what happened."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends import audit
from amends.accounts.access import may_open
from amends.web.components import draw
from programs.debriefing import latest_held
from programs.facts import CaseFacts
from programs.lapses import of_case
from programs.messages.steps import WRITES_IN
from programs.models import MediatedMessage, MediationCase, MediatorAssignment, Program, RetentionStep
from programs.models.case import STAFF_STATES, CaseState, HoldReason
from programs.models.eligibility import EligibilityResult, EligibilityRule
from programs.naming import name_of_state
from programs.reminding import not_reminded
from programs.screening import count_met
from programs.standing import answer_told
from programs.steps import Step, leads_on, missing
from programs.timeline import story
from programs.views.own_items import details, to_do
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, program_page, sample_tag
from programs.views.releases import ending_soon
from programs.views.steps import linked, open_steps

COLOURS = {
    CaseState.INTAKE: "govuk-tag--yellow",
    CaseState.READY: "govuk-tag--green",
    CaseState.SCHEDULED: "govuk-tag--green",
    CaseState.ON_HOLD: "govuk-tag--orange",
    CaseState.CLOSED: "govuk-tag--grey",
}


def state_tag(state: str, program: Program) -> Any:
    """Return a state of a case as a tag, called as the program calls it."""
    colour = COLOURS.get(CaseState(state), "govuk-tag--blue")
    return draw("tag", text=name_of_state(state, program.policy), classes=colour)


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a case with what is next and everything that blocks it."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.participants, actor=request.user, purpose="case_page")
    steps = [step for step in open_steps(request, facts) if step.about == "case"]
    context = {
        "case": case,
        "case_facts": facts,  # the bases have a "facts" of their own
        "tag": format_html("{}{}", state_tag(case.state, request.program), sample_tag(case)),
        "next": [_described(request, facts, step) for step in steps if leads_on(step, case.state)],
        "others": [
            (step.label, reverse(step.page, args=[case.pk]))
            for step in steps
            if not leads_on(step, case.state) and not (step.only_when_possible and missing(step, facts))
        ],
        "lapses": of_case(facts),
        "names": ", ".join(party.name for party in facts.parties),
        "open_items": len(facts.open_items) if case.state == CaseState.MONITORING else 0,
        "people": [
            (
                request.program.word_for(person.role),
                person,
                answer_told(facts, person) if person.is_party else "",
            )
            for person in facts.participants
        ],
        "overview": _overview(request, facts),
        "to_do": to_do(facts),
        "is_at_work": case.state in STAFF_STATES,
        "has_own_fields": bool(facts.policy.fields),
        "sessions": facts.sessions,
        "is_to_talk_over": case.state in STAFF_STATES and latest_held(facts) is not None,
        "has_own_note": request.user.pk in [each.mediator_id for each in facts.assignments],
        "may_see_surveys": may_open(request.user, "case-surveys"),
        "has_messages": case.state in WRITES_IN or MediatedMessage.objects.filter(case=case).exists(),
        "session_ahead": facts.session_ahead,
        "not_reminded": [request.program.word_for(person.role) for person in not_reminded(facts)],
        "releases_soon": ending_soon([case], facts.now),
        "may_see_referral": may_open(request.user, "referral"),
        "is_held": RetentionStep.objects.holds().filter(case=case).exists(),
        "may_hold": may_open(request.user, "case-retention"),
        "may_see_records": may_open(request.user, "case-records"),
        "story": story(case),
    }
    return draw_page(request, "programs/case.html", context)


def _described(request: ProgramRequest, facts: CaseFacts, step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "label": step.label,
        "asks": step.asks,
        "href": reverse(step.page, args=[facts.case.pk]),
        "reasons": linked(request, facts.case, missing(step, facts)),
    }


def _overview(request: ProgramRequest, facts: CaseFacts) -> list[tuple[Any, Any]]:
    case = facts.case
    mediators = ", ".join(str(assignment.mediator) for assignment in _assignments(facts))
    acknowledgement = facts.checks.get("E1")
    rows = [
        *_due(case),
        (_("Coordinator"), case.coordinator or _("Nobody yet")),
        (_("Mediator"), mediators or _("Nobody yet")),
        (_("Supervisor"), case.supervisor or _("Nobody yet")),
        (
            _("Acknowledgment"),
            _("Not recorded yet") if acknowledgement is None else _answer(acknowledgement),
        ),
        (_("With the law"), _law(facts)),
        (_("Screening"), _screening(facts)),
        *details(case, facts.policy),
    ]
    if may_open(request.user, "case-policy"):
        number = case.policy.number if case.policy else None
        said = _("Version {number}").format(number=number) if number else _("From before there were versions")
        href = reverse("case-policy", args=[case.pk])
        rows.append((_("Policy"), format_html('<a class="govuk-link" href="{}">{}</a>', href, said)))
    if case.closure_reason:
        rows.append((_("Ended with"), case.get_closure_reason_display()))
        audit.read(case, actor=request.user, purpose="closure_note")
        if case.closure_note:
            rows.append((_("Note for your colleagues"), case.closure_note))
    return rows


def _screening(facts: CaseFacts) -> Any:
    met, every = count_met(facts)
    said = _("{met} of {every} rules are met").format(met=met, every=every)
    href = reverse("case-screening", args=[facts.case.pk])
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, said)


def _due(case: MediationCase) -> list[tuple[Any, Any]]:
    """Return why the case rests and by when it has to go on."""
    rows: list[tuple[Any, Any]] = []
    if case.hold_reason:
        rows.append((_("On hold"), HoldReason(case.hold_reason).label))
    if case.due_on:
        day = date_format(case.due_on, "DATE_FORMAT")
        is_late = case.due_on < timezone.localdate()
        rows.append((_("Next due"), _("%(day)s, overdue") % {"day": day} if is_late else day))
    return rows


def _law(facts: CaseFacts) -> str:
    """Return where the matter stands with the law: each answer that may stop a case."""
    rules = (EligibilityRule.APPEAL, EligibilityRule.CONVICTION, EligibilityRule.NO_CONTACT_ORDER)
    answers = [
        (rule.label, facts.checks[rule].get_answer_display()) for rule in rules if rule in facts.checks
    ]
    return "; ".join(f"{label}: {answer}" for label, answer in answers) or _("Not recorded yet")


def _assignments(facts: CaseFacts) -> list[MediatorAssignment]:
    """Return who mediates the case, or who did when it was closed: closing ends every assignment."""
    if facts.case.state != CaseState.CLOSED:
        return facts.assignments
    at_the_end = MediatorAssignment.objects.filter(case=facts.case, ended_at=facts.case.closed_at)
    return list(at_the_end.select_related("mediator__user"))


def _answer(check: Any) -> str:
    if check.result == EligibilityResult.PASS:
        return str(check.get_answer_display())
    return f"{check.get_answer_display()} ({check.get_result_display()})"
