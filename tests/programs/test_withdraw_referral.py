"""Whoever sent a referral may take it back by its receipt, until it is decided."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from network.agencies.models import Receipt
from programs.actions.referrals import accept_referral, begin_review, decline_referral, withdraw_referral
from programs.models import Referral
from programs.tasks import PublishReceipt
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, fresh, make_referral, make_world
from tests.programs.test_refer_page import CANARIES, send


def withdraw(referral):
    return withdraw_referral(actor=AnonymousUser(), referral=referral, now=NOW)


def test_it_works(world, at_alpha):
    receipt = send(at_alpha).url
    page = at_alpha.get(receipt).content.decode()
    assert f"{receipt}withdraw/" in page
    asked = at_alpha.get(f"{receipt}withdraw/").content.decode()
    assert "Do you want to withdraw the referral?" in asked
    assert Referral.objects.get().state == "submitted"
    answer = at_alpha.post(f"{receipt}withdraw/")
    assert answer.url == receipt
    assert Referral.objects.get().state == "withdrawn"
    page = at_alpha.get(receipt).content.decode()
    assert "It is withdrawn" in page
    assert "withdraw/" not in page
    assert not any(name in page for name in CANARIES)


def test_one_that_is_being_looked_at_can_still_be_withdrawn(world):
    referral = begin_review(actor=world.cora, referral=make_referral(), now=NOW)
    assert withdraw(referral).decided_at == NOW


@pytest.mark.parametrize("decided", ["accept", "decline", "withdraw"])
def test_it_refuses_once_it_is_decided(world, refused, decided):
    referral = make_referral()
    if decided == "accept":
        accept_referral(actor=world.cora, referral=referral, now=NOW)
    elif decided == "decline":
        decline_referral(actor=world.cora, referral=referral, now=NOW, reason="capacity")
    else:
        withdraw(referral)
    state = fresh(referral).state
    assert refused(lambda: withdraw(referral)) == ["right_state"]
    assert fresh(referral).state == state


def test_the_page_says_that_it_is_too_late(world, at_alpha):
    receipt = send(at_alpha).url
    accept_referral(actor=world.cora, referral=Referral.objects.get(), now=NOW)
    for page in (at_alpha.get(f"{receipt}withdraw/"), at_alpha.post(f"{receipt}withdraw/")):
        assert page.status_code == 409
        assert "can no longer be withdrawn" in page.content.decode()
    assert Referral.objects.get().state == "accepted"


def test_a_second_click_says_that_it_is_done(world, at_alpha):
    receipt = send(at_alpha).url
    at_alpha.post(f"{receipt}withdraw/")
    assert "It is withdrawn already" in at_alpha.post(f"{receipt}withdraw/").content.decode()


def test_nobody_decides_about_one_that_is_withdrawn(world, refused):
    referral = withdraw(make_referral())
    assert refused(lambda: accept_referral(actor=world.cora, referral=referral, now=NOW)) == ["right_state"]


def test_a_forged_receipt_withdraws_nothing(world, at_alpha):
    make_referral()
    assert at_alpha.post(reverse("refer-withdraw", args=["eyJyIjoxfQ:abc:def"])).status_code == 404
    assert Referral.objects.get().state == "submitted"


def test_it_crosses_to_the_public_receipt(alpha, worker):  # noqa: F811
    with at(alpha):
        make_world(alpha)
        referral = withdraw(make_referral())
        told = PublishReceipt.read(referral_id=referral.pk, version=2)
    worker.drain()
    with platform():
        receipt = Receipt.objects.get(reference=referral.reference)
    assert (receipt.status, receipt.version, receipt.decided_on) == ("withdrawn", 2, NOW.date())
    assert not any(canary in str(told) for canary in CANARIES)
