"""The tables of a report, each from a few aggregate queries, however many cases there are."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.utils.translation import gettext_lazy as _

from programs.figures.cases import MET, Participation, ended_in, money_completed, newest_signed, outcomes
from programs.figures.days import table_rows
from programs.figures.periods import Period
from programs.figures.tables import Table, parts, row
from programs.models import (
    Agreement,
    AgreementItem,
    Contact,
    MediatorAssignment,
    MediatorBooking,
    Offence,
    Participant,
    Referral,
    RestitutionPayment,
    Session,
)
from programs.models.agreement import SIGNED_STATES, ItemKind
from programs.models.case import ClosureReason
from programs.models.participant import Role
from programs.models.referral import (
    DeclineReason,
    OffenceClass,
    OffenceGrade,
    ReferralStage,
    ReferralState,
    ReferrerClass,
)
from programs.models.session import NotHeldReason, SessionMode, SessionState
from programs.models.survey import Group

ANSWERED = (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.FORWARDED)
NOTHING = Decimal(0)
AGES = (("minor", _("Under 18")), ("adult", _("18 or older")), ("unknown", _("Age not known")))
MINUTES = 60


def referrals(period: Period, zone: ZoneInfo) -> Table:
    """Return what came in: by stage, referrer, offence and age of the person responsible, and what was decided."""
    begins, ends = period.bounds(zone)
    came = Referral.objects.real().filter(submitted_at__gte=begins, submitted_at__lt=ends)
    came = came.exclude(state=ReferralState.DRAFT)
    counted = came.aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(state__in=ANSWERED)),
        accepted=Count("pk", filter=Q(state=ReferralState.ACCEPTED)),
        declined=Count("pk", filter=Q(state=ReferralState.DECLINED)),
    )
    charged = Offence.objects.filter(referral__in=came)
    offences, grades = _by(charged, "offence_class"), _by(charged, "grade", Count("referral", distinct=True))
    declined = _by(came.filter(state=ReferralState.DECLINED), "decline_reason")
    return Table(
        "referrals",
        _("Referrals"),
        (
            row("referrals_received", counted["received"]),
            *parts("referrals_received", _by(came, "stage"), ReferralStage.choices, under="stage:"),
            *parts("referrals_received", _by(came, "referrer_class"), ReferrerClass.choices, under="from:"),
            *parts("referrals_received", offences, OffenceClass.choices, under="offence:"),
            *parts("referrals_received", grades, OffenceGrade.choices, under="grade:"),
            *parts("referrals_received", _ages(came), AGES, under="age:"),
            row("referrals_accepted", counted["accepted"], counted["answered"]),
            row("referrals_declined", counted["declined"], counted["answered"]),
            *parts("referrals_declined", declined, DeclineReason.choices, counted["answered"]),
        ),
    )


def endings(period: Period, zone: ZoneInfo) -> list[Table]:
    """Return how cases ended, how the persons harmed took part, and what came of the agreements."""
    cases = ended_in(period, zone)
    counted = outcomes(cases)
    with_victim = counted["ended"] - counted["without_victim"]
    took_part = {each: counted[f"part_{each}"] for each in Participation.values}
    met = sum(took_part[each] for each in MET)
    reasons = _by(cases, "closure_reason")
    paid = money_completed(cases)
    return [
        Table(
            "participation",
            _("How cases ended"),
            (
                row("cases_ended", counted["ended"]),
                row("participation", met, with_victim),
                *parts("participation", took_part, Participation.choices, with_victim),
                row("without_victim", counted["without_victim"]),
                *parts("closure", reasons, ClosureReason.choices, counted["ended"]),
            ),
        ),
        Table(
            "agreements",
            _("Agreements"),
            (
                row("agreements_reached", counted["agreed"], counted["met"]),
                row("agreements_fulfilled", counted["fulfilled"], counted["signed"]),
                row("apology_only", counted["apology"], counted["signed"]),
                row("money_completed", *paid["all"]),
                *(row(f"money_completed_{group}", *paid[group]) for group in Group.values),
            ),
        ),
    ]


def sessions(period: Period, zone: ZoneInfo) -> Table:
    """Return what was held, by mode, and what was not, by reason."""
    there = _within(period, zone, Session.objects.filter(case__is_sample=False), "starts_at")
    held, not_held = there.filter(state=SessionState.HELD), there.filter(state=SessionState.NOT_HELD)
    modes, reasons = _by(held, "mode"), _by(not_held, "not_held_reason")
    return Table(
        "sessions",
        _("Sessions"),
        (
            row("sessions_held", sum(modes.values())),
            *parts("sessions_held", modes, SessionMode.choices),
            row("sessions_not_held", sum(reasons.values())),
            *parts("sessions_not_held", reasons, NotHeldReason.choices),
        ),
    )


def making_good(period: Period, zone: ZoneInfo) -> Table:
    """Return money and hours: what agreements of the period promise, and what was paid and worked in it."""
    begins, ends = period.bounds(zone)
    signed = Agreement.objects.filter(case__is_sample=False, state__in=SIGNED_STATES).order_by()
    first = signed.values("case").annotate(first=Min("signed_at")).filter(first__gte=begins, first__lt=ends)
    newest = newest_signed(OuterRef("agreement__case")).values("pk")[:1]
    items = AgreementItem.objects.filter(agreement__case__in=first.values("case"), agreement=Subquery(newest))
    agreed = {
        each["kind"]: each
        for each in items.order_by()
        .values("kind")
        .annotate(
            money=Sum(F("amount") + F("paid_before") - F("forgiven")),
            work=Sum(F("hours") + F("paid_before") - F("forgiven")),
        )
    }
    rows = RestitutionPayment.objects.filter(item__agreement__case__is_sample=False)
    rows = rows.filter(paid_on__gte=period.first, paid_on__lte=period.last)
    done = {
        each["item__kind"]: each
        for each in rows.order_by().values("item__kind").annotate(money=Sum("amount"), work=Sum("hours"))
    }

    def of(found: dict[str, Any], kind: str, what: str) -> Decimal:
        return found.get(kind, {}).get(what) or NOTHING

    return Table(
        "making_good",
        _("Making good"),
        (
            row("money_agreed", of(agreed, ItemKind.MONETARY_RESTITUTION, "money")),
            row("money_paid", of(done, ItemKind.MONETARY_RESTITUTION, "money")),
            row("hours_personal_agreed", of(agreed, ItemKind.SERVICE_TO_VICTIM, "work")),
            row("hours_personal_done", of(done, ItemKind.SERVICE_TO_VICTIM, "work")),
            row("hours_community_agreed", of(agreed, ItemKind.COMMUNITY_SERVICE, "work")),
            row("hours_community_done", of(done, ItemKind.COMMUNITY_SERVICE, "work")),
        ),
    )


def time_taken(period: Period, zone: ZoneInfo) -> Table:
    """Return the medians of days between the moments of a case."""
    said = _(
        "Days of the calendar, where the program is: half of the cases took no longer than the first number."
    )
    return Table("time", _("Time"), tuple(table_rows(period, zone)), said)


def mediators(period: Period, zone: ZoneInfo) -> Table:
    """Return how many mediators were at work, and the hours of sessions and contacts."""
    begins, ends = period.bounds(zone)
    assigned = MediatorAssignment.objects.filter(case__is_sample=False, assigned_at__lt=ends)
    assigned = assigned.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=begins))
    assigned = assigned.exclude(case__closed_at__lt=begins)
    minutes = contacts_in(period, zone).aggregate(sum=Sum("minutes"))["sum"] or 0
    return Table(
        "mediators",
        _("Mediators"),
        (
            row("active_mediators", assigned.aggregate(n=Count("mediator", distinct=True))["n"]),
            row("hours_in_sessions", hours(session_time(period, zone))),
            row("hours_of_contacts", hours(timedelta(minutes=minutes))),
        ),
    )


def contacts_in(period: Period, zone: ZoneInfo) -> QuerySet[Contact]:
    """Return the contacts of a period with people of real cases and referrals."""
    real = Contact.objects.exclude(participant__case__is_sample=True)
    return _within(period, zone, real.exclude(participant__referral__is_sample=True), "made_at")


def session_time(period: Period, zone: ZoneInfo, **narrowed: Any) -> timedelta:
    """Return how long mediators sat in sessions that were held in a period, all of them together."""
    booked = MediatorBooking.objects.filter(
        session__state=SessionState.HELD, session__case__is_sample=False, **narrowed
    )
    length = ExpressionWrapper(F("session__ends_at") - F("session__starts_at"), output_field=DurationField())
    found = _within(period, zone, booked, "session__starts_at").aggregate(sum=Sum(length))["sum"]
    return found or timedelta()


def hours(length: timedelta) -> Decimal:
    """Return a length of time in hours, to the tenth."""
    return (Decimal(int(length.total_seconds())) / (MINUTES * MINUTES)).quantize(Decimal("0.1"))


def _within(period: Period, zone: ZoneInfo, found: QuerySet[Any], field: str) -> QuerySet[Any]:
    begins, ends = period.bounds(zone)
    return found.filter(**{f"{field}__gte": begins, f"{field}__lt": ends})


def _by(found: QuerySet[Any], field: str, counted_as: Any = None) -> dict[str, int]:
    counted: Iterable[dict[str, Any]] = found.order_by().values(field).annotate(n=counted_as or Count("pk"))
    return {each[field]: each["n"] for each in counted}


def _ages(came: QuerySet[Referral]) -> dict[str, int]:
    """Count referrals by the age of the persons responsible; with several, one who is under 18 decides."""
    responsible = Participant.objects.filter(role=Role.OFFENDER, referral=OuterRef("pk")).order_by()
    young = Subquery(responsible.filter(is_minor=True).values("pk")[:1])
    grown = Subquery(responsible.filter(is_minor=False).values("pk")[:1])
    there = came.annotate(young=young, grown=grown)
    counted: dict[str, int] = there.aggregate(
        minor=Count("pk", filter=Q(young__isnull=False)),
        adult=Count("pk", filter=Q(young__isnull=True, grown__isnull=False)),
        unknown=Count("pk", filter=Q(young__isnull=True, grown__isnull=True)),
    )
    return counted
