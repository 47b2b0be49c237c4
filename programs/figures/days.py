"""Days between two moments of a case, as days of the calendar where the program is."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Least, TruncDate
from django.utils.translation import gettext_lazy as _

from programs.figures.cases import ended_in
from programs.figures.definitions import DEFINITIONS
from programs.figures.periods import Period
from programs.figures.tables import Row, row
from programs.models import Contact, MediationCase, Referral, Session
from programs.models.contact import Result
from programs.models.session import SessionState

NINE_IN_TEN = 0.9


class Percentile(Aggregate):
    """The smallest value that at least a share of all does not pass: always one of the values, never between two."""

    function = "percentile_disc"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()

    def __init__(self, expression: Any, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)


class DaysBetween(Func):
    """The second date less the first, as PostgreSQL does: a whole number."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class Noon(Func):
    """The middle of a day, where the program is."""

    template = "timezone(%(expressions)s + TIME '12:00')"
    output_field = DateTimeField()

    def __init__(self, zone: ZoneInfo, day: str) -> None:
        super().__init__(Value(zone.key), F(day))


def _rows(name: str, found: QuerySet[Any], begins: str, ends: str, zone: ZoneInfo) -> list[Row]:
    days = DaysBetween(TruncDate(ends, tzinfo=zone), TruncDate(begins, tzinfo=zone))
    counted = found.annotate(days=days).aggregate(
        n=Count("pk"), half=Percentile("days", 0.5), most=Percentile("days", NINE_IN_TEN)
    )
    most = Row(DEFINITIONS[name], counted["most"], None, "nine_in_ten", _("Nine in ten within"))
    return [row(name, counted["half"], counted["n"]), most]


def table_rows(period: Period, zone: ZoneInfo) -> list[Row]:
    """Return the median of days, and within how many nine in ten came, for the four distances of a case."""
    begins, ends = period.bounds(zone)
    decided = Referral.objects.real().filter(decided_at__gte=begins, decided_at__lt=ends)
    reached = Contact.objects.filter(participant__case=OuterRef("pk"), result=Result.REACHED)
    held = Session.objects.filter(case=OuterRef("pk"), state=SessionState.HELD)
    cases = MediationCase.objects.real().annotate(
        reached_at=Subquery(_first(reached, "participant__case", "made_at")),
        session=Subquery(_first(held, "case", "starts_at")),
    )
    # An imported case says the day alone.
    cases = cases.annotate(contact=Least("reached_at", Noon(zone, "first_contact_on")))
    since = "referral__submitted_at"
    rows = _rows("days_to_answer", decided, "submitted_at", "decided_at", zone)
    for name, field in (
        ("days_to_contact", "contact"),
        ("days_to_session", "session"),
        ("days_to_end", "closed_at"),
    ):
        within = cases.filter(**{f"{field}__gte": begins, f"{field}__lt": ends})
        rows += _rows(name, within, since, field, zone)
    return rows


def _first(found: QuerySet[Any], of: str, field: str) -> QuerySet[Any]:
    return found.order_by().values(of).annotate(first=Min(field)).values("first")


def median_to_end(period: Period, zone: ZoneInfo) -> int | None:
    """Return the median of days from the referral to the end, of cases that ended in a period."""
    days = DaysBetween(TruncDate("closed_at", tzinfo=zone), TruncDate("referral__submitted_at", tzinfo=zone))
    found = ended_in(period, zone).annotate(days=days).aggregate(half=Percentile("days", 0.5))
    half: int | None = found["half"]
    return half
