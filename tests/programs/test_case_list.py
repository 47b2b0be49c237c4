"""The list of cases: what it is narrowed by, what an empty one says, and the filters that people keep."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions.filters import UnableToSave, delete_filter, save_filter
from programs.forms.cases import query_of
from programs.models import Program, SavedFilter
from programs.models.saved_filter import MOST_FILTERS
from tests.programs.cast import DAY, NOW, make_case, make_world

CASES, SAVE = (reverse(name, "amends.urls_tenant") for name in ("cases", "filter-save"))


@pytest.fixture
def signed_in(world, at_alpha):
    def browser(name="cora"):
        at_alpha.force_login(world.people[name])
        return at_alpha

    return browser


def page(browser, **values):
    answer = browser.get(f"{CASES}?{query_of(values)}")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(browser, cases, **values):
    shown = page(browser, **values)
    return {case for case in cases if case.reference in shown}


def opened(case, at):
    case.opened_at = at
    case.save(update_fields=["opened_at"])
    return case


def test_it_works(world, signed_in):
    browser = signed_in()
    intake, preparing, closed = (make_case(world, state) for state in ("intake", "preparing", "closed"))
    every = {intake, preparing, closed}
    assert listed(browser, every) == {intake, preparing}
    assert listed(browser, every, state="preparing") == {preparing}
    assert listed(browser, every, state="all") == every
    shown = page(browser, state="preparing")
    assert "Filters in force:" in shown
    assert "State: Preparing" in shown
    assert "Clear" in shown


def test_it_is_narrowed_by_who_works_on_it(world, signed_in):
    browser = signed_in()
    nobodys = make_case(world, "intake")
    mias = make_case(world, "preparing")
    maxs = make_case(world, "preparing", mediator="max")
    ended = make_case(world, "closed")
    every = {nobodys, mias, maxs, ended}
    mia, cora = str(world.mia.pk), str(world.cora.pk)
    assert listed(browser, every, mediator=mia) == {mias}
    assert listed(browser, every, mediator=mia, state="all") == {mias, ended}
    assert listed(browser, every, mediator="nobody") == {nobodys}
    assert listed(browser, every, coordinator=cora) == {mias, maxs}
    assert listed(browser, every, coordinator="nobody") == {nobodys}
    assert listed(browser, every, coordinator=cora, mediator=str(world.max.pk)) == {maxs}


def test_only_my_cases(world, signed_in):
    nobodys, mias = make_case(world, "intake"), make_case(world, "preparing")
    for name, mine in (("cora", {mias}), ("alice", set()), ("sol", {mias})):
        assert listed(signed_in(name), {nobodys, mias}, mine="1") == mine, name


def test_it_is_narrowed_by_the_day_of_opening_in_the_programs_zone(world, signed_in):
    browser = signed_in()
    Program.objects.update(time_zone="America/Chicago")  # where 02:00 UTC is the evening before
    first = opened(make_case(world), dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC))
    second = opened(make_case(world), dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC))
    every = {first, second}
    assert listed(browser, every, opened_from="2026-03-02") == {second}
    assert listed(browser, every, opened_to="2026-03-01") == {first}
    assert listed(browser, every, opened_from="2026-03-01", opened_to="2026-03-02") == every
    assert "before the first one" in page(browser, opened_from="2026-03-02", opened_to="2026-03-01")


@pytest.mark.parametrize(
    "query",
    ["state=purple", "mediator=x", "opened_from_day=31&opened_from_month=2&opened_from_year=2026"],
)
def test_what_is_no_filter_is_said_and_shows_nothing(world, signed_in, query):
    case = make_case(world)
    answer = signed_in().get(f"{CASES}?{query}").content.decode()
    assert "There is a problem" in answer
    assert case.reference not in answer


def test_an_empty_list_says_what_to_do(world, signed_in):
    shown = page(signed_in())
    assert "A case begins when a referral is accepted" in shown
    assert f'href="{reverse("referrals")}"' in shown.partition("amends-empty")[2]
    assert "You see a case when it is assigned to you" in page(signed_in("mia"))
    assert "Clear the filters" in page(signed_in(), state="held")


def test_a_list_costs_the_same_for_one_case_and_for_a_hundred(world, signed_in):
    browser = signed_in()
    query = {"state": "preparing", "mediator": str(world.mia.pk), "mine": "1", "opened_from": "2026-01-01"}

    def queries():
        page(browser, **query)
        with CaptureQueriesContext(connection) as captured:
            page(browser, **query)
        return len(captured)

    make_case(world, "preparing")
    save_filter(actor=world.cora, name="One", values={"state": "held"}, now=NOW)
    first = queries()
    for _ in range(99):
        make_case(world, "preparing")
    for number in range(MOST_FILTERS - 1):
        save_filter(actor=world.cora, name=f"Number {number}", values={"state": "held"}, now=NOW)
    assert queries() == first


# Filters that are kept


def test_a_filter_is_kept_shown_and_deleted(world, signed_in):
    browser = signed_in()
    make_case(world, "preparing")
    values = {"state": "preparing", "opened_from": "2026-01-31", "mine": "1"}
    answer = browser.post(f"{SAVE}?{query_of(values)}", {"name": "Being prepared"})
    assert answer.url == f"{CASES}?{query_of(values)}"
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.name, saved.values) == (world.cora, "Being prepared", values)
    shown = page(browser)
    assert "Being prepared" in shown
    assert query_of(values).replace("&", "&amp;") in shown
    assert 'aria-current="true">Being prepared' in page(browser, **values)
    browser.post(reverse("filter-delete", args=[saved.pk]))
    assert not SavedFilter.objects.exists()
    assert "Being prepared" not in page(browser)


def test_a_filter_is_its_owners_alone(world, signed_in):
    saved = save_filter(actor=world.max, name="Of Max", values={"state": "held"}, now=NOW)
    browser = signed_in()
    assert "Of Max" not in page(browser)
    assert browser.post(reverse("filter-delete", args=[saved.pk])).status_code == 404
    with pytest.raises(SavedFilter.DoesNotExist):
        delete_filter(actor=world.cora, saved=saved)


def test_a_name_is_a_persons_once(world):
    held = {"state": "held"}
    first = save_filter(actor=world.cora, name="Élan", values=held, now=NOW)
    assert save_filter(actor=world.cora, name="ELAN", values=held, now=NOW) == first
    with pytest.raises(UnableToSave):
        save_filter(actor=world.cora, name="elan", values={"state": "ready"}, now=NOW)
    save_filter(actor=world.max, name="Élan", values={"state": "ready"}, now=NOW)


def test_there_are_twenty_at_most(world):
    for number in range(MOST_FILTERS):
        save_filter(actor=world.cora, name=f"Number {number}", values={"state": "held"}, now=NOW)
    with pytest.raises(UnableToSave):
        save_filter(actor=world.cora, name="One more", values={"state": "held"}, now=NOW)
    assert SavedFilter.objects.count() == MOST_FILTERS


def test_two_at_once_are_one(committed, alpha):
    """The names are sealed, so no constraint keeps them apart: the second waits for the first."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from tests.programs.cast import at

    with at(alpha):
        cora = make_world(alpha).cora

    def save(number):
        try:
            with at(alpha):
                save_filter(actor=cora, name="The same", values={"state": "held"}, now=NOW + number * DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))
    with at(alpha):
        assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(("name", "said"), [("", "Enter a name for this filter"), ("x" * 61, "60")])
def test_a_name_that_will_not_do_is_said_beside_the_list(world, signed_in, name, said):
    case = make_case(world, "preparing")
    answer = signed_in().post(f"{SAVE}?state=preparing", {"name": name})
    assert said in answer.content.decode()
    assert case.reference in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_a_name_that_is_taken_is_said_beside_the_list(world, signed_in):
    save_filter(actor=world.cora, name="Mine", values={"state": "held"}, now=NOW)
    answer = signed_in().post(f"{SAVE}?state=preparing", {"name": "mine"}).content.decode()
    assert "You have a filter of this name already" in answer


def test_the_links_of_that_page_lead_back_to_the_list(world, signed_in):
    answer = signed_in().get(f"{SAVE}?state=preparing&sort=reference")
    assert answer.url == f"{CASES}?state=preparing&sort=reference"


def test_what_is_kept_is_nothing_but_the_filter(world, signed_in):
    answer = signed_in().post(
        f"{SAVE}?state=preparing&words=Vera&page=3&sort=since&evil=1", {"name": "Mine", "words": "Vera"}
    )
    assert answer.status_code == 302
    assert SavedFilter.objects.get().values == {"state": "preparing"}


def test_its_name_lies_sealed_in_the_database(world):
    save_filter(actor=world.cora, name="Canary family", values={"state": "held"}, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, encode(name, 'escape') FROM programs_savedfilter t")
        assert "Canary" not in str(cursor.fetchall())
