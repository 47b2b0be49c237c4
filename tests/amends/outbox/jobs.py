"""Jobs that leave a mark in the place where they run, so that a test can count how often they took effect."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.utils import timezone

from amends import outbox
from amends.outbox.models import Schedule
from tenants.context import inside, platform

TROUBLE = {"on": True}
SEEN = []


def leave_mark(name):
    """Write a row that is new each time: doing it twice leaves two."""
    Session.objects.create(
        session_key=f"{name}-{uuid4().hex[:12]}",
        session_data="",
        expire_date=timezone.now() + timedelta(days=1),
    )


def marks_in(schema):
    with inside(schema):
        return sorted(key.rpartition("-")[0] for key in Session.objects.values_list("session_key", flat=True))


def leave_public_mark(name):
    Schedule.objects.create(
        job=f"mark-{name}-{uuid4().hex[:12]}", seconds=1, next_at=timezone.now() + timedelta(days=9)
    )


def public_marks():
    with platform():
        names = Schedule.objects.filter(job__startswith="mark-").values_list("job", flat=True)
        return sorted(name.split("-")[1] for name in names)


@outbox.job("test.mark")
def mark(*, name):
    leave_mark(str(name))


@outbox.job("test.see")
def see(*, thing, number, flag, nothing, token):
    SEEN.append((thing, number, flag, nothing, token))


@outbox.job("test.not_yet")
def not_yet(*, name):
    leave_mark(name)
    if TROUBLE["on"]:
        raise outbox.NotYet(timezone.now() + timedelta(hours=9))


@outbox.job("test.fails", attempts=3)
def fails(*, name):
    leave_mark(name)
    if TROUBLE["on"]:
        raise ValueError("Jane Doe's file was not found")


@outbox.job("test.looks_across")
def looks_across(*, name):
    with platform():
        leave_public_count = Schedule.objects.count()
    leave_mark(f"{name}{leave_public_count - leave_public_count}")


@outbox.job("test.platform", platform=True)
def for_the_platform(*, name):
    leave_public_mark(name)


@outbox.crossing("test.publish")
class Publish:
    @staticmethod
    def read(*, name):
        return {"name": name, "marks": Session.objects.count()}

    @staticmethod
    def write(payload, *, origin):
        leave_public_mark(payload["name"])
        outbox.queue_for(origin, "test.mark", name="answer")


@outbox.crossing("test.unplain")
class Unplain:
    @staticmethod
    def read():
        return {"rows": Session.objects.all()}

    @staticmethod
    def write(payload, *, origin):
        raise AssertionError("never reached")


@outbox.crossing("test.push_fails", to="tenant", attempts=2)
class PushFails:
    @staticmethod
    def read():
        return {"there": Schedule.objects.extra(where=["no_such_column = 1"]).count()}

    @staticmethod
    def write(payload, *, origin):
        raise AssertionError("never reached")


@outbox.crossing("test.push", to="tenant")
class Push:
    @staticmethod
    def read(*, name):
        return {"name": name, "there": Schedule.objects.count()}

    @staticmethod
    def write(payload, *, origin):
        assert origin == "public"
        leave_mark(payload["name"])
