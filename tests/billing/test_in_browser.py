"""Subscribe, fail and recover in a real browser, with our jobs and a played Stripe; `./amends drill subscribing` does
the whole life of three payers on an instance of `up`."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from amends.outbox import draining
from amends.outbox.models import Outbox
from billing.actions.playing import let_days_pass
from billing.fakestripe.couriers import Couriers
from infra.drills.subscribing.office import (
    FIRST_ONLY,
    Office,
    fail_to_renew,
    go_over,
    pay_with_another_card,
    sign_in,
    subscribe_by_card,
)
from infra.drills.subscribing.person import Person
from tenants.context import platform
from tests import databases
from tests.amends.web.browser import PHONE, serve
from tests.billing.conftest import SECRET
from tests.billing.test_webhooks import worker  # noqa: F401 - a fixture
from tests.programs.cast import PASSWORD, at, make_world
from tests.programs.test_in_browser import closing


class Here:
    """This process: pages are served by a thread, and jobs are done when somebody waits for them."""

    def __init__(self, site: str) -> None:
        self.site = site
        # Not in the browser's thread, where Django refuses its database.
        self.hands = ThreadPoolExecutor(1)

    def pass_days(self, days: float) -> None:
        self.hands.submit(self._pass, days).result()

    def _pass(self, days: float) -> None:
        call_command("let_days_pass", str(days), stdout=_Nothing())
        self._work()

    def pause(self) -> None:
        self.hands.submit(self._work).result()

    def _work(self) -> None:
        with platform():
            Outbox.objects.filter(job="billing.look").update(not_before=timezone.now())
        draining.drain()
        connections.close_all()
        time.sleep(0.05)

    def letter(self, address: str, words: str) -> str:
        for _ in range(8):
            self.pause()
            for each in reversed(mail.outbox):
                if address in each.to and words in each.body:
                    return str(each.body)
        raise LookupError(f"No letter with “{words}” among {[(each.to, each.body) for each in mail.outbox]}")


class _Nothing:
    def write(self, text: str) -> None:
        """Say nothing."""

    def flush(self) -> None:
        """As above."""


@pytest.fixture
def here(worker, shop, alpha, settings):  # noqa: F811
    settings.AMENDS_MAIL_PROVIDER = "amends.mail.providers.local.LocalMail"
    with at(alpha):
        make_world(alpha)
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        port = address.rpartition(":")[2]
        couriers = Couriers(f"{address}/billing/stripe/events/", SECRET)
        shop.tell = couriers.tell
        couriers.start()
        with override_settings(AMENDS_PORT=int(port)):
            yield Here(f"http://localhost:{port}")
        couriers.stop()
    databases.close()


@pytest.mark.takes(seconds=30)
def test_it_works(here, chromium):
    """On a phone; no page is wrong to axe, none is too wide, and the browser lets every form go where it leads."""

    def work(page):
        person = Person(page, here, lambda _line: None)
        office = Office(here.site.replace("localhost", "alpha.localhost"), "alice@alpha.example")
        sign_in(person, office.address, office.email, PASSWORD)
        go_over(person, office)
        subscribe_by_card(person, FIRST_ONLY, told="Paid now.", email="ap@alpha.example")
        person.go(f"{office.address}/plan/")
        person.comes_to_say("the program pays for itself", "The program itself")
        fail_to_renew(person, office)
        pay_with_another_card(person, office)
        return person.wrong

    assert chromium.run(work, viewport={"width": PHONE, "height": 800}) == []


def test_days_pass_only_where_stripe_is_played(settings):
    settings.STRIPE_API = ""
    with pytest.raises(CommandError, match="its own time"):
        call_command("let_days_pass", "3")
    with platform(), pytest.raises(RuntimeError, match="is played"):
        let_days_pass(actor=None, by=timedelta(days=3))
    settings.STRIPE_API = "http://127.0.0.1:9"
    for days in ("0", "-4", "99999"):
        with pytest.raises(CommandError, match="number of days"):
            call_command("let_days_pass", days)
