"""The lifecycle of a referral and of a case: from which states each step starts, by which guards, for which roles."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts, ReferralFacts
from programs.guards import Unmet, unmet
from programs.models.case import OPEN_STATES, CaseState
from programs.models.referral import ReferralState
from programs.roles import RUNS_THE_CASE, RUNS_THE_PROGRAM, SUPERVISES, WORKS_ON_THE_CASE

C = CaseState
R = ReferralState

NEUTRALITY = (
    "no_officer_of_department",
    "no_involved_office",
    "no_connection",
    "no_declared_conflict",
    "standing_allowed",
    "mediator_active",
    "supervisor_qualified",
    "supervisor_is_another",
)


@dataclass(frozen=True)
class Step:
    id: str
    label: Promise
    sources: tuple[str, ...]
    target: str | None
    """The state after the step; None when the step leaves it as it is, or decides by itself."""
    guards: tuple[str, ...]
    roles: tuple[str, ...]
    page: str
    """The name of the URL where the step is taken."""
    path: str
    """Where that is, below the address of what the step is about."""
    leads_on: bool = False
    """Is it the way forward, shown as "what is next"?"""
    leads_on_from: tuple[str, ...] = ()
    """Or only from these states?"""
    asks: bool = True
    """Does its page ask anything? If not, one button on the case's page is enough."""
    about: str = "case"
    """Whose key its address takes: that of the case, a person, an item, a payment or a referral."""


REFERRAL_STEPS = (
    Step(
        id="accept_referral",
        label=_("Accept the referral"),
        sources=(R.SUBMITTED, R.UNDER_REVIEW),
        target=R.ACCEPTED,
        guards=("referral_complete", "stage_taken", "initiative_allowed"),
        roles=RUNS_THE_PROGRAM,
        page="referral-accept",
        path="accept/",
        asks=False,
        about="referral",
        leads_on=True,
    ),
    Step(
        id="decline_referral",
        label=_("Decline the referral"),
        sources=(R.SUBMITTED, R.UNDER_REVIEW),
        target=R.DECLINED,
        guards=(),
        roles=RUNS_THE_PROGRAM,
        page="referral-decline",
        path="decline/",
        about="referral",
    ),
)

CASE_STEPS = (
    Step(
        id="begin_screening",
        label=_("Begin screening"),
        sources=(C.INTAKE,),
        target=C.SCREENING,
        guards=("coordinator_set",),
        roles=RUNS_THE_PROGRAM,
        page="screening-begin",
        path="screening/",
        leads_on=True,
    ),
    Step(
        id="record_acknowledgement",
        label=_("Record the acknowledgment"),
        sources=(C.SCREENING, C.PREPARING),
        target=None,
        guards=(),
        roles=RUNS_THE_CASE,
        page="acknowledgement-record",
        path="acknowledgement/",
    ),
    Step(
        id="override_acknowledgement",
        label=_("Let a disputed case through"),
        sources=(C.SCREENING,),
        target=None,
        guards=("override_possible", "override_in_writing"),
        roles=SUPERVISES,
        page="acknowledgement-override",
        path="acknowledgement/override/",
    ),
    Step(
        id="assign_mediator",
        label=_("Assign a mediator"),
        sources=(C.SCREENING, C.PREPARING, C.READY),
        target=None,
        guards=NEUTRALITY,
        roles=RUNS_THE_PROGRAM,
        page="mediator-assign",
        path="mediator/",
    ),
    Step(
        id="begin_preparing",
        label=_("Begin preparing"),
        sources=(C.SCREENING,),
        target=C.PREPARING,
        guards=("acknowledgement_met", "mediator_assigned", *NEUTRALITY),
        roles=RUNS_THE_CASE,
        page="preparing-begin",
        path="preparing/",
        leads_on=True,
        asks=False,
    ),
    Step(
        id="record_consent",
        label=_("Record consent"),
        sources=(C.PREPARING, C.READY, C.SCHEDULED),
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="consent-record",
        path="consent/",
        about="person",
    ),
    Step(
        id="withdraw_consent",
        label=_("Withdraw consent"),
        sources=(*OPEN_STATES, C.CLOSING),  # at any time: no guard may ever stand here
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="consent-withdraw",
        path="consent/withdraw/",
        about="person",
    ),
    Step(
        id="mark_ready",
        label=_("Mark as ready"),
        sources=(C.PREPARING,),
        target=C.READY,
        guards=("both_sides_known", "consents_live", "mediator_assigned", *NEUTRALITY),
        roles=WORKS_ON_THE_CASE,
        page="ready-mark",
        path="ready/",
        leads_on=True,
        asks=False,
    ),
    Step(
        id="schedule_session",
        label=_("Schedule a session"),
        sources=(C.READY,),
        target=C.SCHEDULED,
        guards=(
            "both_sides_known",
            "consents_live",
            "mediator_assigned",
            *NEUTRALITY,
            "start_not_past",
            "length_sensible",
            "mediators_free",
        ),
        roles=WORKS_ON_THE_CASE,
        page="session-schedule",
        path="session/",
        leads_on=True,
    ),
    Step(
        id="cancel_session",
        label=_("Cancel the session"),
        sources=(C.SCHEDULED,),
        target=C.READY,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="session-cancel",
        path="session/cancel/",
    ),
    Step(
        id="record_held",
        label=_("Record that it was held"),
        sources=(C.SCHEDULED,),
        target=C.HELD,
        guards=("session_has_begun", "consents_live"),
        roles=WORKS_ON_THE_CASE,
        page="session-held",
        path="session/held/",
        leads_on=True,
        asks=False,
    ),
    Step(
        id="record_not_held",
        label=_("Record that it did not take place"),
        sources=(C.SCHEDULED,),
        target=C.READY,
        guards=("session_has_begun",),
        roles=WORKS_ON_THE_CASE,
        page="session-not-held",
        path="session/not-held/",
    ),
    Step(
        id="begin_agreement",
        label=_("Write an agreement"),
        sources=(C.HELD,),
        target=C.AGREEMENT_PENDING,
        guards=("agreement_allowed",),
        roles=WORKS_ON_THE_CASE,
        page="agreement-begin",
        path="agreement/begin/",
        leads_on=True,
    ),
    Step(
        id="add_agreement_item",
        label=_("Add an item"),
        sources=(C.AGREEMENT_PENDING,),
        target=None,
        guards=("due_not_past",),
        roles=WORKS_ON_THE_CASE,
        page="item-add",
        path="agreement/items/",
    ),
    Step(
        id="remove_agreement_item",
        label=_("Take an item out"),
        sources=(C.AGREEMENT_PENDING,),
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="item-remove",
        path="remove/",
        about="item",
    ),
    Step(
        id="sign_agreement",
        label=_("Record the signatures"),
        sources=(C.AGREEMENT_PENDING,),
        target=C.MONITORING,
        guards=("agreement_has_items", "signed_by_all"),
        roles=WORKS_ON_THE_CASE,
        page="agreement-sign",
        path="agreement/sign/",
        leads_on=True,
    ),
    Step(
        id="record_payment",
        label=_("Record a payment"),
        sources=(C.MONITORING,),
        target=None,
        guards=("payment_on_money", "payment_within_outstanding"),
        roles=RUNS_THE_CASE,
        page="payment-record",
        path="payments/",
        about="item",
    ),
    Step(
        id="reverse_payment",
        label=_("Reverse a payment"),
        sources=(C.MONITORING,),
        target=None,
        guards=("payment_reversible",),
        roles=RUNS_THE_CASE,
        page="payment-reverse",
        path="reverse/",
        about="payment",
    ),
    Step(
        id="mark_item",
        label=_("Record how an item went"),
        sources=(C.MONITORING,),
        target=None,
        guards=("money_is_counted",),
        roles=WORKS_ON_THE_CASE,
        page="item-mark",
        path="mark/",
        about="item",
    ),
    Step(
        id="begin_closing",
        label=_("Bring the case to its end"),
        sources=OPEN_STATES,
        target=C.CLOSING,
        guards=("items_terminal", "reason_fits"),
        roles=RUNS_THE_CASE,
        page="closing-begin",
        path="closing/",
        leads_on_from=(C.HELD, C.MONITORING),
    ),
    Step(
        id="close_case",
        label=_("Close the case"),
        sources=(C.CLOSING,),
        target=C.CLOSED,
        guards=("nothing_ahead",),
        roles=RUNS_THE_CASE,
        page="case-close",
        path="close/",
        leads_on=True,
        asks=False,
    ),
)


def leads_on(step: Step, state: str) -> bool:
    """Return whether a step is the way forward from a state."""
    return step.leads_on or state in step.leads_on_from


STEPS: dict[str, Step] = {step.id: step for step in (*REFERRAL_STEPS, *CASE_STEPS)}


def missing(step: Step, facts: CaseFacts | ReferralFacts) -> list[Unmet]:
    """Return everything that keeps a step from being taken now: its state first, then each unmet guard."""
    found = unmet(step.guards, facts)
    return found if facts.subject.state in step.sources else [wrong_state(step, facts), *found]


def wrong_state(step: Step, facts: CaseFacts | ReferralFacts) -> Unmet:
    """Return the refusal of a step that belongs to another state."""
    states = type(facts.subject)._meta.get_field("state").flatchoices
    places = ", ".join(str(label) for value, label in states if value in step.sources)
    return Unmet(
        id="right_state",
        rule="3.5",
        sentence=_now(
            "This is done when a case or referral is at: {places}. This one is at: {state}."
        ).format(places=places, state=facts.state_label),
        source=_now("The lifecycle of a case"),
        remedy=_now("Go back; the page says what is next and what is still missing."),
    )
