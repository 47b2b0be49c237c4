"""Guards of what there is to talk about (E8); how much is to be made good need not be known."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.eligibility import EligibilityRule, Substance
from programs.sources import PRACTICE, STANDARDS


def there_is_something(facts: CaseFacts) -> bool:
    """Return whether there is something to talk about, or a supervisor wrote why they should meet all the same."""
    check = facts.checks.get(EligibilityRule.SUBSTANCE)
    return check is not None and check.is_met


def override_is_possible(facts: CaseFacts) -> bool:
    """Return whether it is recorded that nothing is left."""
    check = facts.checks.get(EligibilityRule.SUBSTANCE)
    return check is not None and check.answer == Substance.NOTHING


def is_another(facts: CaseFacts) -> bool:
    """Return whether whoever decides is not the one who recorded the answer."""
    check = facts.checks.get(EligibilityRule.SUBSTANCE)
    return check is None or facts.asked.by.pk != check.checked_by_id


GUARDS = (
    Guard(
        id="something_to_talk_about",
        rule="E8",
        sentence=_("It is not recorded that there is something to talk about."),
        source=PRACTICE,
        remedy=_(
            "Ask both sides what they want to say, hear or have made good, and record it. How much is to be made good "
            "need not be known."
        ),
        page="substance-record",
        check=there_is_something,
    ),
    Guard(
        id="nothing_is_left",
        rule="E8",
        sentence=_(
            "It is not recorded that nothing is left to talk about, so there is nothing to let through."
        ),
        source=PRACTICE,
        remedy=_("Record first whether there is something to talk about."),
        page="substance-record",
        check=override_is_possible,
    ),
    Guard(
        id="not_by_recorder",
        rule="E8",
        sentence=_("Whoever recorded the answer does not let the case through."),
        source=STANDARDS,
        remedy=_("Ask another supervisor to decide."),
        check=is_another,
        needs=("by",),
    ),
)
