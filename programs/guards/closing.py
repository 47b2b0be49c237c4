"""Guards of the end of a case: nothing open, and a reason that is true."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.agreement import has_signed_agreement
from programs.guards.declared import PRACTICE, Guard
from programs.models.agreement import ItemStatus
from programs.models.case import GROUP_OF, ClosureGroup, ClosureReason


def items_are_terminal(facts: CaseFacts) -> bool:
    """Return False while items are open, unless the case ends for a reason that is no outcome."""
    is_outcome = GROUP_OF[facts.asked.reason] == ClosureGroup.OUTCOME
    return not is_outcome or not has_signed_agreement(facts) or not facts.open_items


def reason_fits(facts: CaseFacts) -> bool:
    """Return whether an outcome is what happened; the other reasons are the coordinator's to judge."""
    statuses = {item.status for item in facts.items}
    kept = {ItemStatus.ACHIEVED, ItemStatus.PARTIAL} & statuses
    signed = has_signed_agreement(facts)
    fits = {
        ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED: signed and statuses == {ItemStatus.ACHIEVED},
        ClosureReason.AGREEMENT_PARTIALLY_FULFILLED: signed
        and bool(kept)
        and statuses != {ItemStatus.ACHIEVED},
        ClosureReason.AGREEMENT_UNFULFILLED_RETURNED: signed and statuses != {ItemStatus.ACHIEVED},
        ClosureReason.COMPLETED_DIALOGUE_NO_AGREEMENT: facts.was_held and not signed,
    }
    return fits.get(ClosureReason(facts.asked.reason), True)


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
        words=lambda facts: {"count": len(facts.open_items)},
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
        id="nothing_ahead",
        rule="3.5",
        sentence=_("A session is still scheduled."),
        source=PRACTICE,
        remedy=_("Cancel it or record how it went."),
        check=lambda facts: facts.session_ahead is None,
    ),
)
