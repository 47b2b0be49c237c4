"""Names are found as people type them: without accents, half, misspelt, run together."""

import random

import pytest
from django.db import transaction

from infra.bench.directory.mix import with_typos
from network.directory.actions import store_listing
from network.directory.facts import Facts, Site
from network.directory.search import Question, find
from network.directory.search.text import query_of
from network.directory.words import distance, fragments_of, words_of
from tenants.context import as_owner
from tests.network.directory.listings import NOW

NAMES = (
    "Doña Ana Restorative Justice",
    "Centro de Mediación Río Grande",
    "Lakeview Victim Offender Mediation",
    "Harbor Bay Conferencing",
    "Thistle Creek Dispute Settlement Center",
    "Évangéline Reconciliation Services",
    "Northern Oak Peacemaking Circle",
)


@pytest.fixture
def named():
    with as_owner(), transaction.atomic():
        for number, name in enumerate(NAMES):
            site = Site(id=f"00000000-0000-4000-8000-{number:012}", city="Sleepy Hollow", state="NY")
            facts = Facts(name=name, description="We visit each side first.", sites=(site,))
            store_listing(actor=None, tenant_id=None, slug=f"n-{number}", facts=facts, version=1, now=NOW)
        yield
        transaction.set_rollback(True)


def names(text):
    return [hit.listing.name for hit in find(Question(text=text)).hits]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dona ana", NAMES[0]),
        ("DOÑA", NAMES[0]),
        ("mediacion rio", NAMES[1]),
        ("medacion", NAMES[1]),
        ("lakevew victm", NAMES[2]),
        ("lakeviewvictim", NAMES[2]),
        ("harber bay", NAMES[3]),
        ("thistel crek", NAMES[4]),
        ("evangeline", NAMES[5]),
        ("reconcilliation", NAMES[5]),
        ("peace", NAMES[6]),
        ("oak xyzzyq", NAMES[6]),
    ],
)
def test_a_name_is_found_as_people_type_it(named, typed, name):
    assert names(typed)[0] == name


def test_words_of_places_and_descriptions_are_found_too(named):
    assert len(names("sleepy hollow")) == len(NAMES)
    assert len(names("visit each")) == len(NAMES)


@pytest.mark.parametrize(
    "typed", ["xyzzy", "' OR 1=1 --", "%", "!!!", "a & b | !c", ":*", "\\", "<>", "a" * 100]
)
def test_what_is_no_name_finds_nothing_and_breaks_nothing(named, typed):
    assert not {*names(typed)} - {*NAMES}
    assert names("xyzzy") == []


def test_without_a_word_there_is_no_query():
    with as_owner():
        assert query_of(" -!? ") == ""


def test_two_letters_wrong_still_lead_to_most(named):
    dice = random.Random(3)
    tries = [(name, with_typos(dice, name, 2)) for name in NAMES for _ in range(20)]
    found = sum(name in names(typed) for name, typed in tries)
    assert found / len(tries) >= 0.88


def test_fragments_meet_where_words_are_near():
    assert fragments_of("harbor") & fragments_of("harber")
    assert not fragments_of("oak") & fragments_of("elm")
    assert distance("harbor", "habror") == 1
    assert distance("kitten", "sitting") == 3
    assert words_of("Doña-Ana (2nd)") == ["dona", "ana", "2nd"]
