"""First names alone, and people of a side who are no party: found where they name somebody, and only there."""

import pytest

from programs.actions.minors import record_guardian, record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import Session
from programs.wording.wall import names_other_side
from tests.programs.cast import NOW, choose, fresh, make_case, parties
from tests.programs.letters.test_safely import facts_of
from tests.programs.letters.test_write import sides, write

__all__ = ["sides"]

TOLD = [
    ("Vera Lindqvist", "Please know that Vera has agreed."),
    ("Vera Lindqvist", "Vera has agreed."),
    ("Vera Lindqvist", "VERA has agreed."),
    ("Vera Lindqvist", "It was Vera\u2019s bicycle."),
    ("Vera Lindqvist", "Ve\u00adra has agreed."),
    ("Vera Lindqvist", "V\u0435ra has agreed."),
    ("Ms. Vera Lindqvist", "We told Vera."),
    ("Lindqvist, Vera", "We told Vera."),
    ("Zoë Müller", "We told Zoe."),
    ("Jean-Pierre Dupont", "Nous avons parlé avec Jean."),
    ("Íñigo García", "Hablamos con Iñigo."),
    ("Will Smith", "I talked with Will yesterday."),
    ("Rose Martin", "Nous avons parlé avec Rose."),
    ("Luz Romero", "Hablamos con Luz ayer."),
    ("Alex Bell (formerly Anna Bell)", "Anna has agreed."),
    ("Alice Bell, née Clark", "Mrs. Clark has agreed."),
    ("Ben Born", "We told Ben."),
]
NOT_TOLD = [
    ("Vera Lindqvist", "Veranda and Verana are words."),
    ("Vera Lindqvist", "The vera of it"),
    ("Will Smith", "Will you call me? You may say no, if you will."),
    ("Will Smith", "WILL YOU CALL ME?"),
    ("May Ling", "Come on 4 May. May I call you?"),
    ("Rose Martin", "Rose, la couleur du papier."),
    ("Luz Romero", "¿Luz? No hay luz en la sala."),
    ("Oskar Lindqvist", "Dear Oskar, please call me."),
    ("Cora Lindqvist", "Please call me. Cora"),
    ("Alpha Lindqvist", "Alpha Mediation writes to you."),
]


@pytest.fixture
def tells(world, sides):
    """Return whether words to the person responsible name the person harmed, who is called so."""
    victim, offender = sides

    def found(name, words):
        victim.name = name
        victim.save()
        return names_other_side(facts_of(offender), fresh(offender), words)

    return found


@pytest.mark.parametrize(("name", "words"), TOLD)
def test_a_first_name_alone_is_found(tells, name, words):
    assert tells(name, words)


@pytest.mark.parametrize(("name", "words"), NOT_TOLD)
def test_what_is_a_word_or_somebody_else_passes(tells, name, words):
    assert not tells(name, words)


def test_a_place_where_both_go_may_bear_a_first_name(world):
    case = make_case(world, "scheduled")
    victim, offender = parties(case)
    victim.name = "Grace Hill"
    victim.save()
    words = "We meet at Grace House."
    assert names_other_side(facts_of(offender), fresh(offender), words)
    for session in Session.objects.filter(case=case):
        session.place = "Grace House, room 2"
        session.save()
    assert not names_other_side(facts_of(offender), fresh(offender), words)


def company(world, case, role, name, **changes):
    person = Person(name, **changes)
    return add_participant(actor=world.cora, case=case, now=NOW, role=role, person=person)


@pytest.mark.parametrize("role", ["support_person", "guardian", "victim_representative"])
@pytest.mark.parametrize("words", ["Greta Novak comes too.", "We told Greta.", "Write to greta@own.example"])
def test_who_comes_with_the_other_side_is_of_the_other_side(world, sides, refused, role, words):
    _victim, offender = sides
    company(world, offender.case, role, "Greta Novak", email="greta@own.example")
    assert refused(lambda: write(world, offender, words=words)) == ["letter_to_one_side"]


def test_a_guardian_is_of_the_side_of_the_child(world, sides, refused):
    victim, offender = sides
    greta = company(world, victim.case, "guardian", "Greta Novak")
    record_minor(actor=world.cora, participant=offender, now=NOW, is_minor=True)
    told = {"guardian": greta, "is_guardian": True}
    record_guardian(actor=world.cora, participant=fresh(offender), now=NOW, **told)
    assert write(world, offender, words="Greta is asked as well.")
    assert refused(lambda: write(world, victim, words="Greta is asked.")) == ["letter_to_one_side"]
    assert refused(lambda: write(world, greta, channel="in_person", words="Vera is asked.")) == [
        "letter_to_one_side"
    ]


def test_who_was_wished_for_may_be_named_to_whoever_wished(world, sides, refused):
    victim, offender = sides
    company(world, victim.case, "support_person", "Sonja Novak")
    words = "Sonja may come with you."
    assert refused(lambda: write(world, victim, words=words)) == ["letter_to_one_side"]
    choose(world, victim, wishes={"support": "My sister Sonja"})
    assert write(world, victim, words=words)
    assert refused(lambda: write(world, offender, words="Sonja comes.")) == ["letter_to_one_side"]


def test_who_lives_with_somebody_may_be_named_to_them(world, sides):
    victim, _offender = sides
    company(world, victim.case, "support_person", "Sonja Novak", address=victim.address)
    assert write(world, victim, words="Sonja may come with you.")


def test_an_interpreter_is_of_neither_side(world, sides):
    _victim, offender = sides
    company(world, offender.case, "interpreter", "Ines Novak")
    assert write(world, offender, words="Ines Novak interprets for you.")
