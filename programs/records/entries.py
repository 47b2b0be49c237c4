"""Which entries of the audit are asked for: by whom, of what kind, from when to when, about which case."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from amends.accounts.access import PARTICIPANT
from amends.audit.models import AuditEntry
from programs.models import (
    AgreementItem,
    Complaint,
    MediationCase,
    Participant,
    ParticipantLink,
    Referral,
    Session,
)

ON_A_PAGE = 50
BY_A_PARTY = Q(actor__startswith=f"{PARTICIPANT}:")
SYSTEM = "system"
ANONYMOUS = "anonymous"
PARTY = "party"


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by, and what is left out of it (`unseen`).

    `actor` is as the audit writes it, PARTY, or SYSTEM for jobs and commands.
    """

    actor: str = ""
    kind: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    about: Q | None = None
    unseen: Q | None = None


@dataclass(frozen=True)
class Part:
    """A part of the list, the newest entry first; `older` is where the next part begins, None at the end."""

    entries: Sequence[AuditEntry]
    older: int | None


def part_of(wanted: Wanted, *, before: int | None = None) -> Part:
    """Return the newest entries that are wanted, of those before the number `before`.

    A part begins after a number, not after a count: the last costs what the first does.
    """
    entries = entries_of(wanted)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    found = list(entries[: ON_A_PAGE + 1])
    return Part(found[:ON_A_PAGE], found[ON_A_PAGE - 1].seq if len(found) > ON_A_PAGE else None)


def entries_of(wanted: Wanted) -> QuerySet[AuditEntry]:
    """Return all the entries that are wanted, the newest first."""
    # PostgreSQL cannot know how few entries are about one case, and would read all of them from the newest on in the
    # hope of many. An order that no index gives makes it look in the indexes of what they are about.
    newest_first = F("seq").desc() if wanted.about is None else (F("seq") + 0).desc()
    return AuditEntry.objects.filter(_condition(wanted)).defer("prev", "hash").order_by(newest_first)


def _condition(wanted: Wanted) -> Q:
    condition = wanted.about if wanted.about is not None else Q()
    if wanted.unseen is not None:
        # By number: of an entry without a list of keys PostgreSQL does not know whether a key is not in it.
        condition &= ~Q(seq__in=AuditEntry.objects.filter(wanted.unseen).values("seq"))
    if wanted.actor == SYSTEM:
        condition &= ~Q(actor__startswith="accounts.user:") & ~Q(actor=ANONYMOUS) & ~BY_A_PARTY
    elif wanted.actor == PARTY:
        condition &= BY_A_PARTY
    elif wanted.actor:
        condition &= Q(actor=wanted.actor)
    if wanted.kind:
        condition &= Q(kind=wanted.kind)
    if wanted.first:
        condition &= Q(at__gte=_midnight(wanted.first))
    if wanted.last:
        condition &= Q(at__lt=_midnight(wanted.last + dt.timedelta(days=1)))
    return condition


def _midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins in the time zone that is current, the program's."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def about_case(case: MediationCase) -> Q:
    """Return the condition of an entry about a case: itself, its referral, people, sessions and items of agreements.

    Five queries. An entry about a list holds the keys of its rows; an index of these finds it.
    """
    below = {
        Participant: Participant.objects.filter(case=case),
        ParticipantLink: ParticipantLink.objects.filter(participant__case=case),
        Session: Session.objects.filter(case=case),
        AgreementItem: AgreementItem.objects.filter(agreement__case=case),
    }
    keys = {model: list(rows.values_list("pk", flat=True)) for model, rows in below.items()}
    return _about({MediationCase: [case.pk], Referral: [case.referral_id], **keys})


def about_referral(referral: Referral) -> Q:
    """Return the condition of an entry about a referral that is no case yet, or never became one."""
    people = list(Participant.objects.filter(referral=referral).values_list("pk", flat=True))
    return _about({Referral: [referral.pk], Participant: people})


def about_hidden_complaints(user: Any) -> Q | None:
    """Return the condition of an entry about a complaint that this person must not know of; None for no such one."""
    visible = Complaint.objects.visible_to(user).values("pk")
    hidden = list(Complaint.objects.exclude(pk__in=visible).values_list("pk", flat=True))
    return _about({Complaint: hidden}) if hidden else None


def _about(keys: dict[Any, list[Any]]) -> Q:
    condition = Q()
    for model, found in keys.items():
        condition |= Q(object_type=model._meta.label_lower, object_id__in=[str(key) for key in found])
    every = [str(key) for found in keys.values() for key in found]
    return condition | Q(object_id="", facts__ids__has_any_keys=every)
