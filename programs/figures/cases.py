"""What became of the cases that ended in a period, as columns of one query: no name and no free text is read."""

from collections import Counter
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from programs.figures.periods import Period
from programs.models import (
    Agreement,
    AgreementItem,
    Contact,
    MediatedMessage,
    MediationCase,
    Participant,
    RestitutionPayment,
    Session,
)
from programs.models.agreement import SIGNED_STATES, AgreementState, ItemKind
from programs.models.case import ClosureReason, TookPart
from programs.models.contact import Purpose, Result
from programs.models.message import OPENED
from programs.models.participant import Role
from programs.models.session import SessionMode, SessionState
from programs.models.survey import Group

MONEY = DecimalField(max_digits=14, decimal_places=2)


class Participation(TextChoices):
    """How the person harmed took part in a case that ended; the first that fits, in this order."""

    DIRECT = "direct", _("Met directly")
    SURROGATE = "surrogate", _("Somebody went in their place")
    INDIRECT = "indirect", _("Indirectly, by messages or in two rooms")
    DECLINED = "declined", _("Declined or withdrew")
    NOT_REACHED = "not_reached", _("Could not be reached")
    INFORMED_ONLY = "informed_only", _("Informed only")


MET = (Participation.DIRECT, Participation.SURROGATE, Participation.INDIRECT)
"""Those in which the two sides met or exchanged messages."""


def ended_in(period: Period, zone: ZoneInfo) -> QuerySet[MediationCase]:
    """Return the cases closed in a period, whatever their state is now; samples never."""
    begins, ends = period.bounds(zone)
    return MediationCase.objects.real().filter(closed_at__gte=begins, closed_at__lt=ends)


def with_outcomes(cases: QuerySet[MediationCase]) -> QuerySet[Any]:
    """Add `has_victim`, `participation`, `agreement_state` and `only_apology` to each case."""
    held = Session.objects.filter(case=OuterRef("pk"), state=SessionState.HELD)
    victims = Participant.objects.filter(case=OuterRef("pk"), role=Role.VICTIM)
    opened = MediatedMessage.objects.filter(case=OuterRef("pk"), state__in=OPENED)
    passed_on = Contact.objects.filter(
        participant__case=OuterRef("pk"), purpose=Purpose.EXCHANGE, result=Result.REACHED
    )
    in_one = held.filter(mode__in=(SessionMode.FACE_TO_FACE, SessionMode.VIDEO_LIVE))
    written = Q(took_part=TookPart.INDIRECT)  # in the file that the case came with
    indirect = (
        written | Q(Exists(held.filter(mode=SessionMode.SHUTTLE))) | Q(Exists(opened)) | Q(Exists(passed_on))
    )
    refused = (ClosureReason.VICTIM_DECLINED, ClosureReason.VICTIM_WITHDREW)
    took_part = Case(
        When(Exists(in_one), then=Value(Participation.DIRECT.value)),
        When(Exists(held.filter(mode=SessionMode.SURROGATE)), then=Value(Participation.SURROGATE.value)),
        When(indirect, then=Value(Participation.INDIRECT.value)),
        When(closure_reason__in=refused, then=Value(Participation.DECLINED.value)),
        When(closure_reason=ClosureReason.VICTIM_UNREACHABLE, then=Value(Participation.NOT_REACHED.value)),
        default=Value(Participation.INFORMED_ONLY.value),
        output_field=CharField(),
    )
    newest = newest_signed(OuterRef("pk"))
    items = AgreementItem.objects.filter(agreement=OuterRef("signed"))
    apology = items.filter(kind=ItemKind.APOLOGY)
    return cases.alias(signed=Subquery(newest.values("pk")[:1])).annotate(
        has_victim=Exists(victims),
        participation=took_part,
        agreement_state=Subquery(newest.values("state")[:1]),
        only_apology=Case(
            When(Q(Exists(apology)) & ~Q(Exists(items.exclude(kind=ItemKind.APOLOGY))), then=Value(1)),
            default=Value(0),
        ),
    )


def newest_signed(case: Any) -> QuerySet[Agreement]:
    """Return the versions of a case's agreement that everybody signed, the newest first."""
    return Agreement.objects.filter(case=case, state__in=SIGNED_STATES).order_by("-version")


def outcomes(cases: QuerySet[MediationCase]) -> Counter[str]:
    """Return what is counted of cases that ended: by participation, and of those that met, by agreement."""
    there = with_outcomes(cases).order_by()
    groups = there.values("has_victim", "participation", "agreement_state", "only_apology").annotate(
        n=Count("pk")
    )
    counted: Counter[str] = Counter()
    for each in groups:
        is_signed = each["agreement_state"] is not None
        is_met = each["has_victim"] and each["participation"] in MET
        held = {
            "ended": True,
            "without_victim": not each["has_victim"],
            f"part_{each['participation']}": each["has_victim"],
            "met": is_met,
            "agreed": is_met and is_signed,
            "signed": is_signed,
            "fulfilled": each["agreement_state"] == AgreementState.FULFILLED,
            "apology": each["only_apology"] == 1,
        }
        counted.update({name: each["n"] for name, holds in held.items() if holds})
    return counted


def with_money(cases: QuerySet[MediationCase]) -> QuerySet[Any]:
    """Add to each case `owed`, what its newest signed agreement promises in money (None for none), and `paid`."""
    nothing = Value(Decimal(0), MONEY)
    newest = Agreement.objects.filter(case=OuterRef("agreement__case"), state__in=SIGNED_STATES)
    items = AgreementItem.objects.filter(
        agreement__case=OuterRef("pk"),
        kind=ItemKind.MONETARY_RESTITUTION,
        agreement=Subquery(newest.order_by("-version").values("pk")[:1]),
    )
    owed = (
        items.order_by()
        .values("agreement__case")
        .annotate(sum=Sum(F("amount") + F("paid_before") - F("forgiven")))
    )
    rows = RestitutionPayment.objects.filter(item__agreement__case=OuterRef("pk"), amount__isnull=False)
    paid = rows.order_by().values("item__agreement__case").annotate(sum=Sum("amount"))
    return cases.annotate(
        owed=Subquery(owed.values("sum"), output_field=MONEY),
        paid=Coalesce(Subquery(paid.values("sum"), output_field=MONEY), nothing),
    )


def money_completed(cases: QuerySet[MediationCase]) -> dict[str, tuple[int, int]]:
    """Return in how many of some cases all the money that was promised was paid, and in how many any was promised.

    The keys are "all", and the groups of surveys: the two sides met or exchanged messages, or they did not.
    """
    there = with_money(with_outcomes(cases))
    promised, complete = Q(owed__isnull=False), Q(paid__gte=F("owed"))
    met = Q(has_victim=True, participation__in=MET)
    groups = {"all": Q(), Group.MEDIATED.value: met, Group.COMPARISON.value: ~met}
    counts = {f"complete_{name}": Count("pk", filter=complete & group) for name, group in groups.items()}
    counts |= {f"promised_{name}": Count("pk", filter=promised & group) for name, group in groups.items()}
    counted = there.aggregate(**counts)
    return {name: (counted[f"complete_{name}"], counted[f"promised_{name}"]) for name in groups}
