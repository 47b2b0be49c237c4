import socket
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from amends.mail.recipient import Channel, Discretion, Recipient
from amends.mail.send import UnableToSend, send

pytestmark = pytest.mark.no_db


def make_recipient(**changes):
    given = {
        "channel": Channel.EMAIL,
        "address": "alice@example.org",
        "language": "en",
        "discretion": Discretion.OPEN,
    }
    return Recipient(**given | changes)


def test_it_works():
    send(make_recipient(), "A referral arrived", "Please look at it.")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.org"], "A referral arrived")
    ]
    assert mail.outbox[0].extra_headers["Content-Language"] == "en"


def test_a_neutral_message_has_a_subject_that_says_nothing():
    send(make_recipient(discretion=Discretion.NEUTRAL), "Your case against Bob", "When can you come?")
    assert mail.outbox[0].subject == "A message for you"


def test_headers_do_not_name_this_machine():
    send(make_recipient(), "Subject", "Body")
    text = mail.outbox[0].message().as_string()
    assert "@mail.invalid>" in text
    assert socket.gethostname() not in text


def test_the_address_is_not_in_the_representation():
    assert "alice" not in repr(make_recipient())


@pytest.mark.parametrize(
    "address",
    ["", "alice", "a@b@c", "alice@example.org,bob@example.org", "alice@example.org\nBcc: bob@example.org"],
)
def test_it_refuses_what_is_not_exactly_one_address(address):
    with pytest.raises(UnableToSend) as refused:
        send(make_recipient(address=address), "Subject", "Body")
    assert not mail.outbox
    assert address not in str(refused.value) or not address


def test_it_refuses_a_channel_that_we_do_not_have():
    with pytest.raises(UnableToSend, match="no way"):
        send(make_recipient(channel="pigeon"), "Subject", "Body")


def test_the_sender_is_the_neutral_name_and_our_address():
    send(make_recipient(sender="Grace Street Office"), "Subject", "Body")
    assert mail.outbox[0].from_email == "Grace Street Office <no-reply@amends.example>"


def test_a_line_break_begins_no_header():
    send(make_recipient(sender="Office\nBcc: bob@example.org"), "Hello\r\nBcc: bob@example.org", "Body")
    assert mail.outbox[0].recipients() == ["alice@example.org"]
    assert "\nBcc" not in mail.outbox[0].message().as_string()


def test_an_sms_stays_on_this_machine_in_development(tmp_path, settings):
    settings.AMENDS_SMS_FOLDER = tmp_path
    key = uuid4()
    recipient = make_recipient(channel=Channel.SMS, address="+15550100123")
    assert send(recipient, "", "When can you come?", key=key) == key.hex
    assert send(recipient, "", "When can you come?", key=key, maybe_sent_since=timezone.now()) == key.hex
    assert [path.name for path in tmp_path.iterdir()] == [f"{key.hex}.sms"]
