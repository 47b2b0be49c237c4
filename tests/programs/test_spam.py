"""Machines at the referral form, over real HTTP: what slows them down loses nothing that a person wrote."""

import re
import secrets
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.error import HTTPError

import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from amends.accounts.steady_cache import SteadyCache
from amends.web import limits
from infra.journey.browser import Browser
from programs.forms.stamp import LONGEST, SHORTEST, new_stamp
from programs.models import Referral, ReferralDraft
from tests import databases
from tests.amends.web.browser import serve
from tests.programs.cast import at, make_world
from tests.programs.test_in_browser import closing

WRITTEN = {
    "referrer_class": "school",
    "office_name": "Lincoln School",
    "referrer_name": "Rita Referrer",
    "referrer_email": "rita@lincoln.example",
    "stage": "post_charge",
    "offences": ["theft", "assault"],
    "summary": "A bicycle was taken.",
    "offender_name": "Oskar Offender",
}


@pytest.fixture
def site(committed, alpha, beta, settings):
    """Return the addresses of two programs that are served; each test counts from nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for tenant in (alpha, beta):
        with at(tenant):
            make_world(tenant)
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield {slug: address.replace("127.0.0.1", f"{slug}.localhost") for slug in ("alpha", "beta")}
    databases.close()


@pytest.fixture
def network():
    """Return addresses of a network that nobody counted before."""
    home = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}"
    return lambda number=1: f"{home}::{number}"


def browser_at(address, sender="192.0.2.1"):
    browser = Browser(address)
    browser.opener.addheaders = [("X-Forwarded-For", sender)]
    return browser


def form_of(page):
    form = page.form_with("offender_name")
    form.names.add("save")  # a button
    return form


def aged(form, tenant, age):
    """Give a form the stamp that it would have, had it been opened so long ago."""
    with at(tenant):
        form.values["stamp"] = [new_stamp(form.values["form_key"][0], timezone.now() - age)]
    return form


def send(tenant, browser, **changes):
    """Send a form that somebody took a minute for."""
    page = browser.get("refer/")
    return browser.send(page, aged(form_of(page), tenant, timedelta(minutes=1)), **WRITTEN | changes)


def assert_nothing_lost(page):
    form = form_of(page)
    assert {name: form.values.get(name) for name in ("referrer_name", "summary", "offences", "stage")} == {
        "referrer_name": ["Rita Referrer"],
        "summary": ["A bicycle was taken."],
        "offences": ["theft", "assault"],
        "stage": ["post_charge"],
    }


def count(tenant, model=Referral):
    with at(tenant):
        return model.objects.count()


def test_a_person_is_not_bothered(site, alpha):
    assert "/received/" in send(alpha, browser_at(site["alpha"])).url
    assert count(alpha) == 1


def test_what_comes_too_fast_is_asked_for_again(site, alpha):
    browser = browser_at(site["alpha"])
    page = browser.get("refer/")
    page = browser.send(page, form_of(page), **WRITTEN)
    assert (page.status, count(alpha)) == (200, 0)
    assert "That was very fast" in page.text
    assert_nothing_lost(page)
    time.sleep(SHORTEST.total_seconds())
    assert "/received/" in browser.send(page, form_of(page)).url
    assert count(alpha) == 1


@pytest.mark.parametrize("stamp", ["old", "forged", "none", "of another form"])
def test_a_form_without_a_good_stamp_is_renewed(site, alpha, stamp):
    browser = browser_at(site["alpha"])
    page = browser.get("refer/")
    form = aged(form_of(page), alpha, LONGEST + timedelta(minutes=1))
    if stamp != "old":
        other = aged(form_of(browser.get("refer/")), alpha, timedelta(minutes=1)).values["stamp"]
        form.values["stamp"] = {"forged": ["x:y:z"], "none": [""], "of another form": other}[stamp]
    page = browser.send(page, form, **WRITTEN)
    assert (page.status, count(alpha)) == (200, 0)
    assert "open for a long time" in page.text
    assert_nothing_lost(page)
    time.sleep(SHORTEST.total_seconds())
    assert "/received/" in browser.send(page, form_of(page)).url


def test_mistakes_come_before_the_clock(site, alpha):
    """Whoever corrects a mistake is not told that they are fast; the form is as old as its first page."""
    browser = browser_at(site["alpha"])
    page = browser.get("refer/")
    form = aged(form_of(page), alpha, timedelta(minutes=1))
    page = browser.send(page, form, **WRITTEN | {"referrer_email": ""})
    assert page.errors
    assert "/received/" in browser.send(page, form_of(page), referrer_email="rita@lincoln.example").url


def test_one_network_may_not_send_for_ever(site, alpha, beta, settings, network):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"network": (1, 3600)}
    assert "/received/" in send(alpha, browser_at(site["alpha"], network(1))).url
    refused = send(alpha, browser_at(site["alpha"], network(2)))
    assert (refused.status, count(alpha)) == (429, 1)
    assert "press the button again in an hour" in refused.text
    assert_nothing_lost(refused)
    assert "/received/" in send(alpha, browser_at(site["alpha"], "192.0.2.99")).url
    assert "/received/" in send(beta, browser_at(site["beta"], network(2))).url


def test_one_program_is_not_flooded_from_many_networks(site, alpha, settings):
    # Counts of a program outlive a test; in a window of another length nothing was counted yet.
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"program": (2, 3600 + secrets.randbelow(10**6))}
    answers = [send(alpha, browser_at(site["alpha"], f"192.0.2.{number}")) for number in range(10, 14)]
    assert [page.status for page in answers] == [200, 200, 429, 429]
    assert count(alpha) == 2


def test_saving_counts_too_and_loses_nothing(site, alpha, settings, network):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"network": (1, 3600)}
    browser = browser_at(site["alpha"], network())
    page = browser.get("refer/")
    assert "Your form is saved" in browser.send(page, form_of(page), **WRITTEN | {"save": "1"}).text
    page = browser.get("refer/")
    refused = browser.send(page, form_of(page), **WRITTEN | {"save": "1", "offender_name": ""})
    assert refused.status == 429
    assert not refused.errors, "nothing is said about what is missing in a form that was to be saved"
    assert_nothing_lost(refused)
    assert count(alpha, ReferralDraft) == 1


def test_it_says_when_to_try_again(site, alpha, settings, network):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"network": (0, 3600)}
    browser, told = browser_at(site["alpha"], network()), {}
    opened = browser.opener.open

    def listen(*args, **options):
        try:
            return opened(*args, **options)
        except HTTPError as error:
            told.update(error.headers)
            raise

    browser.opener.open = listen
    assert send(alpha, browser).status == 429
    assert told["Retry-After"] == "3600"
    assert "no-store" in told["Cache-Control"]


def test_without_redis_the_limit_still_holds(site, alpha, settings, network, monkeypatch):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"network": (1, 3600)}
    monkeypatch.setattr(limits, "cache", SteadyCache("redis://127.0.0.1:1/0", {}))
    assert "/received/" in send(alpha, browser_at(site["alpha"], network())).url
    assert send(alpha, browser_at(site["alpha"], network())).status == 429


def test_what_only_machines_fill_in_is_refused_and_can_be_put_right(site, alpha):
    browser = browser_at(site["alpha"])
    assert send(alpha, browser, website="https://spam.example").status == 200
    page = browser.get("refer/")
    page = browser.send(page, form_of(page), **WRITTEN | {"save": "1", "website": "https://spam.example"})
    assert "Something was filled in that people do not see" in page.text
    assert_nothing_lost(page)
    assert (count(alpha), count(alpha, ReferralDraft)) == (0, 0)
    assert "Your form is saved" in browser.send(page, form_of(page), save="1").text


def test_the_same_page_sent_many_times_at_once_is_one_referral(site, alpha):
    browser = browser_at(site["alpha"])
    page = browser.get("refer/")
    form = aged(form_of(page), alpha, timedelta(minutes=1))
    with ThreadPoolExecutor(4) as threads:
        pages = list(threads.map(lambda number: browser.send(page, form, **WRITTEN), range(8)))
    references = {re.search(r"Your reference (\S+)", page.text)[1] for page in pages}
    assert (len(references), count(alpha)) == (1, 1)
