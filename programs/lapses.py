"""Mediators who no longer meet what their live cases ask of them (N3, N4): found by query, never by a job.

The guards judge one mediator of one case (`programs.guards.standing`); this finds the cases of all of them in one
query for each policy that a case works by. A test holds that both say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from programs.facts import CaseFacts
from programs.guards import Unmet, unmet
from programs.guards.standing import LEVELS, months_before
from programs.models import MediationCase, Mediator, MediatorAssignment, Program
from programs.models.case import STAFF_STATES
from programs.policy.document import Policy
from programs.policy.vocabulary import Level

CURRENT = ("level_enough", "trained_enough", "supervision_current", "practice_observed", "background_checked")
"""The guards of a mediator's training; each of them can refuse later what it let through before."""

AHEAD = timedelta(days=30)
"""How long before the day a mediator is told that something of theirs runs out."""


def of_case(facts: CaseFacts) -> list[Unmet]:
    """Return what the mediators of a live case no longer meet; nothing in a case that is over."""
    return unmet(CURRENT, facts) if facts.case.state in STAFF_STATES else []


def with_a_lapse(cases: Any, program: Program, today: date) -> Any:
    """Return those live cases of these whose mediator no longer meets the policy that the case works by."""
    live = MediatorAssignment.objects.live().filter(case__state__in=STAFF_STATES)
    rows = live.annotate(
        supervised=Coalesce("mediator__supervised_on", "mediator__since"),
        observed=Coalesce("mediator__observed_on", "mediator__since"),
    )
    versions = MediationCase.objects.still_open().order_by().values_list("policy", flat=True).distinct()
    lapsed = Q(pk__in=[])
    for version in versions:
        policy = program.policy_of(MediationCase(policy_id=version))
        lapsed |= Q(case__policy=version) & _lapsed(policy, today)
    return cases.filter(pk__in=rows.filter(lapsed).values("case"))


def _lapsed(policy: Policy, today: date) -> Q:
    """Return what the guards of training refuse, as a condition on assignments."""
    found = (
        Q(mediator__level__in=LEVELS[: LEVELS.index(Level(policy.level))])
        | Q(mediator__training_hours__lt=policy.training_hours)
        | Q(supervised__lt=today - timedelta(weeks=policy.supervision_weeks))
        | Q(observed__lt=months_before(today, policy.observation_months))
    )
    if policy.needs_background_check:
        found |= Q(mediator__checked_until=None) | Q(mediator__checked_until__lt=today)
    return found


@dataclass(frozen=True)
class RunsOut:
    """One thing that a mediator needs, and the last day on which it counts; None: it does not count at all."""

    what: str
    last_day: date | None
    is_over: bool


def running_out(mediator: Mediator, program: Program, today: date) -> list[RunsOut]:
    """Return what of a mediator's has run out or does so within thirty days, by the strictest of their policies.

    These are the policies of their live cases, and the one by which the next case will work.
    """
    cases = MediationCase.objects.still_open().filter(
        assignments__mediator=mediator, assignments__ended_at=None
    )
    policies = {id(each): each for each in map(program.policy_of, cases.only("policy"))}
    policies[id(program.policy)] = program.policy
    found = []
    for what, days in _last_days(mediator, policies.values()).items():
        last = None if None in days else min(day for day in days if day is not None)
        if last is None or last <= today + AHEAD:
            found.append(RunsOut(what, last, last is None or last < today))
    return found


def _last_days(mediator: Mediator, policies: Iterable[Policy]) -> dict[str, list[date | None]]:
    """Return until when each thing counts, by each policy; None where it does not count at all."""
    found: dict[str, list[date | None]] = {}
    for policy in policies:
        weeks = timedelta(weeks=policy.supervision_weeks)
        found.setdefault(_("Supervision"), []).append(mediator.supervised_last + weeks)
        last = _last_day_within(mediator.observed_last, policy.observation_months)
        found.setdefault(_("Observation of practice"), []).append(last)
        if policy.needs_background_check:
            found.setdefault(_("Background check"), []).append(mediator.checked_until)
        if mediator.training_hours < policy.training_hours:
            found.setdefault(_("Hours of training"), []).append(None)
        if LEVELS.index(Level(mediator.level)) < LEVELS.index(Level(policy.level)):
            found.setdefault(_("Level of training"), []).append(None)
    return found


def _last_day_within(day: date, months: int) -> date:
    """Return the last day on which `day` is no longer ago than so many months."""
    last = day + timedelta(days=28 * months)
    while months_before(last + timedelta(days=1), months) <= day:
        last += timedelta(days=1)
    return last
