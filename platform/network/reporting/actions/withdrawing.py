"""Figures that turn out to be wrong are withdrawn, and made anew once from the reserve of their cases."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amends import audit, outbox
from amends.actions import Refused, action
from network.reporting import intake, ledger
from network.reporting.domains import Place
from network.reporting.models import Cell, Period, Release, ReleaseState
from network.reporting.plan import Level
from network.reporting.preparing import OF_CELLS, prepare
from network.reporting.reasons import COUNTS_GONE, MADE_ANEW, NO_WORDS, NOT_PUBLISHED, NOT_WITHDRAWN


@action
def withdraw_release(*, actor: Any, release: Release, words: str, now: datetime) -> Release:
    """Withdraw published figures with a sentence that readers are told; Refused without one, or when they are gone."""
    if not words.strip():
        raise Refused(NO_WORDS)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if row.state != ReleaseState.PUBLISHED:
        raise Refused(NOT_PUBLISHED)
    row.state, row.withdrawn_at, row.withdrawn_for = ReleaseState.WITHDRAWN, now, words.strip()
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_for"])
    audit.record("figures.withdrawn", row, actor=actor)
    return row


@action
def ask_for_reissue(*, actor: Any, release: Release, now: datetime) -> None:
    """Have withdrawn figures made anew; Refused for each rule that `reissue_release` would meet."""
    row = Release.objects.select_related("period").select_for_update(of=("self",)).get(pk=release.pk)
    _demand_possible(row)
    outbox.queue("reporting.reissue", release_id=row.pk)
    audit.record("figures.reissue_asked", row, actor=actor, at=now)


@action
def reissue_release(*, actor: Any, release_id: UUID, now: datetime) -> Release:
    """Draw withdrawn figures anew, of the same programs, with what the reserve allows: once, and with wider noise."""
    found = Release.objects.select_related("period").get(pk=release_id)
    period = Period.objects.select_for_update().get(pk=found.period_id)
    _demand_possible(found)
    rollup, _digest = intake.read(period.pk)
    tables = intake.tables_of(period.kind)
    level = Level(found.level)
    place = Place(level, found.domain, found.name, frozenset(found.members))
    ledger.spend(period, [(level, found.domain)], tables, 2, now)
    release, cells = prepare(period, place, tables, rollup, now, attempt=2)
    release.save(force_insert=True)
    Cell.objects.bulk_create(cells, batch_size=OF_CELLS)
    audit.record("figures.reissued", release, actor=actor, instead_of=found.pk)
    return release


def _demand_possible(row: Release) -> None:
    if row.state != ReleaseState.WITHDRAWN:
        raise Refused(NOT_WITHDRAWN)
    anew = Release.objects.filter(
        period=row.period, plan=row.plan, level=row.level, domain=row.domain, attempt=2
    )
    if row.attempt != 1 or anew.exists():
        raise Refused(MADE_ANEW)
    if row.period.purged_at is not None:
        raise Refused(COUNTS_GONE)
