"""Names, numbers and addresses of the other side, as people write them, are found; what only looks like them is not."""

import pytest

from programs.facts import CaseFacts
from programs.models import Participant, Program
from programs.wording.wall import names_other_side
from tests.programs.cast import NOW, fresh, make_case, parties

SOFT, ZERO, DASH, NO_BREAK_DASH, DOT = "\u00ad", "\u200b", "\u2013", "\u2011", "\u00b7"

HERE = {"phone": "555 0100 99", "email": "both@own.example", "address": "7 Same House"}
"""How the person responsible is reached."""

NAMES = [
    ("John Quincy Smith", "John Smith has agreed."),
    ("Vera Lindqvist", "Vera M. Lindqvist has agreed."),
    ("Vera Lindqvist", "V. Lindqvist has agreed."),
    ("Maria Lopez Garcia", "Maria Lopez has agreed."),
    ("María del Carmen López García", "Señora López García"),
    ("Juan Torres", "El señor Torres ha aceptado."),
    ("Ana Torres", "doña Torres"),
    ("Shaun O'Neil", "Shaun O\u2019Neil has agreed."),
    ("Jean-Pierre Dupont", "Jean Pierre Dupont a accepté."),
    ("Jean-Pierre Dupont", f"Jean{NO_BREAK_DASH}Pierre Dupont a accepté."),
    ("John Smith Jr.", "John Smith Jr. has agreed."),
    ("John Smith (father)", "John Smith has agreed."),
    ("Vera Lindqvist", f"Vera{ZERO} Lindqvist has agreed"),
    ("Vera Lindqvist", f"Ve{SOFT}ra Lindqvist has agreed"),
    ("Vera Lindqvist", "V\u0435ra Lindqvist has agreed"),
    ("Vera Lindqvist", "Vera\nLindqvist has agreed"),
    ("Vera Lindqvist", "VeraLindqvist"),
    ("Vera Lindqvist", "Vera-Lindqvist, _Vera_Lindqvist_"),
    ("Vera Lindqvist", "Mr. and Mrs. Lindqvist"),
    ("Vera Lindqvist", "Professor Lindqvist"),
    ("Vera Lindqvist", "the Lindqvist family"),
    ("Søren Kjær", "Soren Kjaer"),
    ("Mr. Vera Lindqvist", "Vera Lindqvist"),
    ("Lindqvist, Vera", "Vera Lindqvist has agreed"),
    ("Vera", "Please know that Vera has agreed"),
    ("王芳", "王芳已经同意"),
]
NO_NAMES = [
    ("Will", "I will call you. You may say no."),
    ("Vera Lindqvist", "Veranda lindqvistia"),
    ("Vera Lindqvist", "The other side has agreed."),
    ("Vera Offender", "Oskar Offender, this is for you."),
    ("Alpha Victim", "Alpha Mediation, and what a victim may ask."),
    ("Oskar Offender", "Oskar Offender"),
]
REACHED = [
    ({"phone": "+1 902 555 0142"}, "Call 902-555-0142 (9-17)"),
    ({"phone": "+1 902 555 0142"}, "Call 902-555-0142 24/7"),
    ({"phone": "+1 902 555 0142"}, f"Call 902{DASH}555{DASH}0142"),
    ({"phone": "+1 902 555 0142"}, f"Call 902{NO_BREAK_DASH}555{NO_BREAK_DASH}0142"),
    ({"phone": "+1 902 555 0142"}, f"Call 902{DOT}555{DOT}0142"),
    ({"phone": "902-555-0142 ext. 12"}, "Call 902-555-0142 ext. 12"),
    ({"phone": "902-555-0142 or 902-555-0199"}, "Call 902-555-0142"),
    ({"phone": "+1 902 555 0142"}, "Call 555 0142"),
    ({"address": "12 Elm Street, Halifax NS"}, "Come to 12 Elm Street"),
    ({"address": "c/o Anna\n12 Elm Street\nHalifax NS"}, "Come to 12 Elm Street, Halifax"),
    ({"address": "12 Elm Street\nHalifax NS"}, "Come to 12, Elm St."),
    ({"address": "Flat 3\n12 Elm Street\nHalifax NS"}, "Come to 12 Elm Street"),
    ({"address": "9 Oak\nHalifax"}, "Come to 9 Oak in Halifax"),
    ({"email": "vera@own.example"}, "vera @\nown.example"),
]
NOT_REACHED = [
    ({"phone": "+1 902 555 0142"}, "Call 902 555 0199"),
    ({"address": "12 Elm Street"}, "12 people came to Elm Street"),
    (HERE, "555 0100 99, both@own.example, 7 Same House"),
]


@pytest.fixture
def tells(world):
    """Return whether words to the person responsible tell of the person harmed, of whom this is known."""
    victim, offender = parties(make_case(world, "preparing"))
    for person, name in ((victim, "Vera Victim"), (offender, "Oskar Offender")):
        for field, value in {"name": name, **(HERE if person is offender else {})}.items():
            setattr(person, field, value)
        person.save()

    def found(words, **known):
        for field, value in known.items():
            setattr(victim, field, value)
        victim.save()
        facts = CaseFacts(case=victim.case, program=Program.objects.get(), now=NOW)
        return names_other_side(facts, fresh(offender), words)

    return found


@pytest.mark.parametrize(("name", "words"), NAMES)
def test_a_name_is_found(tells, name, words):
    assert tells(words, name=name)


@pytest.mark.parametrize(("name", "words"), NO_NAMES)
def test_what_is_no_name_of_theirs_is_not(tells, name, words):
    assert not tells(words, name=name)


@pytest.mark.parametrize(("known", "words"), REACHED)
def test_a_way_to_somebody_is_found(tells, known, words):
    assert tells(words, **known)


@pytest.mark.parametrize(("known", "words"), NOT_REACHED)
def test_what_leads_to_nobody_of_theirs_is_not(tells, known, words):
    assert not tells(words, **known)


def test_an_organization_is_found_by_all_of_its_name(tells):
    assert tells("Acme Inc. has agreed", name="Acme Inc.", is_organisation=True)
    assert not tells("The church is in the street of grace", name="Grace Street Church", is_organisation=True)
    assert Participant.objects.filter(is_organisation=True).count() == 1
