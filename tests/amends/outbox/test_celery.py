"""Celery wakes, and runs nothing without a place."""

import os
import socket
import threading

import pytest
from celery import Celery, current_app
from celery.contrib.testing.worker import start_worker

from amends.celery import NoPlace, PlacedTask, app, broker_url, options
from amends.outbox.waking import Waker
from tenants.place import current_schema

PLACES = []


def note_place():
    PLACES.append(current_schema())


@pytest.fixture(scope="module")
def celery():
    """Return an application with our class of tasks and a broker in memory."""
    previous = current_app._get_current_object()
    made = Celery("test", task_cls=PlacedTask, broker="memory://", set_as_current=False)
    made.conf.update(result_backend="cache+memory://", accept_content=["json"])
    made.task(name="test.in_tenant", ignore_result=False, shared=False)(note_place)
    made.task(name="test.in_platform", platform=True, ignore_result=False, shared=False)(note_place)
    yield made
    previous.set_current()


@pytest.fixture(scope="module")
def running(celery):
    with start_worker(celery, perform_ping_check=False, pool="threads", concurrency=1, shutdown_timeout=5):
        yield celery


@pytest.fixture(autouse=True)
def no_places():
    PLACES.clear()


def test_it_works(running, alpha):
    running.tasks["test.in_tenant"].apply_async(headers={"tenant": alpha.schema_name}).get(timeout=5)
    running.tasks["test.in_platform"].apply_async().get(timeout=5)
    assert [alpha.schema_name, None] == PLACES


def test_a_task_without_a_tenant_does_not_run(running):
    with pytest.raises(NoPlace):
        running.tasks["test.in_tenant"].apply_async().get(timeout=5)
    assert PLACES == []


@pytest.mark.parametrize("header", ["public", "t_short", "x'; drop", "", 7, None])
def test_a_task_with_a_wrong_tenant_does_not_run(celery, header):
    outcome = celery.tasks["test.in_tenant"].apply(headers={"tenant": header})
    assert not outcome.successful()
    assert PLACES == []


def test_a_task_of_the_platform_does_not_run_for_a_tenant(celery, alpha):
    outcome = celery.tasks["test.in_platform"].apply(headers={"tenant": alpha.schema_name})
    assert isinstance(outcome.result, NoPlace)
    assert PLACES == []


def test_every_task_is_of_our_class():
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert set(ours) == {"outbox.drain"}
    assert all(isinstance(task, PlacedTask) for task in app.tasks.values())
    assert ours["outbox.drain"].platform


def test_only_json_is_taken():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("unix:///run/redis?db=3", "redis+socket:///run/redis?virtual_host=3"),
        ("unix:///run/redis", "redis+socket:///run/redis?virtual_host=0"),
        ("redis://host:6379/2", "redis://host:6379/2"),
    ],
)
def test_the_address_of_the_broker_is_spelled_for_celery(url, expected):
    assert broker_url(url) == expected


def wake_once(url, monkeypatch):
    """Wake the workers by the broker at `url`; the sending begins only when the waking request has gone on."""
    monkeypatch.setattr("amends.outbox.waking.PAUSE", 0.01)
    sender = Celery("sender", set_as_current=False)
    sender.conf.update(options(url))
    gone_on, ended = threading.Event(), threading.Event()
    outcome = []

    def send():
        assert gone_on.wait(30), "the request waited for the sending"
        try:
            outcome.append(sender.send_task("outbox.drain", retry=False, ignore_result=True))
        finally:
            ended.set()

    waker = Waker(send)
    waker.wake()
    gone_on.set()
    assert ended.wait(30), "the sending never ended"
    waker.stopped.set()
    waker.wanted.set()
    waker.thread.join(5)
    return outcome


def test_a_wake_reaches_redis(monkeypatch):
    assert wake_once(os.environ["REDIS_URL"], monkeypatch)


def test_a_request_does_not_wait_when_redis_is_away(monkeypatch, tmp_path, caplog):
    assert not wake_once(f"unix://{tmp_path}/nothing", monkeypatch)
    assert "could not be woken" in caplog.text


def test_a_request_does_not_wait_when_redis_hangs(monkeypatch, tmp_path, caplog):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hung"))
        server.listen(8)
        assert not wake_once(f"unix://{tmp_path}/hung", monkeypatch)
    assert "could not be woken" in caplog.text
