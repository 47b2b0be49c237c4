"""Which closed cases are due by a rule: one query for each rule, however many cases there are (T1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from programs.guards.standing import months_before
from programs.ledger.lines import lines_of
from programs.models import (
    Agreement,
    Contact,
    MediationCase,
    Offence,
    Participant,
    Program,
    RestitutionPayment,
    RetentionStep,
)
from programs.models.agreement import AgreementState
from programs.models.case import GROUP_OF, CaseState
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.retention import RetentionKind
from programs.retention.declared import (
    ADULT,
    ANY,
    CLOSED,
    DESTROYS,
    FULFILLED,
    LAST_CONTACT,
    SEAL,
    KeepingRule,
)

OVER = {SEAL: (CaseState.CLOSED,), **dict.fromkeys(DESTROYS, (CaseState.CLOSED, CaseState.SEALED))}
"""From which states each thing may be done to a case."""


def due_by(rule: KeepingRule, program: Program, today: date) -> QuerySet[Any]:
    """Return the cases that are due by a rule and of which nobody has said so yet, with the day as `counted_from`.

    Those that are sealed are among them inside `seeing_sealed` only. At the end of a month a case can be due up to
    three days late, never early.
    """
    cases = MediationCase.objects.filter(state__in=OVER[rule.action])
    if rule.jurisdiction and rule.jurisdiction != program.policy.jurisdiction:
        return cases.none()
    steps = RetentionStep.objects.filter(case=OuterRef("pk"))
    said = steps.running().filter(kind=rule.action)
    destroyed = steps.filter(kind__in=DESTROYS).exclude(done_at=None)
    cases = cases.exclude(Exists(said)).exclude(Exists(destroyed))
    if rule.groups:
        reasons = [reason for reason, group in GROUP_OF.items() if group in rule.groups]
        cases = cases.filter(closure_reason__in=reasons)
    if rule.offences:
        about = Offence.objects.filter(referral=OuterRef("referral"), offence_class__in=rule.offences)
        cases = cases.filter(Exists(about))
    if rule.age != ANY:
        cases = _of_age(cases, rule)
    cases = _counted(cases, rule, program)
    return cases.filter(counted_from__lte=months_before(today, rule.months)).order_by("counted_from", "pk")


def _of_age(cases: Any, rule: KeepingRule) -> Any:
    responsible = Participant.objects.filter(case=OuterRef("pk"), role__in=RESPONSIBLE_SIDE)
    if rule.age == ADULT:
        return cases.filter(Exists(responsible)).exclude(
            Exists(responsible.exclude(is_minor=False))  # who is not known to be of age
        )
    return cases.filter(Exists(responsible.filter(is_minor=True)))


def _counted(cases: Any, rule: KeepingRule, program: Program) -> Any:
    """Give each case the day from which a rule counts; those without one are left out."""
    closed = TruncDate("closed_at", tzinfo=program.zone)
    if rule.clock == CLOSED:
        return cases.annotate(counted_from=closed)
    if rule.clock == LAST_CONTACT:
        made = Contact.objects.filter(participant__case=OuterRef("pk")).order_by("-made_at")
        day = Subquery(made.values(day=TruncDate("made_at", tzinfo=program.zone))[:1])
        return cases.annotate(counted_from=Coalesce(day, closed))
    if rule.clock == FULFILLED:
        latest = Agreement.objects.filter(case=OuterRef("pk")).order_by("-version")
        paid = RestitutionPayment.objects.filter(item__agreement__case=OuterRef("pk")).order_by("-paid_on")
        cases = cases.annotate(_agreement=Subquery(latest.values("state")[:1]))
        cases = cases.filter(_agreement=AgreementState.FULFILLED)
        return cases.annotate(counted_from=Coalesce(Subquery(paid.values("paid_on")[:1]), closed))
    text = KeyTextTransform(rule.clock, F("own_values"))
    return cases.annotate(counted_from=Cast(text, DateField()))


@dataclass(frozen=True)
class Standing:
    """What guards of several cases look at, read for all of them together."""

    owing: frozenset[Any]
    held: frozenset[Any]


def standing_of(cases: Iterable[MediationCase]) -> Standing:
    """Return which of these cases owe restitution still, and which are held; a few queries for all of them."""
    there = list(cases)
    lines = lines_of(there)
    holds = RetentionStep.objects.filter(case__in=there, kind=RetentionKind.HOLD).running()
    return Standing(
        owing=frozenset(key for key, items in lines.items() if any(item.outstanding() > 0 for item in items)),
        held=frozenset(holds.values_list("case", flat=True)),
    )
