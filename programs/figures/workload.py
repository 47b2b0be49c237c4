"""What each mediator carries: for those who run the program, never for comparing people in a report."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum

from programs.figures.counting import contacts_in, hours
from programs.figures.periods import Period
from programs.models import Mediator, MediatorAssignment, MediatorBooking
from programs.models.case import STAFF_STATES
from programs.models.session import SessionState


@dataclass(frozen=True)
class Load:
    """One mediator: open cases now, sessions held in the period, and hours in it."""

    name: str
    open_cases: int
    sessions: int
    session_hours: Decimal
    contact_hours: Decimal


def loads(period: Period, zone: ZoneInfo) -> list[Load]:
    """Return the mediators who carry something now or did in the period, by name."""
    begins, ends = period.bounds(zone)
    live = MediatorAssignment.objects.live().filter(case__is_sample=False, case__state__in=STAFF_STATES)
    cases = _by(live.values("mediator").annotate(n=Count("pk")))
    length = ExpressionWrapper(F("session__ends_at") - F("session__starts_at"), output_field=DurationField())
    held = MediatorBooking.objects.filter(
        session__state=SessionState.HELD,
        session__case__is_sample=False,
        session__starts_at__gte=begins,
        session__starts_at__lt=ends,
    )
    sat = {
        each["mediator"]: each for each in held.values("mediator").annotate(n=Count("pk"), time=Sum(length))
    }
    said = contacts_in(period, zone).order_by().values("recorded_by").annotate(n=Sum("minutes"))
    minutes = {each["recorded_by"]: each["n"] for each in said}
    carrying = Q(pk__in=[*cases, *sat]) | Q(pk__in=[pk for pk, spent in minutes.items() if pk and spent])
    return [
        Load(
            name=str(mediator),
            open_cases=cases.get(mediator.pk, 0),
            sessions=sat[mediator.pk]["n"] if mediator.pk in sat else 0,
            session_hours=hours(sat[mediator.pk]["time"] if mediator.pk in sat else timedelta()),
            contact_hours=hours(timedelta(minutes=minutes.get(mediator.pk) or 0)),
        )
        for mediator in sorted(
            Mediator.objects.filter(carrying).select_related("user"), key=lambda each: str(each).casefold()
        )
    ]


def _by(counted: Any) -> dict[Any, int]:
    return {each["mediator"]: each["n"] for each in counted}
