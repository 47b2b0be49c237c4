"""The program beside itself in earlier years: cases, days and cost (3.13). No other program is a fair comparison."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.db.models import Min

from programs.figures.cases import ended_in
from programs.figures.days import median_to_end
from programs.figures.periods import year
from programs.models import Program, Referral

MOST = 6
"""As many years are shown, the latest with them."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Year:
    """One year: cases that ended, the median of their days, what it cost if that is known, and what a case did."""

    number: int
    ended: int
    days: int | None
    cost: Decimal | None

    @property
    def cost_per_case(self) -> Decimal | None:
        if self.cost is None or not self.ended:
            return None
        return (self.cost / self.ended).quantize(CENT, ROUND_HALF_UP)


def years_until(last: int, program: Program, zone: ZoneInfo) -> list[Year]:
    """Return the years up to one, the earliest first: not those before the first referral."""
    first = Referral.objects.real().aggregate(first=Min("submitted_at"))["first"]
    begins = max(last - MOST + 1, first.astimezone(zone).year if first else last)
    return [_of(number, program, zone) for number in range(min(begins, last), last + 1)]


def _of(number: int, program: Program, zone: ZoneInfo) -> Year:
    period = year(number)
    written = program.yearly_costs.get(str(number))
    cost = None if written is None else Decimal(written)
    return Year(number, ended_in(period, zone).count(), median_to_end(period, zone), cost)
