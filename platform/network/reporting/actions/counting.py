"""Periods: opened, counted in waves, and their counts deleted when they are no longer needed."""

from datetime import date, datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from network.reporting import intake
from network.reporting.models import Contributor, Handing, Kind, Period, PeriodState
from network.reporting.periods import AT_ONCE, COUNT, KEPT_FOR, not_asked, seals_on


@action(audited=False, because="Also runs when there is nothing to open; each period is on record.")
def open_periods(*, actor: Any, today: date) -> list[Period]:
    """Open each year that has begun and that some program takes part in, and what is counted of it later."""
    first = Contributor.objects.order_by("first_year").values_list("first_year", flat=True).first()
    years = range(first, today.year + 1) if first else ()
    known = set(Period.objects.values_list("kind", "year"))
    opened = []
    for year in years:
        for kind in Kind.values:
            if (kind, year) in known or not Contributor.objects.of_year(year).exists():
                continue
            period = Period.objects.create(kind=kind, year=year, seals_on=seals_on(kind, year))
            audit.record("figures.period_opened", period, actor=actor, year=year, kind=kind)
            opened.append(period)
    return opened


@action(audited=False, because="Also runs when nobody is to be asked; that counting began is on record.")
def ask_programs(*, actor: Any, period: Period, now: datetime, most: int = AT_ONCE) -> int:
    """Ask programs that were not asked yet for their counts of a period that is due, and return how many were.

    Whoever is asked has a row (`Handing`), so that a wave that dies is done again from where it was.
    """
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state == PeriodState.SEALED or period.seals_on > now.date():
        return 0
    if period.state == PeriodState.OPEN:
        period.state, period.counting_since = PeriodState.COUNTING, now
        period.save(update_fields=["state", "counting_since"])
        audit.record("figures.counting_began", period, actor=actor, year=period.year, kind=period.kind)
    asked = list(not_asked(period).order_by("pk").values_list("pk", "schema_name")[:most])
    Handing.objects.bulk_create(Handing(period=period, tenant_id=pk, asked_at=now) for pk, _schema in asked)
    for _pk, schema in asked:
        outbox.queue_for(schema, COUNT, period_id=period.pk, kind=period.kind, year=period.year)
    return len(asked)


@action(audited=False, because="Also runs when nothing is to be deleted; what is deleted is on record.")
def purge_intake(*, actor: Any, now: datetime) -> int:
    """Delete what was handed in for periods sealed 90 days ago; their digests stay. Return of how many periods."""
    due = Period.objects.select_for_update().filter(purged_at=None, sealed_at__lte=now - KEPT_FOR)
    periods = list(due)
    for period in periods:
        cells = intake.purge(period.pk)
        period.purged_at = now
        period.save(update_fields=["purged_at"])
        audit.record("figures.intake_purged", period, actor=actor, cells=cells)
    return len(periods)
