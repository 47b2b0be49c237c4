"""Guards of screening: a coordinator, and the acknowledgement of responsibility (E1)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.eligibility import Acknowledgement, EligibilityResult, EligibilityRule
from programs.roles import RUNS_THE_PROGRAM
from programs.sources import PRACTICE, STANDARDS

FEWEST_WORDS = 5
"""A reason in writing is a sentence, not a nod."""


def coordinator_is_set(facts: CaseFacts) -> bool:
    """Return whether the one who is asked for coordinates cases here."""
    chosen = facts.asked.coordinator
    return chosen.is_active and chosen.has_role(*RUNS_THE_PROGRAM)


def acknowledgement_is_met(facts: CaseFacts) -> bool:
    """Return whether the basic facts are agreed, or disputed and let through (E1)."""
    check = facts.checks.get(EligibilityRule.ACKNOWLEDGEMENT)
    if check is None or not check.is_met or check.answer == Acknowledgement.DENIED:
        return False
    # A policy may have become stricter since the supervisor wrote.
    return check.result != EligibilityResult.OVERRIDE or facts.policy.disputed_may_be_overridden


def override_is_possible(facts: CaseFacts) -> bool:
    """Return whether facts are disputed and the policy lets a supervisor decide; never for a denial."""
    check = facts.checks.get(EligibilityRule.ACKNOWLEDGEMENT)
    is_disputed = check is not None and check.answer == Acknowledgement.DISPUTED
    return is_disputed and facts.policy.disputed_may_be_overridden


def override_is_in_writing(facts: CaseFacts) -> bool:
    """Return whether the reasons are more than a nod."""
    return len((facts.asked.text or "").split()) >= FEWEST_WORDS


GUARDS = (
    Guard(
        id="coordinator_set",
        rule="3.5",
        sentence=_("Nobody coordinates this case."),
        source=PRACTICE,
        remedy=_("Choose a coordinator."),
        page="screening-begin",
        check=coordinator_is_set,
        needs=("coordinator",),
    ),
    Guard(
        id="acknowledgement_met",
        rule="E1",
        sentence=_("It is not recorded that the person responsible agrees with the basic facts."),
        source=STANDARDS,
        remedy=_(
            "Talk with the person responsible and record the answer. If important facts are disputed, "
            "a supervisor can let the case go on in writing; if responsibility is denied, close the case."
        ),
        page="acknowledgement-record",
        check=acknowledgement_is_met,
    ),
    Guard(
        id="override_possible",
        rule="E1",
        sentence=_("Only a case where facts are disputed can be let through, and not in every program."),
        source=STANDARDS,
        remedy=_("Record the acknowledgment again when it changes, or close the case."),
        check=override_is_possible,
    ),
    Guard(
        id="override_in_writing",
        rule="E1",
        sentence=_("Letting a case through needs your reasons in writing."),
        source=STANDARDS,
        remedy=_("Write why the case can go on, in two sentences or more."),
        check=override_is_in_writing,
        needs=("text",),
    ),
)
