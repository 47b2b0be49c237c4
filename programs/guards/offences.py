"""Guards of what a case is about (E5): taken, taken with specialists only, or not at all, by the policy of the case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.eligibility import EligibilityResult, EligibilityRule
from programs.policy.catalogue.offences import EXCLUDED, SPECIALIST_ONLY
from programs.policy.vocabulary import Level
from programs.sources import OWN_POLICY, STANDARDS

SPECIALISTS = 2
"""How many mediators of the advanced level work together on what is taken with specialists only."""


def of_answer(facts: CaseFacts, answer: str) -> list[str]:
    """Return the offences of a case that the policy answers so, in words."""
    return [
        str(each.get_offence_class_display())
        for each in facts.offences
        if facts.policy.offences[each.offence_class] == answer
    ]


def needs_specialists(facts: CaseFacts) -> bool:
    """Return whether this case is for specialists only."""
    return bool(of_answer(facts, SPECIALIST_ONLY))


def least_level(facts: CaseFacts) -> str:
    """Return the level of training that this case asks for at least."""
    return Level.ADVANCED if needs_specialists(facts) else facts.policy.level


def mediators_needed(facts: CaseFacts) -> int:
    """Return how many mediators this case needs."""
    least = SPECIALISTS if needs_specialists(facts) else 1
    return max(facts.policy.mediators_needed, least)


def is_let_through(facts: CaseFacts) -> bool:
    """Return whether no supervisor is needed, or one wrote why, who is not the one that coordinates the case."""
    if not needs_specialists(facts):
        return True
    check = facts.checks.get(EligibilityRule.OFFENCE)
    if check is None or check.result != EligibilityResult.OVERRIDE:
        return False
    return check.checked_by_id != facts.case.coordinator_id


def override_is_needed(facts: CaseFacts) -> bool:
    """Return whether there is something that a supervisor can let through; never what is not taken at all."""
    return needs_specialists(facts) and not of_answer(facts, EXCLUDED)


def _excluded(facts: CaseFacts) -> dict[str, Any]:
    return {"offences": ", ".join(of_answer(facts, EXCLUDED))}


def _delicate(facts: CaseFacts) -> dict[str, Any]:
    return {"offences": ", ".join(of_answer(facts, SPECIALIST_ONLY))}


GUARDS = (
    Guard(
        id="offences_of_case_taken",
        rule="E5",
        sentence=_("The policy of this case does not take: {offences}."),
        source=OWN_POLICY,
        remedy=_("Close the case with the reason that the program does not take the offense."),
        check=lambda facts: not of_answer(facts, EXCLUDED),
        words=_excluded,
    ),
    Guard(
        id="offence_let_through",
        rule="E5",
        sentence=_("This is taken only with specialists, and no supervisor has let it through: {offences}."),
        source=OWN_POLICY,
        remedy=_(
            "Assign two mediators of the advanced level. Then a supervisor who does not coordinate the case writes why "
            "it can go on."
        ),
        page="offence-override",
        check=is_let_through,
        words=_delicate,
    ),
    Guard(
        id="offence_override_possible",
        rule="E5",
        sentence=_("Nothing in this case is for a supervisor to let through."),
        source=OWN_POLICY,
        remedy=_("Go on where nothing stands in the way, or close a case that the program does not take."),
        check=override_is_needed,
    ),
    Guard(
        id="not_by_coordinator",
        rule="E5",
        sentence=_("Whoever coordinates a case does not let its offense through."),
        source=STANDARDS,
        remedy=_("Ask another supervisor to decide."),
        check=lambda facts: facts.asked.by.pk != facts.case.coordinator_id,
        needs=("by",),
    ),
)
