"""The demonstration's figures across programs: invented counts, handed in and released as real ones are.

Twelve programs and more take part from two years ago on, in Minnesota and Wisconsin; of Wisconsin only four, so that
its figures are withheld, and the page says why. Nobody counted these cases, and no case is behind them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from amends import audit
from network.oversight.models import Network
from network.reporting import intake
from network.reporting.actions import hear_contributor, open_periods, release_period
from network.reporting.models import Handing, Kind, Period, PeriodState
from network.reporting.periods import seals_on
from network.reporting.plan import LEGAL_STAGES, MET, MODES, OFFENCES, QUARTERS, STAGES
from tenants.context import as_owner
from tenants.models import Tenant

YEARS = 2
"""How many sealed years there are."""
BEFORE_CONSENT = 0
"""The number of what these programs say: whatever one of them really says later is newer."""
FEWEST_CASES, MOST_CASES = 55, 140
OF_STAGES = (5, 17, 15, 4, 9, 50)
OF_OFFENCES = (38, 22, 24, 6, 10)
OF_LEGAL_STAGES = (34, 22, 24, 10, 2, 8)
OF_MODES = (78, 8, 14)
OF_RESTITUTION = {"agreed": (18, 22, 48, 12), "completed": (24, 0, 1, 75)}
"""None, unpaid, part, full; where there is no agreement, none."""
JUVENILE, ANSWERS = 0.78, 0.66
SATISFIED = {"victim_satisfied": 0.81, "offender_satisfied": 0.86}
OF_FEAR = (46, 44, 10)
KNOWN, AGAIN = 0.8, 0.19

Counts = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True)
class Part:
    """A program that takes part: where it counts, and of which kind it is."""

    tenant: Tenant
    region: str
    network: Network
    type: str


def publish_figures(parts: Iterable[Part], now: datetime) -> None:
    """Have programs take part, and the last years released that are due; what is there already stays."""
    parts = list(parts)
    last = max(year for year in range(now.year - 3, now.year) if seals_on(Kind.YEAR, year) < now.date())
    first = last - YEARS + 1
    with as_owner():
        with audit.gathering(), transaction.atomic():
            for part in parts:
                hear_contributor(actor=None, tenant=part.tenant, said=_said(part, first), now=now)
        with audit.gathering(), transaction.atomic():
            open_periods(actor=None, today=now.date())
        due = Period.objects.exclude(state=PeriodState.SEALED).filter(seals_on__lt=now.date())
        for period in due.order_by("year", "-kind"):
            _release(period, parts)


def _said(part: Part, first: int) -> dict[str, Any]:
    return {
        "version": BEFORE_CONSENT,
        "words": 1,
        "region": part.region,
        "network": part.network.pk,
        "first_year": first,
        "last_year": None,
        "given_at": datetime(first - 1, 11, 3, 15, tzinfo=UTC),
    }


def _release(period: Period, parts: Iterable[Part]) -> None:
    """Hand in for everybody, and release. No job asks them: it would count the few cases that they really have."""
    asked_at = datetime.combine(period.seals_on, time(6), tzinfo=UTC)
    with transaction.atomic():
        Period.objects.filter(pk=period.pk).update(state=PeriodState.COUNTING, counting_since=asked_at)
        Handing.objects.bulk_create(
            [Handing(period=period, tenant=part.tenant, asked_at=asked_at) for part in parts],
            ignore_conflicts=True,
        )
    for part in parts:
        counts = invented(part, period.year, period.kind)
        intake.hand_in(period_id=period.pk, tenant_id=part.tenant.pk, kind=period.kind, counts=counts)
    with audit.gathering():
        release_period(actor=None, period=period, now=min(asked_at + timedelta(days=8), timezone.now()))


def invented(part: Part, year: int, kind: str) -> Counts:
    """Return a program's invented counts of a year; the same cases whenever they are asked for."""
    chance = Random(f"{part.tenant.slug}/{year}")  # noqa: S311 - invented cases, no secret
    counts: Counts = {}
    tables = {table.id for table in intake.tables_of(kind)}
    for _number in range(chance.randint(FEWEST_CASES, MOST_CASES)):
        for table, (row, column) in _case(part, chance).items():
            if table in tables:
                cells = counts.setdefault(table, {}).setdefault(row, {})
                cells[column] = cells.get(column, 0) + 1
    return counts


def _case(part: Part, chance: Random) -> Mapping[str, tuple[str, str]]:
    """Return in which cell of each table an invented case stands."""
    stage = chance.choices(STAGES, OF_STAGES)[0]
    age = "juvenile" if chance.random() < JUVENILE else "adult"
    met = stage in MET
    answered = met and chance.random() < ANSWERS
    restitution = chance.choices(("none", "unpaid", "part", "full"), OF_RESTITUTION.get(stage, (1, 0, 0, 0)))
    fear = chance.choices(("less", "same", "more"), OF_FEAR)[0] if answered else "no_answer"
    again = "yes" if chance.random() < AGAIN else "no"
    said = {
        name: (age, ("yes" if chance.random() < share else "no") if answered else "no_answer")
        for name, share in SATISFIED.items()
    }
    return said | {
        "type": (part.type, stage),
        "offence": (chance.choices(OFFENCES, OF_OFFENCES)[0], stage),
        "age": (age, stage),
        "legal_stage": (chance.choices(LEGAL_STAGES, OF_LEGAL_STAGES)[0], stage),
        "mode": (chance.choices(MODES[:3], OF_MODES)[0] if met else "none", stage),
        "quarter": (chance.choice(QUARTERS), stage),
        "restitution": (age, restitution[0]),
        "fear": ("all", fear),
        "new_offence": (age, again if chance.random() < KNOWN else "not_known"),
    }
