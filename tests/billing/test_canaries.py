"""No card, no case and no name of a party in billing's tables, Stripe's events, the outbox, logs or at Stripe.

A program of cases full of canaries lives through what a payer can do. Then everything that is kept outside of the
program, every line that was logged, every letter to a payer and every call that reached Stripe is searched; and one
canary is planted in each, to see that the search would have found it.
"""

import datetime as dt
import io
import logging
import logging.config
import re
from urllib.parse import unquote_plus

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from amends import outbox
from amends.observe.logs import logging_settings
from amends.outbox import draining
from amends.outbox.models import Outbox
from billing import subscribing
from billing.actions.playing import let_days_pass, look_after_days
from billing.fakestripe import clockwork
from billing.fakestripe.serving import Handler
from billing.models import BillingAccount, Coverage, StripeEvent, Subscription, TenantStanding
from programs.actions.referrals import Person
from programs.models import MediationCase
from tenants.context import platform
from tests import databases
from tests.amends.vault.test_walls import dump
from tests.billing.conftest import come, way_in
from tests.billing.test_client import press
from tests.billing.test_quantity import SOMEBODY
from tests.billing.test_webhooks import send, worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_case, make_world

OF_A_CASE = {
    "offender": "Canaryoffender Quixote",
    "victim": "Canaryvictim Dulcinea",
    "note": "canarynote after nine",
    "summary": "canarysummary",
    "referrer": "Canaryreferrer Panza",
    "telephone": "555 0147 013",
}
CARD = "4000000000004341"
DAYS = 24 * 3600


class Heard:
    """Every call that reached the played Stripe: its method, path and parameters as they came."""

    def __init__(self, monkeypatch) -> None:
        self.calls: list[str] = []
        answer = Handler._called

        def called(handler, path, form):
            self.calls.append(f"{handler.command} {path} {form} {handler.headers}")
            return answer(handler, path, form)

        monkeypatch.setattr(Handler, "_called", called)

    @property
    def text(self) -> str:
        return "\n".join(map(unquote_plus, self.calls))


@pytest.fixture
def lines():
    """What is logged in production's format, below its level too."""
    written = io.StringIO()
    config = logging_settings(as_json=True, level="DEBUG")
    config["handlers"]["stderr"]["stream"] = written
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield written
    root.handlers[:], root.level = before[0], before[1]
    logging.config.dictConfig(django_settings.LOGGING | {"incremental": True, "handlers": {}, "root": {}})


def fill(alpha):
    """Make cases whose every word is a canary, and return nothing of them."""
    told = {
        "offender": Person(OF_A_CASE["offender"], phone=OF_A_CASE["telephone"]),
        "victim": Person(OF_A_CASE["victim"], contact_note=OF_A_CASE["note"]),
        "summary": OF_A_CASE["summary"],
        "referrer": Person(OF_A_CASE["referrer"], "rita@canary.example"),
    }
    with at(alpha):
        world = make_world(alpha)
        for state in ("screening", "scheduled"):
            make_case(world, state, **told)
        assert MediationCase.objects.real().count() == 2


def work() -> None:
    """Do what is queued, as the worker does, until little is left."""
    for _ in range(4):
        with platform():
            Outbox.objects.filter(not_before__lte=timezone.now() + dt.timedelta(hours=2)).update(
                not_before=timezone.now()
            )
        draining.drain()


def days_pass(shop, days: float) -> None:
    with platform(), transaction.atomic():
        let_days_pass(actor=None, by=dt.timedelta(days=days))
    clockwork.age(shop, int(days * DAYS))
    with platform(), transaction.atomic():
        look_after_days(actor=None, now=timezone.now())
    work()


def ring(shop, client) -> int:
    """Post every event of Stripe's as it comes: with names, addresses and the last digits of cards in it."""
    events = list(shop.things["event"].values())
    assert all(send(client, each).status_code == 200 for each in events)
    work()
    return len(events)


def begin(shop, client, alpha) -> None:
    """Come over to pay, say who pays, ask for another price, subscribe by card and take another plan."""
    assert come(client, way_in(alpha), alpha).status_code == 302
    payer = {
        "name": "Alpha County", "email": "ap@alpha.example", "country": "US", "po_number": "PO-7", "language": "en",
    }  # fmt: skip
    assert client.post("/billing/payer/", payer).status_code == 302
    assert (
        client.post("/billing/price/", {"rate": "nonprofit", "account_of_it": "A charity."}).status_code
        == 302
    )
    choice = {"plan": "program-small.1", "interval": "month", "way": "card", "po_number": ""}
    page = client.post("/billing/subscribe/", choice)["Location"]
    assert press(page, card=CARD)[0] == 303
    assert client.get("/billing/back/").status_code == 302
    assert ring(shop, client) > 3
    wanted = {"plan": "program-medium.1", "interval": "month"}
    shown = client.post("/billing/change/", wanted).content.decode()
    seen = dict(re.findall(r'name="(confirmed_at|shown_for)" value="([^"]+)"', shown))
    assert client.post("/billing/change/", wanted | seen).status_code == 302


def lapse(shop, client) -> None:
    """Fail, come down the ladder, pay with another card, cancel, go on, and end."""
    days_pass(shop, 33)
    ring(shop, client)
    with platform():
        assert Subscription.objects.get().status == "past_due"
        assert TenantStanding.objects.get().lapsed_since is not None
        assert TenantStanding.objects.get().active_cases == 2, (
            "counted in the program, and nothing but counted"
        )
    days_pass(shop, 20)
    page = client.post("/billing/stripe/", {})["Location"]
    assert press(page, do="card", card="4242424242424242")[0] == 303
    assert press(page, do="pay")[0] == 303
    assert client.get("/billing/back/").status_code == 302
    assert client.post("/billing/cancel/", {}).status_code == 302
    assert client.post("/billing/resume/", {}).status_code == 302
    assert client.post("/billing/cancel/", {}).status_code == 302
    days_pass(shop, 40)
    ring(shop, client)
    with platform():
        assert Subscription.objects.get().status == "canceled"
        assert Coverage.objects.get(kind="own").ends_at is not None


def cards_of(shop) -> list[str]:
    """Return what would be a card's here: its number, Stripe's ids of it, and how Stripe tells its last digits."""
    methods = list(shop.things["payment_method"])
    assert methods
    return [CARD, "4242424242424242", '"last4"', *methods]


def test_it_works(worker, shop, monkeypatch, lines, on_trial, at_platform, alpha):  # noqa: F811
    heard = Heard(monkeypatch)
    work()
    fill(alpha)
    work()
    begin(shop, at_platform, alpha)
    lapse(shop, at_platform)
    assert len(heard.calls) > 20
    canaries = [*OF_A_CASE.values(), *cards_of(shop)]

    def places() -> dict[str, str]:
        databases.close()
        kept = dump("public")
        return {"tables": kept, "logs": lines.getvalue(), "Stripe": heard.text}

    found = places()
    assert found["tables"].count("billing_stripeevent") > 3
    assert "Alpha County" in found["tables"]
    assert "Alpha County" in found["Stripe"]
    assert len(found["logs"].splitlines()) > 20
    assert leaked(canaries, found) == []

    plant()
    assert sorted(leaked(canaries, places())) == [
        ("Stripe", OF_A_CASE["victim"]),
        ("logs", OF_A_CASE["offender"]),
        ("tables", CARD),
        ("tables", OF_A_CASE["note"]),
        ("tables", OF_A_CASE["summary"]),
    ]


def leaked(canaries, places) -> list[tuple[str, str]]:
    """Return where which canary stands."""
    return [(name, each) for name, text in places.items() for each in canaries if each in text]


def plant() -> None:
    """Put a canary into a log, the outbox, a table of billing, an event, and into what Stripe is told of a payer."""
    logging.getLogger("billing").warning("A payer of %s", OF_A_CASE["offender"])
    with platform(), transaction.atomic():
        StripeEvent.objects.update(error=CARD)
        outbox.queue("billing.turn")
        # The table itself refuses more than a word.
        Outbox.objects.filter(job="billing.turn").update(args={"why": OF_A_CASE["summary"]})
        BillingAccount.objects.update(po_number=OF_A_CASE["note"][:60], name=OF_A_CASE["victim"])
        account = BillingAccount.objects.get()
    with platform():
        subscribing.portal(
            account,
            actor=SOMEBODY,
            now=timezone.now(),
            back=f"https://a.example/?{account.name}",
            language="en",
        )
        BillingAccount.objects.update(name="Alpha County")
