"""What an administrator reads by e-mail of a network: how things stand, and nothing once they stand otherwise."""

import uuid

import pytest

from amends.accounts.models import User
from programs.actions.networks import decline_network, hear_unfit, take_membership
from programs.networks.letters import network_letter
from tests.meta.isolation_networks import word

SAYS = {
    "invited": "asks whether Alpha Mediation wants to be a member",
    "member": "has taken Alpha Mediation in",
    "refused": "has not taken Alpha Mediation in",
    "removed": "Nothing is shared any more",
    "withdrawn": "has taken its invitation of Alpha Mediation back",
}


def letter_about(world, state, **changes):
    said = word(state=state, **changes)
    take_membership(actor=None, word=said)
    return said["id"], network_letter(
        user_id=world.alice.pk, membership_id=uuid.UUID(said["id"]), state=state
    )


@pytest.mark.parametrize("state", SAYS)
def test_each_state_is_told(world, state):
    _key, letter = letter_about(world, state, why="We meet in May.")
    assert SAYS[state] in letter.body
    assert "They write: We meet in May." in letter.body
    assert "/networks/" in letter.body
    assert letter.subject == "About State Network"
    assert letter.recipient.address == world.alice.email


@pytest.mark.parametrize(("language", "words"), [("fr", "devenir membre"), ("es", "quiere ser miembro")])
def test_it_is_in_the_language_of_who_reads_it(world, language, words):
    User.objects.filter(pk=world.alice.pk).update(language=language)
    assert words in letter_about(world, "invited")[1].body


def test_a_request_that_was_never_put_is_told_with_its_reason(world):
    said = word(state="asked", why="We are alone.")
    take_membership(actor=None, word=said)
    key = uuid.UUID(said["id"])
    hear_unfit(actor=None, membership=key, reason="takes_no_requests")
    letter = network_letter(user_id=world.alice.pk, membership_id=key, state="refused")
    assert "was not put to State Network" in letter.body
    assert "takes no requests now" in letter.body
    assert "They write" not in letter.body, "these are the program's own words"


def test_nothing_is_written_once_things_stand_otherwise(world):
    key, letter = letter_about(world, "invited")
    assert letter
    decline_network(actor=world.alice, membership=key)
    told = {"membership_id": uuid.UUID(key), "state": "invited"}
    assert network_letter(user_id=world.alice.pk, **told) is None


def test_only_who_runs_the_program_is_written_to(world):
    key, _letter = letter_about(world, "invited")
    told = {"membership_id": uuid.UUID(key), "state": "invited"}
    assert network_letter(user_id=world.cora.pk, **told) is None
    User.objects.filter(pk=world.alice.pk).update(is_active=False)
    assert network_letter(user_id=world.alice.pk, **told) is None
