"""A letter or a contact that is sent twice is one; another person, or other words, are another one."""

import threading
import uuid

import pytest
from django.db import connections, transaction

from programs.actions.contacts import record_contact
from programs.actions.letters import write_letter
from programs.models import Contact, MediationCase
from tests.programs.cast import NOW, at, fresh, make_case, make_world, parties

LETTER = {
    "result": "sent",
    "channel": "in_person",
    "wording": "please_call",
    "language": "en",
    "words": "Call me.",
}
CALL = {"result": "no_answer", "channel": "phone", "note": "It rang."}
KINDS = pytest.mark.parametrize(
    ("action", "told", "other"),
    [(write_letter, LETTER, {"words": "Please call me."}), (record_contact, CALL, {"note": "It was busy."})],
    ids=["letter", "contact"],
)


def send(action, person, actor, key, told):
    contact = Contact(purpose="arranging", made_at=NOW, **told)
    return action(actor=actor, participant=fresh(person), now=NOW, form_key=key, contact=contact)


@KINDS
def test_two_presses_at_once_are_one(committed, alpha, action, told, other):
    """The second waits for the case, and then finds what the first made."""
    key, came = uuid.uuid4(), []
    with at(alpha):
        world = make_world(alpha)
        victim = parties(make_case(world, "preparing"))[0]

    def second():
        try:
            with at(alpha):
                came.append(send(action, victim, world.cora, key, told))
        finally:
            connections.close_all()

    thread = threading.Thread(target=second)
    with at(alpha), transaction.atomic():
        first = send(action, victim, world.cora, key, told)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join()
    assert came == [first]


@KINDS
def test_the_key_of_somebody_else_is_another_form(world, action, told, other):
    key = uuid.uuid4()
    made = [send(action, person, world.cora, key, told) for person in parties(make_case(world, "preparing"))]
    assert made[0] != made[1]
    assert [send(action, each.participant, world.cora, key, told) for each in made] == made


@KINDS
def test_other_words_are_another_one(world, action, told, other):
    """Whoever goes back, writes something else and sends it is not told that the first is kept."""
    key, person = uuid.uuid4(), parties(make_case(world, "preparing"))[0]
    first, second = (send(action, person, world.cora, key, each) for each in (told, told | other))
    assert first != second
    ((name, words),) = other.items()
    assert getattr(fresh(second), name) == words


@KINDS
def test_a_key_opens_nothing_to_a_mediator_of_other_cases(world, action, told, other):
    key, person = uuid.uuid4(), parties(make_case(world, "preparing"))[0]
    send(action, person, world.cora, key, told)
    with pytest.raises(MediationCase.DoesNotExist):
        send(action, person, world.max, key, told)
