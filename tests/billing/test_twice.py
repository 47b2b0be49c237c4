"""Nobody subscribes twice from two tabs, nor again and again by invoices that are never paid."""

import re

import pytest

from billing import stripe_client
from billing.fakestripe import clockwork, paying
from billing.models import BillingAccount, Coverage, Subscription
from tenants.context import platform
from tests.billing.made import DAY
from tests.billing.test_client import press

CARD = {"plan": "program-small.1", "interval": "month", "way": "card", "po_number": ""}
INVOICE = CARD | {"way": "invoice", "po_number": "PO-31"}
PAYS = "4242424242424242"


@pytest.fixture
def client(shop, at_billing, now):
    """A browser of who pays for Alpha, whose trial is over."""
    with platform():
        Coverage.objects.update(starts_at=now - 31 * DAY, ends_at=now - DAY)
    return at_billing.client


def begin(client, choice):
    answer = client.post("/billing/subscribe/", choice)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


@pytest.mark.parametrize("plan", ["program-small.1", "program-medium.1"])
def test_of_two_pages_for_a_card_the_later_one_counts(shop, client, plan):
    first = begin(client, CARD)
    second = begin(client, CARD | {"plan": plan})
    assert press(first, card=PAYS)[0] == 410
    assert press(second, card=PAYS)[0] == 303
    assert len(shop.things["subscription"]) == 1


def test_who_has_chosen_an_invoice_meanwhile_pays_no_card_too(shop, client):
    page = begin(client, CARD)
    assert begin(client, INVOICE) == "/billing/"
    assert press(page, card=PAYS)[0] == 410
    assert len(shop.things["subscription"]) == 1


def test_who_owes_an_invoice_gets_no_other_subscription_by_invoice(shop, client):
    begin(client, INVOICE)
    clockwork.advance(shop, shop.now + 2 * 3600)
    (subscription,) = shop.things["subscription"].values()
    paying.end(shop, subscription, "cancellation_requested")
    client.get("/billing/back/")
    answer = client.post("/billing/subscribe/", INVOICE)
    assert (answer.status_code, len(shop.things["subscription"])) == (409, 1)
    page = answer.content.decode()
    assert "An earlier invoice is not paid yet" in page
    assert 'name="po_number" value="PO-31"' in page
    assert begin(client, CARD).startswith(shop.url)
    (invoice,) = shop.things["invoice"]
    stripe_client.note_paid(invoice, key="cheque")
    assert begin(client, INVOICE) == "/billing/"
    assert len(shop.things["subscription"]) == 2


def test_what_was_typed_before_an_answer_was_lost_holds_nobody(shop, client):
    """Stripe made the customer, and our side never heard; then the payer corrects the name and presses again."""
    begin(client, CARD)
    with platform():
        BillingAccount.objects.update(customer_id=None, name="Alpha Mediation, Inc.")
    assert press(begin(client, CARD), card=PAYS)[0] == 303


def test_a_price_that_was_shown_before_another_change_is_shown_anew(shop, client):
    def shown(plan):
        wanted = {"plan": f"program-{plan}.1", "interval": "month"}
        page = client.post("/billing/change/", wanted).content.decode()
        return wanted | dict(re.findall(r'name="(confirmed_at|shown_for)" value="([^"]+)"', page))

    assert press(begin(client, CARD), card=PAYS)[0] == 303
    client.get("/billing/back/")
    large, medium = shown("large"), shown("medium")
    assert client.post("/billing/change/", medium).status_code == 302
    answer = client.post("/billing/change/", large)
    assert (answer.status_code, "Confirm the change" in answer.content.decode()) == (200, True)
    with platform():
        assert Subscription.objects.get().plan_key == "program-medium.1"
    assert client.post("/billing/change/", shown("large")).status_code == 302
