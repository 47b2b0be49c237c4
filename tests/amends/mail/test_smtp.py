"""Mail by SMTP, against a real server: what leaves, and how exactly a failure is told."""

import socket
from email import message_from_bytes, policy
from uuid import UUID

import pytest

from amends.mail.providers import Mail, MaybeSent, NotSent, Refused
from amends.mail.providers.smtp import SmtpMail, from_settings
from tests.amends.mail.servers import SILENCE, mail_server

pytestmark = pytest.mark.no_db
KEY = UUID("01990000-0000-7000-8000-000000000001")


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


@pytest.fixture
def provider(server):
    return SmtpMail("127.0.0.1", server.server_address[1], timeout=2)


def make_mail(**changes):
    given = {
        "key": KEY,
        "sender": "Grace Street Office",
        "address": "alice@example.org",
        "subject": "A message for you",
        "body": "¿Cuándo?\n.\nA line of one dot.",
        "language": "es",
    }
    return Mail(**given | changes)


def test_it_works(server, provider):
    provider.send(make_mail())
    [(sender, receiver, words)] = server.taken
    assert "alice@example.org" in receiver
    assert "no-reply@amends.example" in sender
    message = message_from_bytes(words, policy=policy.default)
    assert message["From"] == "Grace Street Office <no-reply@amends.example>"
    assert (message["To"], message["Subject"]) == ("alice@example.org", "A message for you")
    assert message["Message-ID"] == f"<{KEY.hex}@mail.invalid>"
    assert message.get_content().splitlines() == ["¿Cuándo?", ".", "A line of one dot."]


def test_nothing_names_this_machine_or_the_software(server, provider):
    provider.send(make_mail())
    told = "\n".join(server.heard) + server.taken[0][2].decode()
    for word in (socket.gethostname(), "127.0.0.1", "Django", "Python", "X-Mailer", "User-Agent"):
        assert word not in told


def test_the_same_key_is_the_same_message_id(server, provider):
    provider.send(make_mail())
    provider.send(make_mail())
    assert len({message_from_bytes(words)["Message-ID"] for *_, words in server.taken}) == 1


@pytest.mark.parametrize(
    ("command", "answer", "error"),
    [
        ("EHLO", SILENCE, NotSent),
        ("MAIL", "451 later", NotSent),
        ("RCPT", "450 later", NotSent),
        ("RCPT", "550 no such person alice@example.org", Refused),
        ("DATA", "451 later", NotSent),
        ("DATA", SILENCE, NotSent),
        (".", "452 full", NotSent),
        (".", "554 unwanted", Refused),
        (".", SILENCE, MaybeSent),
    ],
)
def test_it_tells_how_far_it_came(server, provider, command, answer, error):
    server.failures[command] = answer
    with pytest.raises(error) as told:
        provider.send(make_mail())
    assert "alice" not in str(told.value)
    assert server.taken == []


def test_a_server_that_is_not_there_has_sent_nothing(server):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(NotSent):
            SmtpMail("127.0.0.1", taken.getsockname()[1], timeout=2).send(make_mail())


def test_a_password_goes_over_no_open_line(server):
    provider = SmtpMail("127.0.0.1", server.server_address[1], user="us", password="secret", timeout=2)
    with pytest.raises(NotSent):
        provider.send(make_mail())
    assert "secret" not in "\n".join(server.heard)
    assert "AUTH" not in "\n".join(server.heard)


def test_the_address_of_the_server_comes_from_the_settings(settings):
    settings.AMENDS_EMAIL_URL = "smtps://us%40example.org:p%2Fw@mail.example.org"
    provider = from_settings()
    assert (provider.host, provider.port, provider.is_wrapped) == ("mail.example.org", 465, True)
    assert (provider.user, provider.password) == ("us@example.org", "p/w")
    assert "p/w" not in repr(provider)
