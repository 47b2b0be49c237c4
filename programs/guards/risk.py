"""Guards of safety (E7): the risk is assessed twice, and what is left of it decides how the two sides can meet."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models import Participant
from programs.models.choice import APART
from programs.models.contact import Purpose, Result
from programs.models.risk import RiskLevel, RiskStage
from programs.sources import STANDARDS

FIXED = _("Safety comes first; this cannot be switched off")


def is_assessed(facts: CaseFacts) -> bool:
    """Return whether anybody has assessed the risk."""
    return facts.risk is not None


def is_high(facts: CaseFacts) -> bool:
    """Return whether much risk is left, by the latest assessment."""
    return facts.risk is not None and facts.risk.level == RiskLevel.HIGH


def is_bearable(facts: CaseFacts) -> bool:
    """Return whether the program offers a way that is safe enough for the risk."""
    return not is_high(facts) or any(mode in APART for mode in facts.policy.modes)


def is_assessed_again(facts: CaseFacts) -> bool:
    """Return whether the latest assessment is from after each side was met for the first time."""
    risk = facts.risk
    if risk is None or risk.stage != RiskStage.SECONDARY:
        return False
    return all(
        any(contact.recorded_at <= risk.assessed_at for contact in _meetings(facts, person))
        for person in facts.parties
    )


def _meetings(facts: CaseFacts, person: Participant) -> list:
    return [c for c in facts.contacts_with(person, Purpose.PREPARATION) if c.result == Result.REACHED]


def safety_is_planned(facts: CaseFacts) -> bool:
    """Return whether the risk is low, or it is written down what is done about it."""
    risk = facts.risk
    return risk is None or risk.level == RiskLevel.LOW or risk.has_safety_plan


def allows_mode(facts: CaseFacts, mode: str) -> bool:
    """Return whether the risk that is left lets the two sides have to do with each other in this way.

    After a high risk they stay out of each other's sight and reach: in two rooms, by letters, by recorded video. A
    live video shows and sounds like a room; somebody who goes in another's place would sit there instead of them.
    """
    return not is_high(facts) or mode in APART


def allows_session(facts: CaseFacts, mode: str) -> bool:
    """Return whether a session that is planned may stay so."""
    return allows_mode(facts, mode) and safety_is_planned(facts)


GUARDS = (
    Guard(
        id="risk_assessed",
        rule="E7",
        sentence=_("Nobody has assessed the risk yet."),
        source=FIXED,
        remedy=_("Assess it from what you know by now, before a mediator is chosen."),
        page="risk-record",
        check=is_assessed,
    ),
    Guard(
        id="risk_bearable",
        rule="E7",
        sentence=_("The risk is high, and this program offers no way in which the two sides stay apart."),
        source=FIXED,
        remedy=_("Assess the risk anew when something has changed, or close the case as not safe."),
        page="risk-record",
        check=is_bearable,
    ),
    Guard(
        id="risk_assessed_again",
        rule="E7",
        sentence=_("The risk has not been assessed again since each side was met."),
        source=FIXED,
        remedy=_("Meet each side, then assess the risk again with what you have learned."),
        page="risk-record",
        check=is_assessed_again,
    ),
    Guard(
        id="safety_planned",
        rule="E7",
        sentence=_("The risk is not low, and no safety plan is written."),
        source=STANDARDS,
        remedy=_("Write with both sides what keeps everybody safe, and record it with the risk."),
        page="risk-record",
        check=safety_is_planned,
    ),
    Guard(
        id="mode_safe",
        rule="E7",
        sentence=_("The risk is high: the two sides stay apart."),
        source=FIXED,
        remedy=_(
            "In two rooms, by letters or by recorded video is possible, if the person harmed wants that. Otherwise "
            "close the case."
        ),
        check=lambda facts: allows_mode(facts, facts.asked.mode),
        needs=("mode",),
    ),
)
