"""The lifecycle of a referral and of a case: from which states each step starts, by which guards, for which roles."""

from collections.abc import Sequence

from django.utils.translation import gettext as _now

from programs.facts import CaseFacts, ReferralFacts
from programs.guards import Unmet, unmet
from programs.rules.stopping import own_unmet
from programs.steps.agreement import AGREEMENT_STEPS
from programs.steps.declared import Step
from programs.steps.ending import ENDING_STEPS
from programs.steps.meeting import MEETING_STEPS
from programs.steps.preparing import PREPARING_STEPS
from programs.steps.referral import REFERRAL_STEPS
from programs.steps.screening import SCREENING_STEPS

__all__ = ["CASE_STEPS", "REFERRAL_STEPS", "STEPS", "Step", "leads_on", "missing", "wrong_state"]

CASE_STEPS = (*SCREENING_STEPS, *PREPARING_STEPS, *MEETING_STEPS, *AGREEMENT_STEPS, *ENDING_STEPS)


def leads_on(step: Step, state: str) -> bool:
    """Return whether a step is the way forward from a state."""
    return step.leads_on or state in step.leads_on_from


STEPS: dict[str, Step] = {step.id: step for step in (*REFERRAL_STEPS, *CASE_STEPS)}


def missing(step: Step, facts: CaseFacts | ReferralFacts) -> list[Unmet]:
    """Return everything that keeps a step from being taken now: its state, each unmet guard, each own rule."""
    found = unmet(step.guards, facts)
    if isinstance(facts, CaseFacts):
        found += own_unmet(step, facts)
    return found if facts.subject.state in step.sources else [wrong_state(step.sources, facts), *found]


def wrong_state(sources: Sequence[str], facts: CaseFacts | ReferralFacts) -> Unmet:
    """Return the refusal of what is done at these states only."""
    places = ", ".join(facts.names_of(sources))
    return Unmet(
        id="right_state",
        rule="3.5",
        sentence=_now(
            "This is done when a case or referral is at: {places}. This one is at: {state}."
        ).format(places=places, state=facts.state_label),
        source=_now("The lifecycle of a case"),
        remedy=_now("Go back; the page says what is next and what is still missing."),
    )
