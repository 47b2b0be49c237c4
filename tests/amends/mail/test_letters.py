"""Letters: on record before they leave and after, sent at least once, and honest about what nobody can know."""

from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction

from amends import outbox
from amends.mail import Channel, Discretion, Letter, Recipient, letter
from amends.mail.models import Delivery
from amends.mail.providers import MaybeSent, NotSent, Refused
from tenants.context import as_owner, inside, platform
from tests.amends.outbox.conftest import (  # noqa: F401
    committed,
    quiet,
    worker,
)

STATE = {"wanted": True, "fails": [], "gate": True}


def write(*, name):
    if not STATE["wanted"]:
        return None
    recipient = Recipient(Channel.EMAIL, f"{name}@example.org", "en", Discretion.OPEN)
    return Letter(recipient, "Hello", "Words.")


letter("test.letter")(write)
letter("test.platform_letter", platform=True)(write)


def let_through(_recipient):
    return STATE["gate"]


class FailingMail:
    """A way out that fails as it is told to, and counts what it was asked."""

    keys: list[UUID] = []

    def send(self, message):
        self.keys.append(message.key)
        if STATE["fails"]:
            raise STATE["fails"].pop(0)
        return "ref-1"


@pytest.fixture(autouse=True)
def plain_start(settings):
    STATE.update(wanted=True, fails=[], gate=True)
    FailingMail.keys = []
    settings.MAIL_GATE = "tests.amends.mail.test_letters.let_through"
    settings.AMENDS_MAIL_PROVIDER = "tests.amends.mail.test_letters.FailingMail"


@pytest.fixture
def places(worker, alpha):  # noqa: F811
    yield {"tenant": lambda: inside(alpha), "public": platform}
    for place in (alpha.schema_name, "public"):
        with as_owner(place):
            Delivery.objects.all().delete()


PLACES = pytest.mark.parametrize(
    ("where", "job"),
    # The platform has accounts too: what a program writes to its people, it writes to its own.
    [("tenant", "test.letter"), ("public", "test.platform_letter"), ("public", "test.letter")],
)


def queue(place, job):
    with place(), transaction.atomic():
        return outbox.queue(job, name="alice")


def delivery(place):
    with place():
        return Delivery.objects.get()


@PLACES
def test_it_works(places, worker, where, job, settings):  # noqa: F811
    settings.AMENDS_MAIL_PROVIDER = "amends.mail.providers.local.LocalMail"
    key = queue(places[where], job)
    assert worker.drain() == {"done": 1}
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert key.hex in mail.outbox[0].extra_headers["Message-ID"]
    record = delivery(places[where])
    assert (record.id, record.state, record.told, record.is_maybe_sent) == (key, "sent", 1, False)
    assert worker.rows() == []


@PLACES
def test_what_was_not_sent_is_tried_again_with_the_same_key(places, worker, where, job):  # noqa: F811
    STATE["fails"] = [NotSent("later")]
    key = queue(places[where], job)
    assert worker.drain()["retry"] == 1
    assert delivery(places[where]).state == "not_sent"
    worker.make_due()
    worker.drain()
    record = delivery(places[where])
    assert (record.state, record.told, record.is_maybe_sent, record.reference) == ("sent", 2, False, "ref-1")
    assert FailingMail.keys == [key, key]


@PLACES
def test_what_may_have_been_sent_says_so_for_good(places, worker, where, job):  # noqa: F811
    STATE["fails"] = [MaybeSent("silence"), NotSent("later")]
    queue(places[where], job)
    worker.drain()
    assert delivery(places[where]).state == "maybe_sent"
    worker.make_due()
    worker.drain()
    assert delivery(places[where]).state == "maybe_sent"
    worker.make_due()
    worker.drain()
    record = delivery(places[where])
    assert (record.state, record.is_maybe_sent) == ("sent", True)
    with places[where]():
        assert list(Delivery.objects.uncertain()) == [record]


@PLACES
def test_what_is_refused_is_not_tried_again(places, worker, where, job):  # noqa: F811
    STATE["fails"] = [Refused("no such person")]
    queue(places[where], job)
    assert worker.drain() == {"done": 1}
    assert delivery(places[where]).state == "refused"
    assert worker.rows() == []


@PLACES
def test_what_is_no_longer_wanted_does_not_leave(places, worker, where, job):  # noqa: F811
    STATE["wanted"] = False
    queue(places[where], job)
    assert worker.drain() == {"done": 1}
    assert delivery(places[where]).state == "dropped"
    assert FailingMail.keys == []


@PLACES
def test_what_the_gate_holds_back_does_not_leave(places, worker, where, job):  # noqa: F811
    STATE["gate"] = False
    queue(places[where], job)
    assert worker.drain() == {"done": 1}
    assert delivery(places[where]).state == "dropped"
    assert FailingMail.keys == []


class Killed(BaseException):
    """Stands for a SIGKILL: nothing after it runs."""


@PLACES
def test_an_attempt_that_never_came_back_may_have_sent_it(places, worker, where, job):  # noqa: F811
    STATE["fails"] = [Killed()]
    queue(places[where], job)
    with pytest.raises(Killed):
        worker.drain()
    if where == "tenant":
        assert delivery(places[where]).state == "sending"
    worker.make_due()
    worker.drain()
    record = delivery(places[where])
    assert (record.state, record.is_maybe_sent, record.told) == ("sent", True, 2)
    assert len(set(FailingMail.keys)) == 1


def test_a_second_delivery_of_the_row_sends_nothing(places, worker):  # noqa: F811
    from amends.outbox.models import Outbox

    queue(places["tenant"], "test.letter")
    again = worker.rows()
    worker.drain()
    with platform():
        Outbox.objects.bulk_create(again)
    assert worker.drain() == {"done": 1}
    assert len(FailingMail.keys) == 1


def test_a_record_holds_no_address_and_no_word(places, worker):  # noqa: F811
    queue(places["tenant"], "test.letter")
    worker.drain()
    record = delivery(places["tenant"])
    told = " ".join(str(getattr(record, field.attname)) for field in Delivery._meta.fields)
    assert "alice" not in told
    assert "Hello" not in told
