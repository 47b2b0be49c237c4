"""Schedules are rows: each turn is queued once, whoever notices it."""

import threading
from datetime import timedelta

from django.utils import timezone

from amends.outbox import schedules
from amends.outbox.models import Inbox, Schedule
from tenants.context import as_owner, platform


def keep(settings, wanted):
    settings.OUTBOX_SCHEDULES = wanted
    with platform():
        schedules.keep()


def test_it_works(worker, settings):
    keep(settings, {"outbox.prune": 3600})
    assert worker.drain() == {"done": 1}
    assert worker.drain() == {}
    with platform():
        next_at = Schedule.objects.get(pk="outbox.prune").next_at
    assert timedelta(minutes=59) < next_at - timezone.now() < timedelta(minutes=61)


def test_every_schedule_names_a_job(settings):
    from amends.outbox.registry import find

    assert settings.OUTBOX_SCHEDULES
    for name in settings.OUTBOX_SCHEDULES:
        assert find(name).place == "public"


def test_a_turn_is_queued_once_by_many_workers(worker, settings):
    keep(settings, {"outbox.prune": 3600})
    counts = []

    def look():
        with platform():
            counts.append(schedules.queue_due())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 1
    assert len(worker.rows(job="outbox.prune")) == 1


def test_a_missed_turn_is_made_up_for_once(worker, settings):
    keep(settings, {"outbox.prune": 60})
    with platform():
        Schedule.objects.update(next_at=timezone.now() - timedelta(days=2))
        assert schedules.queue_due() == 1


def test_changed_settings_take_effect_and_forgotten_ones_go(worker, settings):
    keep(settings, {"outbox.prune": 86400})
    worker.drain()
    keep(settings, {"outbox.prune": 60})
    with platform():
        assert Schedule.objects.get().next_at < timezone.now() + timedelta(seconds=61)
    keep(settings, {})
    with platform():
        assert not Schedule.objects.exists()


def test_keys_that_nothing_can_repeat_are_pruned(worker):
    from amends.outbox.tasks import prune

    with platform():
        Inbox.objects.create(key="old", received_at=timezone.now() - timedelta(days=101))
        Inbox.objects.create(key="young", received_at=timezone.now() - timedelta(days=99))
        prune()
        assert Inbox.objects.get().key == "young"


def test_every_schedule_runs_with_the_workers_rights(worker, settings, alpha):
    from amends.audit.checkpoints.models import Checkpoint

    keep(settings, settings.OUTBOX_SCHEDULES)
    try:
        drained = worker.drain()
        assert set(drained) == {"done"}
        # Some of them queue more: programs are asked what they count.
        assert drained["done"] >= len(settings.OUTBOX_SCHEDULES)
        assert worker.rows() == []
    finally:
        with as_owner():
            Checkpoint.objects.all()._raw_delete("default")
