"""What a draft would do to the cases that are open and to the referrals that wait, before it is published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from programs.facts import CaseFacts, ReferralFacts, facts_of_many
from programs.guards import Unmet, unmet
from programs.models import MediationCase, Program, Referral
from programs.policy.document import Policy
from programs.rules.stopping import own_unmet
from programs.steps import CASE_STEPS, REFERRAL_STEPS, Step, leads_on


@dataclass(frozen=True)
class Effect:
    """What would be different for one case or referral on its way forward."""

    subject: MediationCase | Referral
    blocked_by: list[Unmet]
    """What would newly stand in its way."""
    freed_from: list[Unmet]
    """What would stand in its way no more."""
    state: str
    """Where it is, as the program calls that."""


def effects_of(policy: Policy, program: Program, now: datetime) -> list[Effect]:
    """Return every case and referral for which `policy` changes what stands in the way, the blocked first.

    The number of queries grows neither with the cases nor with the rules.
    """
    cases = facts_of_many(MediationCase.objects.still_open(), program, now)
    referrals = [
        ReferralFacts(referral=each, program=program, now=now)
        for each in Referral.objects.waiting().prefetch_related("offences", "participants")
    ]
    everything: list[CaseFacts | ReferralFacts] = [*cases, *referrals]
    found = (_effect(facts, facts.under(policy)) for facts in everything)
    return sorted((each for each in found if each), key=lambda each: not each.blocked_by)


def _effect(before: Any, after: Any) -> Effect | None:
    steps = _on_the_way(before)
    was, would = (_in_the_way(steps, facts) for facts in (before, after))
    blocked = [each for name, each in would.items() if name not in was]
    freed = [each for name, each in was.items() if name not in would]
    return Effect(before.subject, blocked, freed, str(before.state_label)) if blocked or freed else None


def _on_the_way(facts: Any) -> list[Step]:
    state = facts.subject.state
    steps = CASE_STEPS if isinstance(facts, CaseFacts) else REFERRAL_STEPS
    return [step for step in steps if state in step.sources and leads_on(step, state)]


def _in_the_way(steps: list[Step], facts: Any) -> dict[str, Unmet]:
    guards = dict.fromkeys(guard for step in steps for guard in step.guards)
    own = [each for step in steps for each in own_unmet(step, facts)] if isinstance(facts, CaseFacts) else []
    return {each.id: each for each in (*unmet(guards, facts), *own)}
