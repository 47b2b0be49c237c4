"""Signatures of webhooks: the published example, both secrets while one is exchanged, and what is no secret."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from amends.outbox import UnfitArgument
from amends.webhooks.messages import Message, UnfitMessage, message
from amends.webhooks.receiving import is_genuine
from amends.webhooks.signing import UnfitSecret, headers, new_secret

pytestmark = pytest.mark.no_db
KEY = UUID("01980000-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def make_message(**data):
    return message(KEY, "referral.accepted", at=NOW, sequence=7, **data)


@pytest.fixture(autouse=True)
def _at_that_time(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_it_works():
    secret = new_secret()
    told = headers(make_message(), [secret], now=NOW)
    assert told["webhook-id"] == f"msg_{KEY.hex}"
    assert told["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert is_genuine(secret, told, make_message().body)
    assert not is_genuine(secret, told, make_message().body + b" ")
    assert not is_genuine(new_secret(), told, make_message().body)


def test_it_signs_as_the_specifications_own_example():
    """Secret, id, time, body and signature stand in the tests of the standard's libraries."""

    class Published(Message):
        id = "msg_p5jXN8AQM9LWM0D4loKWxJek"

    told = headers(
        Published(KEY, b'{"test": 2432232314}'),
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        now=datetime.fromtimestamp(1614265330, UTC),
    )
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_both_secrets_count_while_one_is_exchanged():
    new, old = new_secret(), new_secret()
    told = headers(make_message(), [new, old], now=NOW)
    assert is_genuine(new, told, make_message().body)
    assert is_genuine(old, told, make_message().body)


def test_an_id_and_a_body_stay_over_attempts_and_the_time_moves():
    secret = new_secret()
    first = headers(make_message(), [secret], now=NOW)
    later = headers(make_message(), [secret], now=NOW.replace(hour=13))
    assert first["webhook-id"] == later["webhook-id"]
    assert first["webhook-timestamp"] != later["webhook-timestamp"]
    assert make_message().body == make_message().body


@pytest.mark.parametrize(
    ("late", "genuine"),
    [(timedelta(minutes=4), True), (timedelta(minutes=6), False), (timedelta(minutes=-6), False)],
)
def test_a_recording_that_is_played_later_is_not_taken(late, genuine):
    secret = new_secret()
    told = headers(make_message(), [secret], now=NOW - late)
    assert is_genuine(secret, told, make_message().body) is genuine


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [new_secret()] * 3,
        ["whsec_"],
        ["whsec_" + base64.b64encode(b"x" * 23).decode()],
        ["whsec_" + base64.b64encode(b"x" * 65).decode()],
        ["whsec_not base64"],
        [new_secret().removeprefix("whsec_")],
    ],
)
def test_it_refuses_what_is_no_secret(keys):
    with pytest.raises(UnfitSecret) as told:
        headers(make_message(), keys, now=NOW)
    assert not any(key.removeprefix("whsec_") in str(told.value) for key in keys if len(key) > 6)


def test_a_message_is_thin():
    said = json.loads(make_message(case_id=KEY, state="accepted", is_test=False, count=2).body)
    assert said == {
        "type": "referral.accepted",
        "timestamp": "2026-11-23T12:00:00Z",
        "sequence": 7,
        "data": {"case_id": str(KEY), "state": "accepted", "is_test": False, "count": 2},
    }


@pytest.mark.parametrize("unfit", ["two words", "a@b.test", ["list"], {"a": 1}, 1.5, NOW, "x" * 65])
def test_it_refuses_what_a_person_may_have_written(unfit):
    with pytest.raises(UnfitArgument):
        make_message(state=unfit)


@pytest.mark.parametrize("kind", ["referral", "Referral.accepted", "a..b", "a.b c", "", "a.b.", "1.a"])
def test_it_refuses_an_odd_type(kind):
    with pytest.raises(UnfitMessage):
        message(KEY, kind, at=NOW, sequence=1)


def test_it_refuses_a_time_without_a_zone():
    with pytest.raises(UnfitMessage):
        message(KEY, "a.b", at=NOW.replace(tzinfo=None), sequence=1)
