"""A question finds what a slow and plain second description of it finds."""

import random

import pytest
from django.db import transaction

from network.directory.actions import store_listing
from network.directory.facts import Facts
from network.directory.models import Listing
from network.directory.search import Question, find
from network.directory.search.asking import NEAR
from network.directory.search.finding import nearest
from network.directory.vocabulary import tokens
from tenants.context import as_owner
from tenants.models import Tenant
from tests.network.directory.listings import BEYOND, NOW, SPOTS, answers_to, covering, distance, fill

SEED, LISTINGS, QUESTIONS = 7, 300, 500
ALL = 10_000


@pytest.fixture
def stored():
    with as_owner(), transaction.atomic():
        yield fill(random.Random(SEED), LISTINGS)
        transaction.set_rollback(True)


def any_question(dice: random.Random) -> Question:
    code = dice.choice(list(SPOTS))
    _state, latitude, longitude = SPOTS[code]
    if dice.random() < 0.2:
        latitude, longitude = dice.choice(BEYOND)
    has_point = dice.random() < 0.7
    return Question(
        codes=() if has_point and dice.random() < 0.3 else covering(code),
        latitude=latitude if has_point else None,
        longitude=longitude if has_point else None,
        radius=dice.choice([NEAR, 10.0, 161.0, 900.0]),
        wishes=tuple(dice.sample(list(tokens()), dice.choice([0, 1, 2, 3]))),
        size=ALL,
    )


def test_500_of_500_questions_find_what_brute_force_finds(stored):
    dice, found_some = random.Random(SEED), 0
    for number in range(QUESTIONS):
        question = any_question(dice)
        found = {hit.listing.slug: hit.tier for hit in find(question).hits}
        expected = {
            slug: tier for slug, facts in stored.items() if (tier := answers_to(question, facts)) is not None
        }
        assert found == expected, (number, question)
        found_some += bool(found)
    assert found_some > QUESTIONS / 2


def test_the_order_is_by_tier_then_by_what_is_confirmed(stored):
    wishes = ("stage:pre_charge", "age:juvenile")
    found = find(Question(codes=covering("us-county:27123"), wishes=wishes, size=ALL))
    keys = [
        (hit.tier, -sum(hit.listing.stated.answer(*wish.split(":")) == "yes" for wish in wishes))
        for hit in found.hits
    ]
    assert keys == sorted(keys)
    assert len({tier for tier, _confirmed in keys}) > 2


def test_pages_are_cut_from_one_list(stored):
    question = Question(codes=covering("us-county:27053"), size=ALL)
    whole = [hit.listing.slug for hit in find(question).hits]
    cut = []
    for page in range(1, len(whole) // 7 + 2):
        found = find(Question(codes=question.codes, page=page, size=7))
        cut += [hit.listing.slug for hit in found.hits]
        assert found.total == len(whole)
    assert cut == whole
    assert find(Question(codes=question.codes, page=99, size=7)).total == len(whole)


def test_counts_are_what_a_search_with_that_choice_would_confirm(stored):
    codes, wishes = covering("us-county:27123"), ("stage:pre_charge", "age:adult")
    counts = find(Question(codes=codes, wishes=wishes, size=1), with_counts=True).counts
    for token in tokens():
        others = tuple(wish for wish in wishes if wish.split(":")[0] != token.split(":")[0])
        hits = find(Question(codes=codes, wishes=others, size=ALL)).hits
        affirmed = sum(hit.listing.stated.answer(*token.split(":")) in ("yes", "assess") for hit in hits)
        assert counts.get(token, 0) == affirmed, token


def test_what_to_let_go_of_is_said_when_nothing_is_found(stored):
    codes = ("us-county:99999",)
    for number, denied in enumerate([("stage",), ("stage",), ("age",), ("stage", "age")]):
        answers = {"stage": {"pre_charge": "yes"}, "age": {"juvenile": "yes"}}
        answers |= {facet: dict.fromkeys(answers[facet], "no") for facet in denied}
        facts = Facts(name="Far away", serves=codes, answers=answers)
        store_listing(actor=None, tenant_id=None, slug=f"far-{number}", facts=facts, version=1, now=NOW)
    found = find(Question(codes=codes, wishes=("stage:pre_charge", "age:juvenile")))
    assert not found.total
    assert found.without == {"stage": 2, "age": 1}


@pytest.mark.parametrize("spot", [(52.0, 179.95), (13.44, 144.79), (71.0, -156.0), (44.9, -93.1)])
def test_the_nearest_are_the_nearest_however_far(stored, spot):
    found = nearest(Question(codes=("us-county:00000",), latitude=spot[0], longitude=spot[1], size=5))
    by_hand = sorted(
        min(
            distance(spot, (site.latitude, site.longitude))
            for site in facts.sites
            if site.latitude is not None
        )
        for facts in stored.values()
        if any(site.latitude is not None for site in facts.sites)
    )
    assert [hit.km for hit in found.hits] == pytest.approx(by_hand[:5])


@pytest.mark.parametrize(
    "change", [{"suspended_at": NOW}, {"verified_at": None}, {"state": "archived"}, {"state": "restricted"}]
)
def test_a_program_that_nobody_vouches_for_is_not_found(stored, alpha, change):
    codes = covering("us-county:27123")
    slug = find(Question(codes=codes)).hits[0].listing.slug
    Listing.objects.filter(slug=slug).update(tenant_id=alpha.pk)
    Tenant.objects.filter(pk=alpha.pk).update(verified_at=NOW, suspended_at=None, state="active")

    def is_found():
        hits = find(Question(codes=codes, size=ALL)).hits
        in_list = any(hit.listing.slug == slug for hit in hits)
        assert in_list == Listing.objects.open().filter(slug=slug).exists()
        return in_list

    assert is_found()
    Tenant.objects.filter(pk=alpha.pk).update(**change)
    assert not is_found()


def test_a_listing_that_was_taken_out_is_not_found(stored):
    codes = covering("us-county:27123")
    slug = find(Question(codes=codes)).hits[0].listing.slug
    Listing.objects.filter(slug=slug).update(is_published=False)
    assert all(hit.listing.slug != slug for hit in find(Question(codes=codes, size=ALL)).hits)
