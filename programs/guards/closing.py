"""Guards of the end of a case: nothing open, and a reason that is true."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.consent import roles_of
from programs.guards.contacts import TELLS, is_settled, is_unreachable
from programs.guards.declared import Guard
from programs.models import AgreementItem, Participant
from programs.models.agreement import TERMINAL_STATUSES, ItemStatus
from programs.models.case import GROUP_OF, ClosureGroup, ClosureReason
from programs.models.contact import Purpose
from programs.sources import OWN_POLICY, PRACTICE

NOBODY_TO_TELL = (ClosureReason.DUPLICATE_OR_ERROR, ClosureReason.PARTY_DIED)
"""A mistake of ours is nobody's business; after a death whom to tell is for people to judge."""


def still_open(facts: CaseFacts) -> list[AgreementItem]:
    """Return what was signed and nobody knows the end of; a version that is being written ends nothing."""
    unsettled = [item for item in facts.signed_items if item.status not in TERMINAL_STATUSES]
    return unsettled + [item for item in facts.reopened if item.status not in TERMINAL_STATUSES]


def items_are_terminal(facts: CaseFacts) -> bool:
    """Return False while items are open, unless the case ends for a reason that is no outcome."""
    is_outcome = GROUP_OF[facts.asked.reason] == ClosureGroup.OUTCOME
    return not is_outcome or not still_open(facts)


def reason_fits(facts: CaseFacts) -> bool:
    """Return whether an outcome is what happened; the other reasons are the coordinator's to judge."""
    statuses = {item.status for item in facts.signed_items}
    kept = {ItemStatus.ACHIEVED, ItemStatus.PARTIAL} & statuses
    signed = facts.signed_agreement is not None
    fits = {
        ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED: signed and statuses == {ItemStatus.ACHIEVED},
        ClosureReason.AGREEMENT_PARTIALLY_FULFILLED: signed
        and bool(kept)
        and statuses != {ItemStatus.ACHIEVED},
        ClosureReason.AGREEMENT_UNFULFILLED_RETURNED: signed and statuses != {ItemStatus.ACHIEVED},
        ClosureReason.COMPLETED_DIALOGUE_NO_AGREEMENT: facts.had_dialogue and not signed,
    }
    return fits.get(ClosureReason(facts.asked.reason), True)


def tries_are_enough(facts: CaseFacts) -> bool:
    """Return False when somebody is called unreachable who was not tried as often as the policy asks."""
    sides = {
        ClosureReason.VICTIM_UNREACHABLE: facts.harmed,
        ClosureReason.OFFENDER_UNREACHABLE: facts.responsible,
    }
    side = sides.get(ClosureReason(facts.asked.reason))
    return side is None or is_unreachable(facts, side)


def breach_is_returned(facts: CaseFacts) -> bool:
    """Return False when an agreement that was not kept does not go back to the referrer, where the policy says so."""
    if not facts.policy.breach_returns_to_referrer:
        return True
    is_unkept = any(item.status == ItemStatus.NOT_ACHIEVED for item in facts.signed_items)
    is_of_offender = GROUP_OF[facts.asked.reason] in (ClosureGroup.OFFENDER, ClosureGroup.OUTCOME)
    return (
        not (is_unkept and is_of_offender)
        or facts.asked.reason == ClosureReason.AGREEMENT_UNFULFILLED_RETURNED
    )


def untold(facts: CaseFacts) -> list[Participant]:
    """Return the parties who know of the case, and whom nobody told how it goes on."""
    if facts.case.closure_reason in NOBODY_TO_TELL:
        return []
    purposes = (Purpose.FOLLOW_UP,) if facts.had_dialogue else TELLS
    return [
        party
        for party in facts.parties
        if (facts.has_reached(party) or party.live_consents)  # type: ignore[attr-defined]
        and not is_settled(facts, party, *purposes)
    ]


def without_survey(facts: CaseFacts) -> list[Participant]:
    """Return the parties who were followed up, and who were neither offered a survey nor set aside with a reason."""
    if not facts.had_dialogue:
        return []
    return [
        party
        for party in facts.parties
        if facts.has_reached(party, Purpose.FOLLOW_UP)
        and party.pk not in facts.surveyed
        and not any(contact.survey_offered for contact in facts.contacts_with(party))
    ]


GUARDS = (
    Guard(
        id="items_terminal",
        rule="3.5",
        sentence=_("Items of the agreement are still open: {count}."),
        source=PRACTICE,
        remedy=_("Mark each item as done, done in part or not done."),
        page="case-agreement",
        check=items_are_terminal,
        needs=("reason",),
        words=lambda facts: {"count": len(still_open(facts))},
    ),
    Guard(
        id="reason_fits",
        rule="3.5",
        sentence=_("This reason does not fit what happened in the case."),
        source=_("The standard list of closure reasons"),
        remedy=_("Choose the reason that says what happened, so that the figures can be trusted."),
        check=reason_fits,
        needs=("reason",),
    ),
    Guard(
        id="tries_enough",
        rule="3.5",
        sentence=_("Nobody counts as unreachable here before {tries} tries without an answer."),
        source=OWN_POLICY,
        remedy=_("Try again by a safe way on another day, and record each try."),
        page="case-people",
        check=tries_are_enough,
        needs=("reason",),
        words=lambda facts: {"tries": facts.policy.contact_tries},
    ),
    Guard(
        id="breach_returned",
        rule="A7",
        sentence=_("In this program an agreement that was not kept goes back to whoever referred the case."),
        source=OWN_POLICY,
        remedy=_("Choose “Agreement not fulfilled, returned”."),
        check=breach_is_returned,
        needs=("reason",),
    ),
    Guard(
        id="parties_told",
        rule="3.5",
        sentence=_("Nobody has told them yet how it ended or followed up: {who}."),
        source=_(
            "Each party hears by a safe way that it has ended; after a meeting each is asked how they are"
        ),
        remedy=_("Contact each of them by a safe way and record it; a refusal or enough tries will do."),
        page="case-people",
        check=lambda facts: not untold(facts),
        words=lambda facts: {"who": roles_of(untold(facts), facts.program)},
    ),
    Guard(
        id="surveys_offered",
        rule="3.5",
        sentence=_("The survey has not been offered to: {who}."),
        source=PRACTICE,
        remedy=_(
            "Offer it in a follow-up contact or on the page of surveys; nobody has to answer it. Or note there that "
            "they do not want it, cannot be reached, or why it is not suitable."
        ),
        page="case-surveys",
        check=lambda facts: not without_survey(facts),
        words=lambda facts: {"who": roles_of(without_survey(facts), facts.program)},
    ),
    Guard(
        id="report_issued",
        rule="D1",
        sentence=_("The report to the referrer has not been issued."),
        source=_("The referrer hears what took place and when, and nothing of what was said"),
        remedy=_("Issue the report."),
        page="report-issue",
        check=lambda facts: facts.case.report_issued_at is not None,
    ),
    Guard(
        id="nothing_ahead",
        rule="3.5",
        sentence=_("A session is still scheduled."),
        source=PRACTICE,
        remedy=_("Cancel it or record how it went."),
        check=lambda facts: facts.session_ahead is None,
    ),
)
