"""Run a migration over the fleet: waves, parallel workers, a state for each tenant, an end after failures."""

import logging
import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from queue import Empty, SimpleQueue

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from tenants import faults
from tenants.actions import set_maintenance
from tenants.context import as_owner
from tenants.fleet.recording import pending, record
from tenants.fleet.replaying import FAILED, NoWay, replay, replay_warm, steps_between
from tenants.models import FleetStep, Release, State, Tenant, WarmSchema
from tenants.provisioning import refill_pool
from tenants.release import own_fingerprint

log = logging.getLogger(__name__)
Say = Callable[[str], object]


@dataclass
class Outcome:
    """What a run came to, in tenants."""

    migrated: int = 0
    failed: int = 0
    left: int = 0

    @property
    def is_complete(self) -> bool:
        """Return whether every tenant has the release now."""
        return not self.failed and not self.left


def plan() -> dict[str, object]:
    """Return the pending migrations, and how many tenants have which release."""
    with as_owner():
        behind = Tenant.objects.exclude(release=own_fingerprint()).exclude(state=State.ERASED).count()
        known = Release.objects.filter(pk=own_fingerprint()).exists()
    return {
        "to_record": [".".join(name) for name in pending()],
        "is_recorded": known,
        "tenants_behind": behind,
        "waves": [len(wave) for wave in waves(list(range(behind)))],
    }


def waves(tenants: list) -> list[list]:
    """Return the tenants in waves: one as a canary, one in a hundred, one in ten, the rest."""
    count = len(tenants)
    ends = [1, 1 + math.ceil(count / 100), 1 + math.ceil(count / 100) + math.ceil(count / 10), count]
    bounds = [0, *(min(end, count) for end in ends)]
    return [tenants[start:end] for start, end in pairwise(bounds) if end > start]


def migrate(*, workers: int = 4, max_failures: int = 3, say: Say = log.info) -> Outcome:
    """Bring every tenant to this code's release; run again, it goes on where it was killed or stopped.

    A tenant whose migration fails is put in maintenance alone and the run goes on, until `max_failures` have
    failed. Warm schemas are brought along; the ones that cannot be are replaced.
    """
    target = record()
    outcome = Outcome()
    for wave in _write_down_steps(target):
        for tenant, error in _run_wave(wave, target, workers):
            if error:
                outcome.failed += 1
                say(f"{tenant.slug}: failed ({error}); it alone is in maintenance")
            else:
                outcome.migrated += 1
            if outcome.failed >= max_failures:
                break
        say(f"{outcome.migrated} migrated, {outcome.failed} failed")
        if outcome.failed >= max_failures:
            say(f"Stopped after {outcome.failed} failures. Mend the cause, then: ./amends fleet resume")
            break
    with as_owner():
        outcome.left = _behind(target).count() - outcome.failed
    if not outcome.left:
        _bring_pool_along(target)
        refill_pool()
    return outcome


def status() -> dict[str, int]:
    """Return how many tenants are pending, done and failed in the migration to this code's release."""
    with as_owner():
        steps = list(FleetStep.objects.filter(target=own_fingerprint()).values_list("status", flat=True))
        behind = Tenant.objects.exclude(release=own_fingerprint()).exclude(state=State.ERASED).count()
    return {each.value: steps.count(each.value) for each in FleetStep.Status} | {"behind": behind}


def _behind(target: Release) -> QuerySet[Tenant]:
    return Tenant.objects.exclude(release=target.pk).exclude(state=State.ERASED).order_by("created_at", "pk")


def _write_down_steps(target: Release) -> list[list[Tenant]]:
    with as_owner():
        in_waves = waves(list(_behind(target)))
        FleetStep.objects.bulk_create(
            [
                FleetStep(schema_name=tenant.schema_name, target=target.pk, wave=number)
                for number, wave in enumerate(in_waves)
                for tenant in wave
            ],
            ignore_conflicts=True,
        )
    faults.point("fleet.planned")
    return in_waves


def _run_wave(wave: list[Tenant], target: Release, workers: int) -> Iterator[tuple[Tenant, str]]:
    waiting: SimpleQueue[Tenant] = SimpleQueue()
    for tenant in wave:
        waiting.put(tenant)
    done: SimpleQueue[tuple[Tenant, str]] = SimpleQueue()
    stopping = threading.Event()
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="fleet") as pool:
        working = [
            pool.submit(_work, waiting, done, stopping, target) for _ in range(min(workers, len(wave)))
        ]
        try:
            for _ in wave:
                yield _next_done(done, working)
        finally:
            stopping.set()
    faults.point("fleet.wave_done")


def _next_done(done: SimpleQueue[tuple[Tenant, str]], working: list[Future[None]]) -> tuple[Tenant, str]:
    while True:
        try:
            return done.get(timeout=1)
        except Empty:
            for each in working:
                if each.done():
                    # Raises what ended the worker, if anything did.
                    each.result()


def _work(
    waiting: SimpleQueue[Tenant],
    done: SimpleQueue[tuple[Tenant, str]],
    stopping: threading.Event,
    target: Release,
) -> None:
    """Migrate what waits, on one connection of the owner: to connect takes longer than to add a column."""
    with as_owner():
        while not stopping.is_set():
            try:
                tenant = waiting.get_nowait()
            except Empty:
                return
            done.put((tenant, _migrate_one(tenant, target)))


def _migrate_one(tenant: Tenant, target: Release) -> str:
    """Migrate one tenant on this worker's thread; return "" or the class of what went wrong."""
    try:
        replay(tenant, steps_between(tenant.release, target), target)
    except Exception as error:  # noqa: BLE001 - one tenant's failure is that tenant's, whatever it is
        cause = error.__cause__ or error
        name = f"{type(error).__name__} {getattr(cause, 'sqlstate', '') or ''}".strip()
        # The failure may have been the connection's; the next one must not inherit it.
        connection.close_if_unusable_or_obsolete()
        _note_failure(tenant, target, name)
        return name
    return ""


def _bring_pool_along(target: Release) -> None:
    with as_owner():
        for warm in WarmSchema.objects.exclude(release=target.pk):
            try:
                replay_warm(warm, steps_between(warm.release, target), target)
            except (DatabaseError, NoWay):
                log.warning("A prepared schema could not be migrated; another one is made.")


def _note_failure(tenant: Tenant, target: Release, error: str) -> None:
    with as_owner():
        set_maintenance(tenant=tenant, on=True, reason=FAILED)
        FleetStep.objects.filter(schema_name=tenant.schema_name, target=target.pk).update(
            status=FleetStep.Status.FAILED, error=error, finished_at=timezone.now()
        )
