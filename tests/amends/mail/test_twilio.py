"""SMS by the documented HTTP API, against a real HTTP server that answers as it does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from amends.mail.providers import MaybeSent, NotSent, Refused, Sms
from amends.mail.providers.twilio import from_settings
from amends.mail.recipient import Channel, Discretion, Recipient
from amends.mail.send import send
from tests.amends.mail.servers import SILENCE, twilio_server

pytestmark = pytest.mark.no_db
NUMBER = "+15550100123"


@pytest.fixture
def server(settings):
    with twilio_server() as running:
        address = f"127.0.0.1:{running.server_address[1]}"
        settings.AMENDS_SMS_URL = f"twilio+http://AC1:t%2Fk@{address}?from=+15550199"
        settings.AMENDS_SMS_PROVIDER = "amends.mail.providers.twilio.from_settings"
        yield running


def make_sms(**changes):
    return Sms(**{"key": uuid4(), "number": NUMBER, "body": "When can you come?"} | changes)


def make_recipient(**changes):
    given = {"channel": Channel.SMS, "address": NUMBER, "language": "en", "discretion": Discretion.NEUTRAL}
    return Recipient(**given | changes)


def test_it_works(server):
    reference = send(make_recipient(), "", "When can you come?")
    [(path, login, fields)] = server.asked
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert login == "AC1:t/k"
    assert fields == {"To": NUMBER, "From": "+15550199", "Body": "When can you come?"}
    assert reference == server.taken[0]["sid"]


def test_a_messaging_service_is_named_as_one(server, settings):
    settings.AMENDS_SMS_URL = settings.AMENDS_SMS_URL.replace("+15550199", "MG7")
    send(make_recipient(), "", "Hello")
    assert server.asked[0][2]["MessagingServiceSid"] == "MG7"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Refused),
        (401, NotSent),
        (404, NotSent),
        (429, NotSent),
        (500, MaybeSent),
        (503, MaybeSent),
        (302, Refused),
    ],
)
def test_it_tells_what_an_answer_means(server, status, error):
    server.failures.append((status, {"code": 21211, "message": f"{NUMBER} is wrong"}))
    with pytest.raises(error, match="21211") as told:
        from_settings().send(make_sms())
    assert NUMBER not in str(told.value)


def test_silence_may_mean_that_it_was_sent(server):
    server.failures.append((SILENCE, None))
    with pytest.raises(MaybeSent):
        from_settings().send(make_sms())


def test_what_may_have_been_sent_is_looked_for_first(server):
    server.failures.append((SILENCE, None))
    begun, key = datetime.now(UTC), uuid4()
    with pytest.raises(MaybeSent):
        send(make_recipient(), "", "Hello", key=key)
    assert send(make_recipient(), "", "Hello", key=key, maybe_sent_since=begun) == server.taken[0]["sid"]
    assert len(server.taken) == 1
    assert server.listed[0]["To"] == NUMBER


def test_what_was_not_taken_goes_out(server):
    begun = datetime.now(UTC)
    send(make_recipient(), "", "Another", key=uuid4())
    send(make_recipient(), "", "Hello", key=uuid4(), maybe_sent_since=begun)
    assert [message["body"] for message in server.taken] == ["Another", "Hello"]


def test_an_older_message_with_the_same_words_is_another(server):
    send(make_recipient(), "", "Hello")
    later = datetime.now(UTC) + timedelta(hours=1)
    send(make_recipient(), "", "Hello", maybe_sent_since=later)
    assert len(server.taken) == 2


def test_while_the_list_cannot_be_read_nothing_goes_out_again(server):
    server.list_fails = True
    with pytest.raises(NotSent):
        send(make_recipient(), "", "Hello", maybe_sent_since=datetime.now(UTC))
    assert server.taken == []


def test_a_server_that_is_not_there_has_sent_nothing(settings):
    settings.AMENDS_SMS_URL = "twilio+http://AC1:t@127.0.0.1:9?from=+15550199"
    with pytest.raises(NotSent):
        from_settings().send(make_sms())


@pytest.mark.parametrize("number", ["", "5550100", "+0555", f"{NUMBER},{NUMBER}", f"{NUMBER}\n"])
def test_it_refuses_what_is_not_exactly_one_number(server, number):
    with pytest.raises(Refused):
        send(make_recipient(address=number), "", "Hello")
    assert server.asked == []


@pytest.mark.parametrize("body", ["", "x" * 1601])
def test_it_refuses_what_fits_into_no_message(server, body):
    with pytest.raises(Refused):
        send(make_recipient(), "", body)


@pytest.mark.parametrize(
    "url",
    ["", "twilio://AC1:t@api.twilio.com", "http://AC1:t@127.0.0.1?from=1", "twilio://api.twilio.com?from=1"],
)
def test_without_a_provider_no_sms_leaves(settings, url):
    settings.AMENDS_SMS_URL = url
    with pytest.raises(Refused, match="AMENDS_SMS_URL"):
        from_settings()


def test_plain_http_is_for_this_machine_only(settings):
    settings.AMENDS_SMS_URL = "twilio+http://AC1:t@sms.example.org?from=+1"
    assert from_settings().origin == "https://sms.example.org"
    assert "t@" not in repr(from_settings())
