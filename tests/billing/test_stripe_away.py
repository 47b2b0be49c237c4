"""While Stripe refuses, hangs or answers 503: every page says what to do, nothing is lost, and then all of it heals."""

import re
import socket
import threading
import time

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from amends.outbox import draining
from amends.outbox.models import Outbox
from billing import stripe_client
from billing.fakestripe import clockwork
from billing.models import BillingAccount, Coverage, Invoice, StripeEvent, Subscription
from billing.tasks import reconcile
from tenants.context import platform
from tests import databases
from tests.billing.test_client import press
from tests.billing.test_webhooks import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_case, make_world

SMALL, MEDIUM = "program-small.1", "program-medium.1"
CARD, INVOICE = (
    {"plan": SMALL, "interval": "month", "way": "card", "po_number": ""},
    {"plan": SMALL, "interval": "month", "way": "invoice", "po_number": "PO-31"},
)
PATIENCE = 30
"""Seconds within which somebody has a page, whatever Stripe does."""
WORDS = ("Stripe, which takes payments for us, does not answer at the moment.", "Try again in some minutes")
PAYER = {
    "name": "Alpha",
    "email": "ap@alpha.example",
    "country": "US",
    "po_number": "PO-31",
    "language": "en",
}


class Silent:
    """A server that takes connections and never says anything; counts them."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.held: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def _take(self) -> None:
        while True:
            try:
                self.held.append(self.server.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self.server.close()
        for each in self.held:
            each.close()


@pytest.fixture
def silent(monkeypatch):
    """Wait for half a second; that the real wait is short enough is a test of its own."""
    monkeypatch.setattr(stripe_client, "ANSWER_SECONDS", 0.5)
    stripe_client._made.cache_clear()
    server = Silent()
    yield server
    server.close()
    stripe_client._made.cache_clear()


@pytest.fixture(params=["refuses", "hangs", "answers 503"])
def go_away(request, shop, settings, silent):
    """Return what takes Stripe away, in three ways, and what brings it back."""
    there = settings.STRIPE_API

    def away() -> None:
        if request.param == "answers 503":
            shop.is_away = True
        else:
            settings.STRIPE_API = silent.url if request.param == "hangs" else "http://127.0.0.1:9"

    def back() -> None:
        settings.STRIPE_API, shop.is_away = there, False

    return away, back


def test_somebody_waits_for_half_a_minute_at_most():
    tries = stripe_client.RETRIES + 1
    assert tries * (stripe_client.CONNECT_SECONDS + stripe_client.ANSWER_SECONDS) < PATIENCE


def refused(client, path, sent=None):
    """Ask for a page, or press a button, that has to say in words that Stripe is away; return the page."""
    began = time.monotonic()
    answer = client.get(path) if sent is None else client.post(path, sent)
    text = answer.content.decode()
    assert answer.status_code == 503, (path, text)
    assert time.monotonic() - began < PATIENCE
    assert all(each in text for each in WORDS), text
    return text


def again(client, text):
    """Press “Try again” with what the page kept."""
    (form,) = re.findall(r'<form method="post" action="(/billing/[^"]+)">(.*?)</form>', text, re.DOTALL)[-1:]
    kept = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    sent = {name: value for name, value in kept if name != "csrfmiddlewaretoken"}
    return client.post(form[0], sent)


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.content.decode())
    return answer.content.decode()


def subscription():
    with platform():
        return Subscription.objects.get()


@pytest.mark.parametrize("choice", [CARD, INVOICE], ids=["card", "invoice"])
def test_subscribing_says_what_to_do_and_the_same_button_works_later(go_away, shop, at_billing, choice):
    away, back = go_away
    client = at_billing.client
    away()
    for path in ("/billing/", "/billing/subscribe/", "/billing/payer/", "/billing/price/", "/pricing/"):
        shown(client, path)
    assert client.post("/billing/payer/", PAYER).status_code == 302
    text = refused(client, "/billing/subscribe/", choice)
    refused(client, "/billing/subscribe/", choice)
    refused(client, "/billing/stripe/", {})
    back()
    answer = again(client, text)
    assert answer.status_code == 302, answer.content.decode()
    if choice is CARD:
        assert press(answer["Location"], card="4242424242424242")[0] == 303
        answer = client.get("/billing/back/")
    assert answer["Location"] == "/billing/"
    assert subscription().status == "trialing"
    assert len(shop.things["subscription"]) == len(shop.things["customer"]) == 1
    if choice is INVOICE:
        (who,) = shop.things["customer"].values()
        assert who["invoice_settings"]["custom_fields"][0]["value"] == "PO-31"


@pytest.fixture
def paying(shop, at_billing):
    """Alpha's payer, subscribed by card."""
    client = at_billing.client
    page = client.post("/billing/subscribe/", CARD)["Location"]
    assert press(page, card="4242424242424242")[0] == 303
    assert client.get("/billing/back/").status_code == 302
    return client


def test_who_is_subscribed_sees_how_things_stand_and_every_button_works_later(go_away, shop, paying):
    away, back = go_away
    price = {"plan": MEDIUM, "interval": "month"}
    seen = paying.post("/billing/change/", price).content.decode()
    confirmed = price | dict(re.findall(r'name="(confirmed_at|shown_for)" value="([^"]+)"', seen))
    away()
    assert "$29.00 a month" in shown(paying, "/billing/")
    shown(paying, "/billing/change/")
    shown(paying, "/billing/cancel/")
    answer = paying.get("/billing/back/", follow=True)
    assert "Stripe does not answer just now" in answer.content.decode()
    kept = [
        refused(paying, path, sent)
        for path, sent in (
            ("/billing/change/", price),
            ("/billing/change/", confirmed),
            ("/billing/cancel/", {}),
            ("/billing/resume/", {}),
            ("/billing/stripe/", {}),
        )
    ]
    back()
    priced, changed, canceled, resumed, portal = (again(paying, text) for text in kept)
    assert "Confirm the change" in priced.content.decode()
    assert [each.status_code for each in (changed, canceled, resumed, portal)] == [302] * 4
    assert portal["Location"].startswith(shop.url)
    row = subscription()
    assert (row.plan_key, row.ends_at) == (MEDIUM, None)


def test_a_press_whose_answer_was_lost_is_not_done_twice(shop, at_billing):
    """Stripe subscribed the payer, and our side never heard: pressed again much later, one subscription is there."""
    client = at_billing.client
    client.post("/billing/payer/", PAYER)
    assert client.post("/billing/subscribe/", INVOICE).status_code == 302
    with platform():
        # As it would be had the answer and every event been lost, and minutes gone by.
        Subscription.objects.update(status="incomplete_expired")
        BillingAccount.objects.update(looks=F("looks") + 1)
    answer = client.post("/billing/subscribe/", INVOICE, follow=True)
    assert "You are subscribed already" in answer.content.decode()
    assert len(shop.things["subscription"]) == 1


def test_what_happened_while_nobody_could_ask_is_found_at_night(
    worker,  # noqa: F811
    shop,
    settings,
    at_billing,
):
    """Events are lost and Stripe is away for the hours in which a renewal fails; the nightly look finds it."""
    client = at_billing.client
    page = client.post("/billing/subscribe/", CARD)["Location"]
    assert press(page, card="4242424242424242")[0] == 303
    client.get("/billing/back/")
    page = client.post("/billing/stripe/", {})["Location"]
    assert press(page, do="card", card="4000000000000341")[0] == 303
    clockwork.age(shop, 31 * 86_400)
    there, settings.STRIPE_API = settings.STRIPE_API, "http://127.0.0.1:9"
    assert _night() == "trialing", "away at night as well"
    with platform():
        assert not Outbox.objects.exclude(dead_at=None).exists()
    settings.STRIPE_API = there
    assert _night() == "past_due"
    with platform():
        assert Invoice.objects.filter(status="open").count() == 1
        assert not StripeEvent.objects.exists(), "nobody rang"


def _night() -> str:
    with platform(), transaction.atomic():
        reconcile()
    for _ in range(3):
        with platform():
            Outbox.objects.update(not_before=timezone.now())
        draining.drain()
    databases.close()
    return subscription().status


def test_no_work_on_cases_ever_waits_for_stripe(worker, silent, settings, on_trial, alpha, at_alpha):  # noqa: F811
    """From a referral to an agreement, with its pages and jobs: Stripe, which never answers, is not even asked."""
    settings.STRIPE_KEY, settings.STRIPE_API = "rk_test_played", silent.url
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "monitoring")
        at_alpha.force_login(world.alice)
    for path in ("/", "/cases/", f"/cases/{case.pk}/", "/refer/", "/plan/", "/figures/", "/listing/"):
        assert at_alpha.get(path).status_code == 200, path
    draining.drain()
    with platform():
        assert not Outbox.objects.exclude(dead_at=None).exists()
        assert Coverage.objects.get(tenant=alpha).kind == "trial"
    assert silent.held == []
    with pytest.raises(stripe_client.StripeUnreachable):
        stripe_client.products()
    assert silent.held != [], "this server would have seen it"
