"""Guards of a mediator's training, and of how current it is (N3, N4): whoever has lapsed is assigned to nothing."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.guards.offences import least_level
from programs.policy.catalogue import SETTINGS
from programs.policy.vocabulary import Level
from programs.sources import OWN_POLICY

LEVELS = tuple(Level)


def months_before(day: date, months: int) -> date:
    """Return the same day some months before, or the last day of that month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def level_is_enough(facts: CaseFacts) -> bool:
    """Return whether each mediator is trained at least as far as the program, or what the case is about, asks."""
    least = LEVELS.index(Level(least_level(facts)))
    return all(LEVELS.index(Level(mediator.level)) >= least for mediator in facts.mediators)


def is_trained_enough(facts: CaseFacts) -> bool:
    """Return whether each mediator has as many hours of training as the program asks for."""
    return all(mediator.training_hours >= facts.policy.training_hours for mediator in facts.mediators)


def supervision_is_current(facts: CaseFacts) -> bool:
    """Return whether each mediator was supervised within the program's weeks, or enrolled within them."""
    earliest = facts.today - timedelta(weeks=facts.policy.supervision_weeks)
    return all(mediator.supervised_last >= earliest for mediator in facts.mediators)


def practice_was_observed(facts: CaseFacts) -> bool:
    """Return whether each mediator's practice was observed within the program's months, or they are as new."""
    earliest = months_before(facts.today, facts.policy.observation_months)
    return all(mediator.observed_last >= earliest for mediator in facts.mediators)


def background_is_checked(facts: CaseFacts) -> bool:
    """Return whether each mediator has a background check that still counts, where the program asks for one."""
    return not facts.policy.needs_background_check or all(
        mediator.checked_until is not None and mediator.checked_until >= facts.today
        for mediator in facts.mediators
    )


def _said(setting: str, facts: CaseFacts) -> dict[str, str]:
    return {"asked": SETTINGS[setting].kind.say(getattr(facts.policy, setting))}


NOTE_IT = _("Note it on the page of the mediator, or choose another one.")

GUARDS = (
    Guard(
        id="level_enough",
        rule="N3",
        sentence=_("The level of training is too low. This case asks at least for: {asked}."),
        source=OWN_POLICY,
        remedy=NOTE_IT,
        page="mediator-assign",
        check=level_is_enough,
        words=lambda facts: {"asked": SETTINGS["level"].kind.say(least_level(facts))},
    ),
    Guard(
        id="trained_enough",
        rule="N3",
        sentence=_("Too few hours of training are noted. This program asks for {asked}."),
        source=OWN_POLICY,
        remedy=NOTE_IT,
        page="mediator-assign",
        check=is_trained_enough,
        words=lambda facts: _said("training_hours", facts),
    ),
    Guard(
        id="supervision_current",
        rule="N4",
        sentence=_("The last supervision that is noted was longer ago than {asked}."),
        source=OWN_POLICY,
        remedy=NOTE_IT,
        page="mediator-assign",
        check=supervision_is_current,
        words=lambda facts: _said("supervision_weeks", facts),
    ),
    Guard(
        id="practice_observed",
        rule="N4",
        sentence=_("The last observation of practice that is noted was longer ago than {asked}."),
        source=OWN_POLICY,
        remedy=NOTE_IT,
        page="mediator-assign",
        check=practice_was_observed,
        words=lambda facts: _said("observation_months", facts),
    ),
    Guard(
        id="background_checked",
        rule="N4",
        sentence=_("No background check is noted that still counts."),
        source=OWN_POLICY,
        remedy=NOTE_IT,
        page="mediator-assign",
        check=background_is_checked,
    ),
)
