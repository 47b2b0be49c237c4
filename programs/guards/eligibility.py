"""All that screening asks, together: what has to hold before a case is prepared, and each time the sides come nearer.

A rule that joins (E1 to E8) brings its guards into `WHY_IT_RESTS`; from that come the guards of the steps, and whether
a case that was past screening is put on hold.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards import legal, minors, offences, risk, screening, substance
from programs.guards.declared import Guard
from programs.models.case import CaseState, HoldReason
from programs.models.eligibility import EligibilityRule
from programs.sources import STANDARDS

COMING_NEARER = (CaseState.PREPARING, CaseState.READY, CaseState.SCHEDULED, CaseState.EXCHANGING)
"""States in which the two sides come nearer to each other, so that everything of screening has to hold."""

WHY_IT_RESTS: Mapping[str, HoldReason] = {
    "acknowledgement_met": HoldReason.SCREENING,
    **dict.fromkeys(legal.LEGAL, HoldReason.LEGAL),
    "minors_taken": HoldReason.SCREENING,
    "offences_of_case_taken": HoldReason.SCREENING,
    "offence_let_through": HoldReason.SCREENING,
    "risk_assessed": HoldReason.SAFETY,
    "risk_bearable": HoldReason.SAFETY,
    "something_to_talk_about": HoldReason.SCREENING,
}
"""Each guard of screening, and why a case rests when it does not hold any more."""

_GUARDS = {
    each.id: each for part in (screening, legal, minors, offences, risk, substance) for each in part.GUARDS
}


def unmet_of_screening(facts: CaseFacts, names: Iterable[str] = WHY_IT_RESTS) -> list[Guard]:
    """Return each guard of screening, or of some of them, that does not hold."""
    return [_GUARDS[name] for name in names if not _GUARDS[name].check(facts)]


def why_it_rests(facts: CaseFacts, names: Iterable[str] = WHY_IT_RESTS) -> str:
    """Return the HoldReason for which a case may not go on, by these guards or by any; "" when it may."""
    return next((WHY_IT_RESTS[each.id] for each in unmet_of_screening(facts, names)), "")


def _stands_against(facts: CaseFacts) -> list[Guard]:
    """Return what keeps a case that rests from being taken up again, whyever it rests (E2)."""
    if facts.case.held_from in COMING_NEARER:
        return unmet_of_screening(facts)
    return unmet_of_screening(facts, legal.LEGAL) if facts.case.hold_reason == HoldReason.LEGAL else []


def _in_the_way(facts: CaseFacts) -> dict[str, str]:
    rules = dict.fromkeys(EligibilityRule(each.rule).label for each in _stands_against(facts))
    return {"rules": ", ".join(map(str, rules))}


GUARDS = (
    Guard(
        id="hold_reason_gone",
        rule="E2",
        sentence=_("The case is on hold, and this still stands against it: {rules}."),
        source=STANDARDS,
        remedy=_("Record how it stands now, or close the case."),
        page="case-screening",
        check=lambda facts: not _stands_against(facts),
        words=_in_the_way,
    ),
)
