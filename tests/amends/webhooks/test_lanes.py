"""Attempts side by side, against receivers that never answer: the others are not slowed, and none has two at once."""

import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from amends.webhooks.lanes import Lanes
from amends.webhooks.messages import message
from amends.webhooks.sending import send
from amends.webhooks.signing import new_secret
from tests.amends.webhooks.receivers import raw, receiver

pytestmark = pytest.mark.no_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = new_secret()
PATIENCE = 30.0


def silent(_sock, stop):
    stop.wait(PATIENCE)


def test_it_works():
    """Four endpoints that never answer, twelve that do, with six messages each: the twelve have theirs first."""
    answers, lock = [], threading.Lock()
    with ExitStack() as servers:
        slow = {uuid4(): servers.enter_context(raw(silent)) for _ in range(4)}
        quick = {uuid4(): servers.enter_context(receiver()) for _ in range(12)}
        waiting = [(key, number) for number in range(6) for key in (*slow, *quick)]
        lanes = Lanes(most=8)

        def attempt(key, number):
            what = message(uuid4(), "a.b", at=NOW, sequence=number)
            address = (slow | quick)[key].address
            answer = send(address, what, [SECRET], now=NOW, seconds=PATIENCE)
            with lock:
                answers.append((key, number, answer.status))

        while any(key in quick for key, _number in waiting):
            lanes.freed.clear()
            for key, number in list(waiting):
                if lanes.run(key, lambda key=key, number=number: attempt(key, number)):
                    waiting.remove((key, number))
            assert lanes.freed.wait(PATIENCE)
        while len(answers) < 72:
            lanes.freed.clear()
            if len(answers) < 72:
                assert lanes.freed.wait(PATIENCE)
        assert lanes.busy() == set(slow)
        assert {status for _key, _number, status in answers} == {204}
        for key, server in quick.items():
            # In their order, because there is one at a time.
            assert [number for each, number, _status in answers if each == key] == list(range(6))
            assert len(server.taken) == 6
        assert {server.met for server in slow.values()} == {1}
        # A stop does not wait for those who never answer.
        assert not lanes.close(0.01)
        assert not lanes.run(uuid4(), lambda: None)


def test_there_are_no_more_at_once_than_said():
    go, lanes = threading.Event(), Lanes(most=3, most_of_one=2)
    one, other = uuid4(), uuid4()
    assert lanes.run(one, go.wait)
    assert lanes.busy() == frozenset()
    assert lanes.run(one, go.wait)
    assert lanes.busy() == {one}
    assert not lanes.run(one, go.wait)
    assert lanes.has_room()
    assert lanes.run(other, go.wait)
    assert not lanes.has_room()
    assert not lanes.run(uuid4(), go.wait)
    go.set()
    assert lanes.close(PATIENCE)
    assert lanes.busy() == frozenset()


def test_an_attempt_that_breaks_off_frees_its_lane(caplog):
    lanes, endpoint = Lanes(most=1), uuid4()

    def breaks():
        raise ValueError("what a receiver said")

    assert lanes.run(endpoint, breaks)
    assert lanes.freed.wait(PATIENCE)
    assert lanes.run(endpoint, lambda: None)
    assert lanes.close(PATIENCE)
    assert "ValueError" in caplog.text
    assert "receiver said" not in caplog.text
