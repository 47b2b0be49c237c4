"""From Stripe's ring to what a program may do: verified, kept once, looked into, whatever the order."""

import datetime as dt
import json
import random

import pytest
from django.db import connection
from django.utils import timezone

from amends.outbox import draining
from amends.outbox.models import Outbox
from billing import looking, stripe_client
from billing.actions import note_customer
from billing.actions.mirroring import replay_event, ring
from billing.fakestripe import clockwork
from billing.fakestripe.couriers import signed
from billing.models import BillingAccount, Coverage, EventStatus, Invoice, StripeEvent, Subscription
from billing.standing import standing_of_tenant
from tenants.context import platform
from tests import databases
from tests.billing.conftest import SECRET
from tests.billing.test_client import SMALL, checkout, press

URL = "/billing/stripe/events/"
CARD = "4000000000004341"  # pays the first invoice and no other


def send(client, event, *, secret=SECRET, at=None, body=None):
    said, signature = signed(event, secret, at=at)
    return client.post(
        URL, body or said, content_type="application/json", headers={"Stripe-Signature": signature}
    )


@pytest.fixture
def customer(shop, payer):
    told = {"name": "A", "email": "", "language": "", "tax_exempt": "none", "po_number": ""}
    who = stripe_client.make_customer(account_id=payer.pk, key=f"customer:{payer.pk}", **told)
    with platform():
        note_customer(actor=None, account=payer, customer_id=who)
    return who


@pytest.fixture
def subscribed(shop, customer, on_trial):
    assert press(checkout(shop, customer), card=CARD)[0] == 303
    return shop.of("subscription", customer)[0]


def events(shop, customer, kind=""):
    rows = [each for each in shop.things["event"].values() if each["type"].startswith(kind)]
    return [
        each
        for each in rows
        if each["data"]["object"].get("customer", each["data"]["object"]["id"]) == customer
    ]


def kept():
    with platform():
        return {each.pk: each for each in StripeEvent.objects.all()}


def test_an_event_is_kept_once_however_often_it_comes(shop, customer, subscribed, at_platform):
    event = events(shop, customer, "customer.subscription.created")[0]
    assert [send(at_platform, event).status_code for _ in range(3)] == [200, 200, 200]
    (row,) = kept().values()
    assert (row.pk, row.deliveries, row.status) == (event["id"], 3, EventStatus.WAITING)
    assert (row.kind, row.object_id, row.customer_id) == (event["type"], subscribed["id"], customer)
    with platform():
        (job,) = Outbox.objects.filter(job="billing.look")
        assert BillingAccount.objects.get().looks == 1
    assert job.args["number"] == 1


@pytest.mark.parametrize("wrong", ["secret", "old", "ahead_is_fine", "changed", "unsigned", "nonsense"])
def test_what_is_not_stripes_is_refused_and_leaves_nothing(shop, customer, subscribed, at_platform, wrong):
    event = events(shop, customer)[-1]
    now = timezone.now().timestamp()
    if wrong == "secret":
        answer = send(at_platform, event, secret="whsec_another")
    elif wrong == "old":
        answer = send(at_platform, event, at=now - 301)
    elif wrong == "ahead_is_fine":
        assert send(at_platform, event, at=now - 290).status_code == 200
        return
    elif wrong == "changed":
        answer = send(at_platform, event, body=json.dumps(event).replace("customer", "costumer"))
    elif wrong == "unsigned":
        answer = at_platform.post(URL, json.dumps(event), content_type="application/json")
    else:
        answer = send(at_platform, {"id": "evt 1 <x>", "type": "a", "data": {"object": {}}, "created": 1})
    assert answer.status_code == 400
    assert kept() == {}


def test_a_secret_that_is_not_set_believes_nobody(shop, customer, subscribed, at_platform, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert send(at_platform, events(shop, customer)[-1], secret="").status_code == 400


def test_what_is_too_large_is_not_read(at_platform):
    answer = at_platform.post(URL, b"x" * (256 * 1024 + 1), content_type="application/json")
    assert answer.status_code == 413
    # A digit, as Python calls it, and no number.
    assert (
        at_platform.post(URL, b"{}", content_type="application/json", CONTENT_LENGTH="²").status_code == 413
    )
    assert at_platform.get(URL).status_code == 405


def test_somebody_elses_customer_is_noted_and_rings_for_nobody(shop, at_platform):
    event = shop.add(
        "event",
        {
            "type": "customer.updated",
            "api_version": "x",
            "data": {"object": {"id": "cus_x", "object": "customer"}},
        },
    )
    assert send(at_platform, event).status_code == 200
    assert [row.status for row in kept().values()] == [EventStatus.IGNORED]
    with platform():
        assert not Outbox.objects.filter(job="billing.look").exists()


def test_nothing_that_a_payer_typed_is_in_a_row_or_a_line(shop, customer, subscribed, at_platform, caplog):
    shop.get("customer", customer).update(name="Canary Person", email="canary@party.example")
    for event in shop.things["event"].values():
        event["data"]["object"]["name"] = "Canary Person"
        assert send(at_platform, event).status_code == 200
    send(at_platform, event, secret="whsec_wrong")
    with platform(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(e)::text, ' ') FROM billing_stripeevent e")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(to_jsonb(o)::text, ' ') FROM amends_outbox o")
        rows += cursor.fetchone()[0]
    for text in (rows, caplog.text):
        assert "anary" not in text


@pytest.fixture
def worker(committed, settings):
    """Be the worker, with its login; what is done is committed."""
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    yield drained
    databases.close()


def drained() -> dict[str, int]:
    """Work off what is due, our clock's sake aside: what waits for a moment is due now."""
    with platform():
        Outbox.objects.filter(job="billing.look").update(not_before=timezone.now())
    return draining.drain()


def looks(status=EventStatus.WAITING):
    return sum(row.status == status for row in kept().values())


def test_a_ring_leads_to_what_stripe_says_now(worker, shop, customer, subscribed, at_platform, alpha):
    for event in events(shop, customer):
        assert send(at_platform, event).status_code == 200
    clockwork.age(shop, 32 * 86_400)
    for event in events(shop, customer, "invoice.payment_failed"):
        assert send(at_platform, event).status_code == 200
    worker()
    assert looks() == 0
    with platform():
        row = Subscription.objects.get()
        bill = Invoice.objects.get(status="open")
        assert (row.pk, row.status, row.plan_key, row.quantity) == (
            subscribed["id"],
            "past_due",
            "program-small.1",
            1,
        )
        assert row.failing_since == bill.made_at < timezone.now()
        assert (bill.tries, bill.next_try_at > timezone.now(), bill.total) == (1, True, 2900)
        standing = standing_of_tenant(alpha, now=timezone.now() + dt.timedelta(days=40))
        # The trial of Alpha is a coverage of its own; after it the failure counts from its own day.
        assert standing.lapsed_since is not None
        assert Coverage.objects.get(kind="own").subscription_id == row.pk


def test_the_order_of_events_is_of_no_account(worker, shop, customer, subscribed, at_platform):
    clockwork.age(shop, 40 * 86_400)
    page = stripe_client.start_portal(customer_id=customer, return_url="https://a/", language="", key="p")
    press(page, do="card", card="4242424242424242")
    press(page, do="pay")
    waiting = events(shop, customer) * 3
    random.Random(5).shuffle(waiting)
    for at, event in enumerate(waiting):
        assert send(at_platform, event).status_code == 200
        if at % 7 == 0:
            worker()
    worker()
    with platform():
        row = Subscription.objects.get()
        assert (row.status, row.failing_since) == ("active", None)
        assert set(Invoice.objects.values_list("status", flat=True)) == {"paid"}
        account = BillingAccount.objects.get()
        assert account.looks_applied == account.looks
    assert looks(EventStatus.DONE) == len(kept())


def test_a_look_that_began_earlier_and_ends_later_is_dropped(
    worker, shop, customer, subscribed, payer, monkeypatch
):
    """The first look reads, then stops before it writes; meanwhile a second one sees a change and writes it."""
    real, once = stripe_client.look_at, []

    def slow(who):
        seen = real(who)
        if not once:
            once.append(1)
            stripe_client.cancel_at_period_end(subscribed["id"], key="c")
            with platform():
                looking.look_now(BillingAccount.objects.get(), now=timezone.now())
        return seen

    monkeypatch.setattr(stripe_client, "look_at", slow)
    with platform():
        assert looking.look_now(BillingAccount.objects.get(), now=timezone.now()) is False
        row = Subscription.objects.get()
        account = BillingAccount.objects.get()
    assert row.ends_at == row.period_ends_at
    assert (account.looks, account.looks_applied) == (2, 2)


def test_while_stripe_is_away_rings_are_kept_and_then_it_heals(
    worker, shop, customer, subscribed, at_platform
):
    shop.is_away = True
    for event in events(shop, customer):
        assert send(at_platform, event).status_code == 200
    for _ in range(15):
        worker()
    with platform():
        assert not Subscription.objects.exists()
        assert looking.look_now(BillingAccount.objects.get(), now=timezone.now()) is False
        # It waits and counts no attempts, so that a long absence makes no dead letters.
        assert set(Outbox.objects.filter(job="billing.look").values_list("dead_at", flat=True)) == {None}
    assert {row.error for row in kept().values()} == {"billing.stripe_client.StripeUnreachable"}
    shop.is_away = False
    worker()
    with platform():
        assert Subscription.objects.get().status == "active"
        assert not Outbox.objects.filter(job="billing.look").exists()
    assert looks(EventStatus.DONE) == len(kept())


def test_what_stripe_refuses_is_a_failed_event_and_can_be_replayed(
    worker, shop, customer, subscribed, at_platform, settings
):
    send(at_platform, events(shop, customer)[-1])
    settings.STRIPE_KEY = "rk_live_wrong"
    for _ in range(13):
        worker()
    (row,) = kept().values()
    assert (row.status, row.error) == (EventStatus.FAILED, "billing.stripe_client.StripeRefused")
    settings.STRIPE_KEY = "rk_test_played"
    with platform():
        Outbox.objects.filter(job="billing.look").delete()
        from amends.actions import REGISTRY

        assert REGISTRY["billing.actions.mirroring.replay_event"].run is replay_event
        ring(actor=None, account=BillingAccount.objects.get())
    worker()
    with platform():
        assert Subscription.objects.get().status == "active"


def test_each_night_what_was_lost_is_found(worker, shop, customer, subscribed):
    with platform():
        assert not Subscription.objects.exists()
        from django.db import transaction

        from amends import outbox

        with transaction.atomic():
            outbox.queue("billing.reconcile")
    worker()
    worker()
    with platform():
        assert Subscription.objects.get().status == "active"
        assert not Outbox.objects.filter(job__startswith="billing.reconcile").exists()


def test_a_price_of_somebody_else_covers_nobody(worker, shop, customer, on_trial, payer):
    price = next(each for each in shop.things["price"].values() if each["lookup_key"] == SMALL)
    assert press(checkout(shop, customer), card=CARD)[0] == 303
    price["lookup_key"], price["metadata"] = "another", {}
    with platform():
        looking.look_now(payer, now=timezone.now())
        assert not Subscription.objects.exists()
        assert Invoice.objects.count() == 1
