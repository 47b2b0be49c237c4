"""Mails about a referral: to those who decide about it at once, to whoever sent it when they ask; nobody is named."""

import pytest
from django.urls import reverse

from amends.accounts.models import User
from amends.mail import Discretion
from amends.outbox.models import Outbox
from programs.actions.referrals import accept_referral
from programs.letters import referral_came, send_receipt_address
from programs.models import Program
from programs.receipts import receipt_token
from tenants.context import inside, platform
from tests.programs.cast import NOW, at, make_referral

PEOPLE = ("Oskar", "Vera", "Rita", "Lincoln", "bicycle", "Evenings")


@pytest.fixture
def told(committed, alpha):
    """Return who was told of what in a program that a test changes."""

    def told():
        with platform():
            rows = Outbox.objects.filter(job="programs.referral_came").order_by("id")
            return [(row.args["user_id"], row.args["referral_id"]) for row in rows]

    return told


def in_program(alpha, **changes):
    from tests.programs.cast import make_world

    world = make_world(alpha)
    return world, make_referral(**changes)


def test_it_works(told, alpha):
    with at(alpha):
        world, referral = in_program(alpha)
    assert told() == [(str(world.cora.pk), str(referral.pk))]
    with inside(alpha):
        letter = referral_came(user_id=world.cora.pk, referral_id=referral.pk)
    assert letter.recipient.address == "cora@alpha.example"
    assert referral.reference in letter.body
    assert f"/referrals/{referral.pk}/" in letter.body
    assert not [word for word in PEOPLE if word in letter.body + letter.subject]


def test_without_a_coordinator_the_administrators_are_told_and_never_who_typed_it_in(told, alpha):
    with at(alpha):
        world, first = in_program(alpha)
        make_referral(actor=world.cora)
        User.objects.filter(pk=world.cora.pk).update(is_active=False)
        third = make_referral()
    assert told() == [(str(world.cora.pk), str(first.pk)), (str(world.alice.pk), str(third.pk))]


def test_of_a_sample_nobody_is_told(told, alpha):
    with at(alpha):
        in_program(alpha, is_sample=True)
    assert told() == []


def test_nobody_is_written_to_about_what_is_decided(world):
    referral = make_referral()
    accept_referral(actor=world.cora, referral=referral, now=NOW)
    assert referral_came(user_id=world.cora.pk, referral_id=referral.pk) is None


def test_who_left_is_not_written_to(world):
    referral = make_referral()
    User.objects.filter(pk=world.cora.pk).update(roles=["mediator"])
    assert referral_came(user_id=world.cora.pk, referral_id=referral.pk) is None


def test_the_receipt_is_mailed_discreetly_to_whoever_asks_for_it(world, at_alpha):
    referral = make_referral()
    token = receipt_token(referral.pk)
    page = at_alpha.get(reverse("refer-received", args=[token])).content.decode()
    assert reverse("refer-mail", args=[token]) in page
    answer = at_alpha.post(reverse("refer-mail", args=[token]), follow=True)
    assert "the message is on its way" in answer.content.decode()
    letter = send_receipt_address(referral_id=referral.pk, language="en")
    assert letter.recipient.address == "rita@lincoln.example"
    assert (letter.recipient.discretion, letter.recipient.sender) == (Discretion.NEUTRAL, "Office")
    assert referral.reference in letter.body
    assert "/refer/received/" in letter.body
    assert not [word for word in PEOPLE if word in letter.body]


def test_a_receipt_is_not_mailed_for_ever(world, at_alpha, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"receipt": (1, 86_400)}
    path = reverse("refer-mail", args=[receipt_token(make_referral().pk)])
    said = [at_alpha.post(path, follow=True).content.decode() for _ in range(2)]
    assert ["several times" in each for each in said] == [False, True]


@pytest.mark.parametrize("change", [{"is_sample": True}, {"verified_at": None}])
def test_nothing_leaves_a_sample_or_a_closed_program(world, change):
    referral = make_referral(is_sample=bool(change.get("is_sample")))
    if "verified_at" in change:
        Program.objects.update(**change)
    assert send_receipt_address(referral_id=referral.pk, language="en") is None
