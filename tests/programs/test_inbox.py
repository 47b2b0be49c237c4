"""The inbox: what is overdue comes first and is said in words, each state has its list, and who looks at what shows."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from programs.actions.referrals import accept_referral, begin_review, decline_referral, withdraw_referral
from programs.models import MediationCase, Program, Referral
from programs.views.receipts import lead_to_receipt
from tests.programs.cast import DAY, NOW, fresh, make_referral
from tests.programs.test_pages import queries_of


@pytest.fixture
def inbox(world, at_alpha):
    """Return the inbox as the coordinator sees it."""
    at_alpha.force_login(world.cora)
    return lambda query="": at_alpha.get(f"{reverse('referrals')}{query}")


def sent(days_ago, **changes):
    return make_referral(now=timezone.now() - days_ago * DAY, **changes)


def references(page):
    return [referral.reference for referral in page.context["page"]]


def test_it_works(inbox):
    fresh_one, late, due = sent(0), sent(20), sent(6)
    page = inbox()
    assert references(page) == [late.reference, due.reference, fresh_one.reference]
    html = page.content.decode()
    assert "Answer by" in html
    assert html.count("Overdue") == 1
    assert html.index("Overdue") < html.index(due.reference)


def test_the_day_itself_is_not_overdue(world):
    referral = make_referral()
    day = NOW.date() + timedelta(days=Program.objects.get().policy.answer_days)
    assert referral.answer_by == day
    assert not referral.is_overdue(day)
    assert referral.is_overdue(day + timedelta(days=1))
    assert not Referral.objects.overdue(day).exists()
    assert Referral.objects.overdue(day + timedelta(days=1)).get() == referral


def test_what_is_decided_is_never_overdue(world):
    referral = make_referral()
    accept_referral(actor=world.cora, referral=referral, now=NOW)
    late = NOW.date() + timedelta(days=99)
    assert not fresh(referral).is_overdue(late)
    assert not Referral.objects.overdue(late).exists()


def test_each_state_has_its_list_with_its_count(world, inbox):
    waiting, looked_at, accepted, declined, withdrawn = (sent(days) for days in range(5))
    begin_review(actor=world.alice, referral=looked_at, now=NOW)
    accept_referral(actor=world.cora, referral=accepted, now=NOW)
    decline_referral(actor=world.cora, referral=declined, now=NOW, reason="capacity")
    withdraw_referral(actor=AnonymousUser(), referral=withdrawn, now=NOW)
    expected = {
        "": {waiting, looked_at},
        "?state=review": {looked_at},
        "?state=accepted": {accepted},
        "?state=declined": {declined},
        "?state=withdrawn": {withdrawn},
        "?state=all": {waiting, looked_at, accepted, declined, withdrawn},
        "?state=no-such": {waiting, looked_at},
    }
    for query, those in expected.items():
        assert set(references(inbox(query))) == {referral.reference for referral in those}, query
    counts = {each.id: count for each, count in inbox().context["filters"]}
    assert counts == {
        "waiting": 2,
        "review": 1,
        "accepted": 1,
        "declined": 1,
        "withdrawn": 1,
        "forwarded": 0,
        "kept": 0,
        "all": 5,
    }


@pytest.mark.parametrize("state", ["waiting", "review", "accepted", "declined", "withdrawn", "all"])
def test_an_empty_list_says_so(inbox, state):
    page = inbox(f"?state={state}")
    empty = page.context["chosen"].empty
    assert str(empty) in page.content.decode()
    assert 'aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("query", ["", "?state=all"])
def test_it_costs_the_same_for_one_and_for_a_hundred(world, at_alpha, query):
    at_alpha.force_login(world.cora)
    url = reverse("referrals") + query
    begin_review(actor=world.alice, referral=sent(1), now=NOW)
    first = queries_of(at_alpha, url)
    for number in range(99):
        begin_review(actor=world.alice, referral=sent(number % 20), now=NOW)
    assert queries_of(at_alpha, url) == first
    assert len(at_alpha.get(f"{url}{'&' if query else '?'}page=2").context["rows"]) == 50


def test_the_next_page_keeps_the_list(world, at_alpha, inbox):
    for _ in range(51):
        sent(0)
    assert "?state=all&amp;page=2" in inbox("?state=all").content.decode()
    assert 'href="?page=2"' in inbox().content.decode()


def test_it_shows_who_looks_at_what(world, at_alpha, inbox):
    referral = sent(0)
    at_alpha.force_login(world.alice)
    at_alpha.post(reverse("referral-review", args=[referral.pk]))
    at_alpha.force_login(world.cora)
    assert "Alice" in inbox().content.decode()
    page = at_alpha.get(reverse("referral", args=[referral.pk])).content.decode()
    assert "Alice is looking at this, since" in page
    assert reverse("referral-review", args=[referral.pk]) not in page
    assert reverse("referral-accept", args=[referral.pk]) in page


def test_two_do_not_begin_the_same_work(world, at_alpha, refused):
    referral = make_referral()
    begin_review(actor=world.alice, referral=referral, now=NOW)
    assert refused(lambda: begin_review(actor=world.cora, referral=referral, now=NOW)) == ["right_state"]
    at_alpha.force_login(world.cora)
    page = at_alpha.post(reverse("referral-review", args=[referral.pk]))
    assert page.status_code == 409
    assert "Alice is looking at this" in page.content.decode()
    assert (fresh(referral).review_by, fresh(referral).review_since) == (world.alice, NOW)


def test_a_second_click_changes_nothing(world, at_alpha):
    at_alpha.force_login(world.cora)
    url = reverse("referral-review", args=[make_referral().pk])
    assert [at_alpha.post(url).status_code for _ in range(2)] == [302, 302]


def test_it_is_not_needed_before_a_decision(world):
    accept_referral(actor=world.cora, referral=make_referral(), now=NOW)
    accept_referral(
        actor=world.cora, referral=begin_review(actor=world.alice, referral=make_referral(), now=NOW), now=NOW
    )
    assert MediationCase.objects.count() == 2


@pytest.mark.parametrize("name", ["sol", "mia"])
def test_who_does_not_decide_does_not_begin(world, name):
    with pytest.raises(PermissionDenied):
        begin_review(actor=world.people[name], referral=make_referral(), now=NOW)


def test_today_says_how_many_are_overdue(world, at_alpha):
    sent(20)
    sent(0)
    at_alpha.force_login(world.cora)
    html = at_alpha.get(reverse("home")).content.decode()
    assert "2 referrals wait" in html
    assert "1 overdue" in html


def test_the_receipt_says_by_when_and_admits_when_it_is_late(world, at_alpha):
    with time_machine.travel(NOW, tick=False):
        url = lead_to_receipt(make_referral()).url
        page = at_alpha.get(url).content.decode()
        assert "We answer by March 9, 2026" in page
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        assert "We meant to answer by March 9, 2026" in at_alpha.get(url).content.decode()
