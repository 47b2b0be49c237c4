"""A period is released: counts are read, noise is drawn and everything is published, in one transaction, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from amends import audit
from amends.actions import Refused, action
from network.reporting import intake, ledger
from network.reporting.contributors import Withheld
from network.reporting.domains import Place, domains_of, published_before
from network.reporting.intake import Rollup
from network.reporting.models import Cell, Contributor, Kind, Period, PeriodState, Release, ReleaseState
from network.reporting.noise import draw_gaussian
from network.reporting.overlapping import withheld
from network.reporting.periods import is_ready
from network.reporting.plan import GATE_VARIANCE, Level
from network.reporting.preparing import OF_CELLS, prepare
from network.reporting.reasons import NOT_COUNTING, STILL_ASKED
from tenants import faults


@action
def release_period(*, actor: Any, period: Period, now: datetime) -> list[Release]:
    """Seal a period and publish its figures: of each domain a document, or that there is none and why.

    The lock on the period, the unique keys of releases and of the ledger, and one transaction for reading, drawing and
    publishing keep anything from being drawn twice: whoever dies on the way leaves nothing, and whoever comes later
    is refused (`NOT_COUNTING`). Raises Refused (`STILL_ASKED`) while programs can still answer, and
    `ledger.OverBudget`.
    """
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state != PeriodState.COUNTING:
        raise Refused(NOT_COUNTING)
    if not is_ready(period, now):
        raise Refused(STILL_ASKED)
    rollup, digest = intake.read(period.pk)
    faults.point("reporting.read")
    there = set(period.handings.exclude(handed_at=None).values_list("tenant_id", flat=True))
    taking = Contributor.objects.of_year(period.year)
    found = domains_of(taking, there)
    reasons = _decide(period, found, rollup, now)
    faults.point("reporting.decided")
    releases = _publish(period, found, reasons, rollup, now)
    faults.point("reporting.drawn")
    period.state, period.sealed_at, period.intake_digest = PeriodState.SEALED, now, digest
    period.save(update_fields=["state", "sealed_at", "intake_digest"])
    faults.point("reporting.sealed")
    audit.record(
        "figures.released",
        period,
        actor=actor,
        year=period.year,
        kind=period.kind,
        published=sum(each.state == ReleaseState.PUBLISHED for each in releases),
        withheld=sum(each.state == ReleaseState.WITHHELD for each in releases),
        intake=f"sha256:{digest[:48]}",
    )
    return releases


def _decide(
    period: Period, found: Sequence[Place], rollup: Rollup, now: datetime
) -> dict[tuple[Level, str], Withheld]:
    """Return which domains are not published: decided once for a year, on noisy counts of its contributors."""
    if period.kind == Kind.LATER:
        return _as_decided(period, found)
    members = frozenset[UUID]().union(*(each.members for each in found))
    cases = {key: sum(rollup.get(key, {}).get("type", {}).values()) for key in members}
    ledger.spend_gate(period, now)
    drawn = {key: n + draw_gaussian(GATE_VARIANCE) for key, n in cases.items()}
    noisy = intake.gates(period.pk, drawn)
    earlier, before = published_before(period.year), _counts_before(period)
    counts = {key: float(max(n, 0)) for key, n in (before | {key: noisy[key] for key in members}).items()}
    moved = {key: float(noisy[key] - before[key]) for key in members & before.keys()}
    why = withheld(counts, [each.as_domain for each in found], earlier, moved)
    return {(each.level, each.code): why[each.as_domain.id] for each in found if each.as_domain.id in why}


def _counts_before(period: Period) -> dict[UUID, int]:
    """Return how many cases programs had last year, with noise.

    Who left since is in last year's figures still: what is published of the others now would tell its count, if it were
    taken for nothing.
    """
    before = Period.objects.filter(kind=Kind.YEAR, year=period.year - 1).first()
    return intake.gates_of(before.pk) if before else {}


def _as_decided(period: Period, found: Sequence[Place]) -> dict[tuple[Level, str], Withheld]:
    """Return which domains have no figures of what came later: those of the year that had none, or lost a program.

    Both are of the same cases: what a program takes out of the one could be reckoned from the other.
    """
    rows = Release.objects.filter(period__kind=Kind.YEAR, period__year=period.year, attempt=1)
    year = {(row.level, row.domain): row for row in rows}
    reasons = {}
    for each in found:
        row = year.get((each.level.value, each.code))
        if row is None:
            reasons[each.level, each.code] = Withheld.FEW
        elif row.why:
            reasons[each.level, each.code] = Withheld(row.why)
        elif frozenset(row.members) != each.members:
            reasons[each.level, each.code] = Withheld.RECKONED
    return reasons


def _publish(
    period: Period,
    found: Sequence[Place],
    reasons: dict[tuple[Level, str], Withheld],
    rollup: Rollup,
    now: datetime,
) -> list[Release]:
    tables = intake.tables_of(period.kind)
    shown = [each for each in found if (each.level, each.code) not in reasons]
    ledger.spend(period, [(each.level, each.code) for each in shown], tables, 1, now)
    releases, cells = [], []
    for each in found:
        why = reasons.get((each.level, each.code))
        release, of_it = prepare(period, each, tables, rollup, now, why=why)
        releases.append(release)
        cells += of_it
    Release.objects.bulk_create(releases)
    Cell.objects.bulk_create(cells, batch_size=OF_CELLS)
    return releases
