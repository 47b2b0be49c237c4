"""When periods are sealed, and which programs they wait for."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from network.reporting.models import Contributor, Handing, Kind, Period, PeriodState
from tenants.models import State, Tenant

COUNT = "programs.count_figures"
"""The job in each program that counts and hands in (of the layer above)."""
CORRECTED_FOR = timedelta(days=60)
"""How long after a year programs can complete its records before they are counted."""
LATER_MONTHS = (2, 4, 1)
"""Years later, month and day on which new offenses within twelve months are counted: fifteen months after the year."""
ANSWER_WITHIN = timedelta(days=7)
"""After that a program that has not handed in its counts is left out of a period."""
KEPT_FOR = timedelta(days=90)
AT_ONCE = 500
"""Programs that are asked in one transaction."""
COUNTED_STATES = (State.TRIAL, State.ACTIVE, State.RESTRICTED)
"""No job runs in a program of another state."""


def seals_on(kind: str, year: int) -> date:
    """Return the first day on which programs are asked for their counts of a period."""
    if kind == Kind.YEAR:
        return date(year, 12, 31) + CORRECTED_FOR
    years, month, day = LATER_MONTHS
    return date(year + years, month, day)


def is_ready(period: Period, now: datetime) -> bool:
    """Return whether all programs that can answer have, or have had a week for it."""
    if period.state != PeriodState.COUNTING or period.counting_since is None:
        return False
    if now >= period.counting_since + ANSWER_WITHIN:
        return True
    return not not_asked(period).exists() and not period.handings.filter(handed_at=None).exists()


def not_asked(period: Period) -> QuerySet[Tenant]:
    """Return the programs of a period that were not asked yet and in which a job can run."""
    taking = Contributor.objects.of_year(period.year).filter(tenant=OuterRef("pk"))
    asked = Handing.objects.filter(period=period, tenant=OuterRef("pk"))
    able = Tenant.objects.filter(state__in=COUNTED_STATES, suspended_at=None)
    return able.filter(Exists(taking), ~Exists(asked))
