"""Which days figures are about: whole days in the program's zone, the first and the last with them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

MONTHS = 12
QUARTER = 3


@dataclass(frozen=True, order=True)
class Period:
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on the day that it begins on, or later.")

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first moment of the period, and the first one after it."""
        ends = self.last + timedelta(days=1)
        return datetime.combine(self.first, time.min, zone), datetime.combine(ends, time.min, zone)

    @property
    def months(self) -> int:
        """Return how many whole months it is; 0 where it begins or ends within one."""
        if self.first.day != 1 or self.last.day != monthrange(self.last.year, self.last.month)[1]:
            return 0
        return (self.last.year - self.first.year) * MONTHS + self.last.month - self.first.month + 1

    @property
    def before(self) -> "Period":
        """Return the period before this one: as many whole months, or as many days."""
        ends = self.first - timedelta(days=1)
        if not self.months:
            return Period(ends - (self.last - self.first), ends)
        begins = self.first.year * MONTHS + self.first.month - 1 - self.months
        return Period(date(begins // MONTHS, begins % MONTHS + 1, 1), ends)

    @property
    def label(self) -> str:
        """Return it in words: a year, a quarter, or its two days."""
        if self == year(self.first.year):
            return str(self.first.year)
        if self.months == QUARTER and self.first.month % QUARTER == 1:
            number = self.first.month // QUARTER + 1
            return _("Quarter %(number)s of %(year)s") % {"number": number, "year": self.first.year}
        first, last = (date_format(day, "DATE_FORMAT") for day in (self.first, self.last))
        return _("%(first)s to %(last)s") % {"first": first, "last": last}


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number, MONTHS, 31))


def quarter(year: int, number: int) -> Period:
    """Return a quarter of a calendar year; the first is number 1."""
    month = number * QUARTER
    return Period(date(year, month - 2, 1), date(year, month, monthrange(year, month)[1]))


def quarter_of(day: date) -> Period:
    """Return the quarter that a day is in."""
    return quarter(day.year, (day.month - 1) // QUARTER + 1)
