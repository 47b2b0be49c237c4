"""Cases are found by names that no database can read, and what was searched for is written nowhere."""

import logging

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends import audit
from amends.audit.models import AuditEntry
from amends.vault.shredding import destroy_data_key
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import MediationCase
from programs.search import find_cases
from programs.views.case_list import ON_A_PAGE
from tenants.context import required_schema
from tests.programs.cast import NOW, make_case, parties

CASES = reverse("cases", "amends.urls_tenant")


@pytest.fixture
def signed_in(world, at_alpha):
    def browser(name="cora"):
        at_alpha.force_login(world.people[name])
        return at_alpha

    return browser


def found(text, cases=None):
    return set(find_cases(MediationCase.objects.all() if cases is None else cases, text))


def search(browser, words, query="", **more):
    answer = browser.post(f"{CASES}{query}", {"words": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def named(world, victim, offender="Oskar Offender", state="intake"):
    return make_case(world, state, victim=Person(victim), offender=Person(offender))


def test_it_works(world, signed_in):
    wanted, other = named(world, "Zoë Núñez"), named(world, "Peter Rabbit")
    page = search(signed_in(), "nunez zo")
    assert wanted.reference in page
    assert other.reference not in page
    assert "1 case found" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Zoë Núñez", "zoe"),
        ("Zoë Núñez", "ZOË NÚÑEZ"),
        ("Zoe Nunez", "zoé núñ"),
        ("Łukasz Ørsted", "lukasz orst"),
        ("Groß Straße", "gross strass"),
        ("Séan O’Brien-Hall", "obrien"),
        ("Séan O’Brien-Hall", "o'brien"),
        ("Séan O’Brien-Hall", "hall sean"),
        ("Anne-Marie Cœur", "annemarie coeur"),
        ("Åse  Lindqvist", "as l"),
        ("محمد علي", "محم"),
        ("李 小龙", "小"),
    ],
)
def test_spelling_does_not_matter(world, name, words):
    case = named(world, name)
    assert found(words) == {case.pk}


def test_a_name_may_be_spelt_in_two_ways_of_unicode(world):
    case = named(world, "Zoe\u0308 Nu\u0301n\u0303ez")
    assert found("zoë núñez") == {case.pk}


@pytest.mark.parametrize(
    "words", ["nunez peter", "unez", "nunezz", "zoe zoe nobody", "-", "’", "%", "_", "*"]
)
def test_every_word_begins_one_of_the_case(world, words):
    named(world, "Zoë Núñez")
    assert found(words) == set()


def test_words_may_be_of_two_people_and_of_the_reference(world):
    case = named(world, "Vera Victim", "Oskar Offender")
    named(world, "Vera Other", "Otto Other")
    assert found("vera oskar") == {case.pk}
    assert found(case.reference) == {case.pk}
    assert found(case.reference.replace("-", " ").lower()[:7]) == {case.pk}
    assert found(f"vera {case.reference[:6]}") == {case.pk}


def test_whoever_comes_along_is_found_and_named(world, signed_in):
    case = named(world, "Vera Victim")
    add_participant(actor=world.cora, case=case, now=NOW, role="guardian", person=Person("Gina Guardian"))
    assert "Gina Guardian" in search(signed_in(), "gina")
    assert "Gina Guardian" not in search(signed_in(), "vera")


def test_nobody_finds_what_they_may_not_see(world, signed_in):
    mine = make_case(world, "preparing", victim=Person("Vera Mine"))
    others = make_case(world, "preparing", victim=Person("Vera Others"), mediator="max")
    page = search(signed_in("mia"), "vera")
    assert mine.reference in page
    assert others.reference not in page
    assert "Vera Others" not in page


def test_closed_cases_are_found_too_but_not_outside_a_filter(world, signed_in):
    case = make_case(world, "closed", victim=Person("Vera Gone"))
    browser = signed_in()
    assert case.reference in search(browser, "gone")
    page = search(browser, "gone", "?state=preparing")
    assert case.reference not in page
    assert "Search all cases" in page


def test_the_words_are_in_no_address(world, signed_in):
    named(world, "Zoë Núñez")
    browser = signed_in()
    page = search(browser, "nunez")
    assert 'method="post"' in page.partition('name="words"')[0].rpartition("<form")[2]
    for part in page.split("href=")[1:]:
        assert "nunez" not in part.partition(">")[0].lower()
    for part in page.split("action=")[1:]:
        assert "nunez" not in part.partition(">")[0].lower()
    # An address with the words in it, as somebody might make one, finds nothing and shows them nowhere.
    page = browser.get(f"{CASES}?words=nunez").content.decode()
    assert 'value="nunez"' not in page
    assert "cases found" not in page


def test_what_was_searched_for_is_kept_nowhere(world, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    case = named(world, "Zoë Núñez")
    browser = signed_in()
    search(browser, "Nunez")
    search(browser, "Rumpelstiltskin")
    audit.flush()
    said = str(list(AuditEntry.objects.values_list("facts", "object_id", "verb")))
    for where in (said, caplog.text, str(dict(browser.session))):
        assert "nunez" not in where.lower()
        assert "rumpel" not in where.lower()
    # But who was shown, and that somebody searched and met nobody, is.
    first, second = AuditEntry.objects.filter(facts__purpose="case_search").order_by("seq")
    assert set(first.facts["ids"]) == {str(party.pk) for party in parties(case)}
    assert (second.object_type, second.object_id, second.facts.get("ids")) == (
        "programs.mediationcase",
        "",
        None,
    )


def test_nothing_is_remembered_from_one_search_to_the_next(world):
    case = named(world, "Zoë Núñez")
    assert found("nunez") == {case.pk}
    victim = parties(case)[0]
    victim.name = "Zoë Married"
    victim.save()
    assert found("nunez") == set()
    assert found("married") == {case.pk}


def test_a_name_whose_key_was_destroyed_hides_no_other(world):
    gone, kept = named(world, "Zoë Gone"), named(world, "Zoë Kept")
    destroy_data_key(required_schema(), parties(gone)[0].vault_key)
    assert found("zoe") == {kept.pk}
    assert found(gone.reference) == {gone.pk}


def test_an_empty_search_says_what_to_enter(world, signed_in):
    named(world, "Zoë Núñez")
    page = search(signed_in(), " ")
    assert "<title>Error: " in page
    assert "Enter a name or a reference" in page
    assert "Zoë" in page


def test_a_search_costs_the_same_for_one_case_and_for_a_hundred(world, signed_in):
    from django.db import connection, connections

    def queries():
        search(browser, "vera")
        with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(connections["keys"]) as keys:
            search(browser, "vera")
        return len(ours), len(keys)

    browser = signed_in()
    make_case(world)
    first = queries()
    for _ in range(99):
        make_case(world)
    assert queries() == first


def test_the_next_page_is_posted_too(world, signed_in):
    for _ in range(ON_A_PAGE + 1):
        make_case(world)
    browser = signed_in()
    page = search(browser, "vera oskar")
    assert "Page 1 of 2" in page
    assert 'name="page" value="2"' in page
    page = search(browser, "vera oskar", page="2")
    assert "Page 2 of 2" in page
    assert page.count('href="/cases/') - page.count('href="/cases/"') == 1
