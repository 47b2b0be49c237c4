"""From what is paid to what a program may do: since when nobody pays, until when somebody does, and what it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from billing.catalogue import PLANS, Plan
from billing.models import Coverage, CoverageKind
from tenants.models import Tenant

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """One coverage as it counts: from when, to when (None: no end known), and whether it is good now."""

    coverage: Coverage
    starts_at: datetime
    ends_at: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Return whether it covers at `moment`; not any more at its end itself."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    @property
    def plan(self) -> Plan:
        paid = self.coverage.subscription
        return PLANS[paid.plan_key if paid is not None else self.coverage.plan_key]


@dataclass(frozen=True)
class Standing:
    """How a program stands at a moment, as all that is known of its payers tells."""

    lapsed_since: datetime | None
    lapses_at: datetime | None
    live: tuple[Span, ...]

    @property
    def features(self) -> frozenset[str]:
        """Return every feature that one of the payers' plans holds."""
        return frozenset(str(each) for span in self.live for each in span.plan.features)

    @property
    def active_cases(self) -> int | None:
        """Return how many open cases are paid for; None: any number."""
        bands = [span.plan.active_cases for span in self.live]
        return None if None in bands else max((band for band in bands if band is not None), default=0)

    @property
    def leading(self) -> Span | None:
        """Return the coverage that is named where one has to be: the one that lasts longest, another's before own."""
        return max(
            self.live,
            key=lambda span: (
                span.ends_at or NEVER,
                span.coverage.kind != CoverageKind.TRIAL,
                span.coverage.kind == CoverageKind.COVERED,
            ),
            default=None,
        )


def span_of(coverage: Coverage) -> Span:
    """Return a coverage as it counts: one that a subscription pays ends when that fails or is ended, if earlier."""
    paid = coverage.subscription
    ends = [coverage.ends_at] if coverage.ends_at else []
    if paid is not None:
        ends += [each for each in (paid.failing_since, paid.ends_at) if each is not None]
    return Span(coverage, coverage.starts_at, min(ends, default=None))


def standing_of(coverages: Iterable[Coverage], *, now: datetime) -> Standing:
    """Return the standing that these coverages of one program make, with their subscriptions fetched.

    Where none holds, the lapse began when the last one ended. A program that never had any has not lapsed: nobody
    told it to pay.
    """
    spans = [span_of(each) for each in coverages]
    live = tuple(each for each in spans if each.holds(now))
    if live:
        return Standing(None, _unbroken_until(spans, now), live)
    over = [each.ends_at for each in spans if each.ends_at is not None and each.starts_at <= now]
    return Standing(max(over, default=None), None, ())


def _unbroken_until(spans: list[Span], now: datetime) -> datetime | None:
    """Return when the coverage that holds now ends, with every later one that begins before that counted on."""
    until = now
    while True:
        ends = [each.ends_at for each in spans if each.holds(until)]
        if None in ends:
            return None
        furthest = max((each for each in ends if each is not None), default=until)
        if furthest == until:
            return until
        until = furthest


def standing_of_tenant(tenant: Tenant, *, now: datetime) -> Standing:
    """Return how a program stands, by one query."""
    rows = Coverage.objects.filter(tenant=tenant).select_related("account", "subscription")
    return standing_of(rows, now=now)


def copy_of(standing: Standing, *, version: int) -> dict[str, Any]:
    """Return what a program is told of its standing, as its own copy holds it; names the payer, and nobody else."""
    leading = standing.leading
    return {
        "version": version,
        "lapsed_since": _iso(standing.lapsed_since),
        "lapses_at": _iso(standing.lapses_at),
        "kind": leading.coverage.kind if leading else "",
        "payer": leading.coverage.account.name if leading and leading.coverage.kind == "covered" else "",
        "plan": leading.plan.key if leading else "",
        "features": sorted(standing.features),
        "active_cases": standing.active_cases,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
