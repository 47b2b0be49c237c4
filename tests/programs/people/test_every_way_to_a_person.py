"""Every way by which a program reaches or notes that it reached a person, with a line each; a new one needs its own."""

import ast

import pytest
from django.utils import timezone

from amends.outbox import NotYet
from programs.models import Contact, Participant, Program
from programs.own_letters import letter_to_person, own_page_link
from programs.recipients import for_party
from programs.steps import CASE_STEPS
from tenants.ids import uuid7
from tests.meta.source import python_files, tree
from tests.programs.cast import DAY, NOW, fresh, make_case, parties, send_link
from tests.programs.test_wall_between_sides import LETTERS

# Letters to a party: how each is written, so that it is seen to obey.
WRITTEN = {
    "programs.own_page_link": lambda sent: own_page_link(link_id=sent.link.pk, number=1),
    "programs.letter_to_person": lambda sent: letter_to_person(
        contact_id=_written_to(sent.link.participant).pk
    ),
}
# Functions that make a recipient of a party; they are those letters.
MAKE_RECIPIENTS = {"programs/own_letters.py:own_page_link", "programs/own_letters.py:letter_to_person"}
# Where a contact is written down, and what sees to its being safe.
NOTE_CONTACTS = {
    "programs/forms/contacts.py": "record_contact, whose guards judge it",
    "programs/forms/letters.py": "write_letter, whose guards judge it",
    "programs/guards/links.py": "what a link is to the guards",
    "programs/actions/complaints.py": "never kept: what an answer is to the guard of letters",
    "programs/actions/messages.py": "what was handed over, or opened by themselves",
    "programs/actions/consents.py": "what they did themselves, on their own page",
    "programs/actions/surveys.py": "a reminder by the guards of write_letter; asking is judged and not kept",
    "programs/actions/reminders.py": "the reminder of a session, by the guards of write_letter",
    "programs/samples/walking.py": "invented people, by record_contact",
    "programs/demo/living.py": "invented people, by record_contact",
}
# Steps that reach somebody, with the guards that each has to have.
REACHES = {
    "record_contact": {"channel_safe", "hour_safe", "message_allowed"},
    "write_letter": {"channel_safe", "message_allowed"},  # at what hour it leaves says `for_party`
    "send_participant_link": {"channel_safe"},  # at what hour it leaves says `for_party`
}


def _written_to(person):
    """Return a letter that was written to somebody while that was safe."""
    return Contact.objects.create(
        participant=person,
        form_key=uuid7(),
        purpose="arranging",
        channel="email",
        result="sent",
        wording="please_call",
        language="en",
        words="Please call.",
        made_at=NOW,
        recorded_at=NOW,
    )


def calls(name):
    """Yield each call of a function in the source of programs, as file:function."""
    for path in python_files():
        if str(path).startswith("programs/"):
            for function in ast.walk(tree(path)):
                if isinstance(function, ast.FunctionDef):
                    for node in ast.walk(function):
                        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                            yield f"{path}:{function.name}"


def test_every_letter_to_a_party_is_seen_to_obey_below():
    assert {name for name, audience in LETTERS.items() if audience == "a party"} == set(WRITTEN)


def test_only_those_letters_make_a_recipient_of_a_party():
    assert set(calls("for_party")) == MAKE_RECIPIENTS


def test_every_place_that_notes_a_contact_is_known():
    assert {where.partition(":")[0] for where in calls("Contact")} == set(NOTE_CONTACTS)


def test_every_step_that_reaches_somebody_asks_whether_it_is_safe():
    guards = {step.id: set(step.guards) for step in CASE_STEPS}
    assert all(needed <= guards[step] for step, needed in REACHES.items())
    asking = {step.id for step in CASE_STEPS if "channel_safe" in step.guards}
    assert asking == set(REACHES)


@pytest.fixture
def sent(world):
    offender = parties(make_case(world, "preparing"))[1]
    return send_link(world, offender), offender


@pytest.mark.parametrize("letter", WRITTEN)
def test_no_letter_goes_to_an_unsafe_address(sent, letter):
    sent, person = sent
    assert WRITTEN[letter](sent)
    Participant.objects.filter(pk=person.pk).update(unsafe_channels=["email"])
    assert WRITTEN[letter](sent) is None


@pytest.mark.parametrize("letter", WRITTEN)
def test_no_letter_leaves_outside_the_hours(sent, letter):
    sent, person = sent
    tomorrow = (timezone.now().astimezone(Program.objects.get().zone) + DAY).weekday()
    Participant.objects.filter(pk=person.pk).update(safe_days=[tomorrow])
    with pytest.raises(NotYet):
        WRITTEN[letter](sent)


def test_whoever_makes_a_recipient_past_them_is_refused_too(sent):
    _sent, person = sent
    Participant.objects.filter(pk=person.pk).update(unsafe_channels=["email"])
    with pytest.raises(ValueError, match="no address"):
        for_party(fresh(person), program=Program.objects.get(), now=timezone.now())
