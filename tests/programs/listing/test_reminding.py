"""Twice a year a program is asked whether its listing still holds: on Today and by mail, once, without asking each."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.directory.models import STALE_AFTER, Listing
from programs.actions.listing import confirm_listing
from programs.listing.crossing import ask_listings
from programs.listing.publishing import ASKED_BEFORE, asks_again, is_unconfirmed
from programs.models import Program
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.listing.parts import draft, publish

DAY = dt.timedelta(days=1)
LONG_AGO = STALE_AFTER - ASKED_BEFORE + DAY


@pytest.fixture
def listed(alpha, worker):  # noqa: F811
    """A listing that was published so long ago that it is to be confirmed."""
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world, now=timezone.now() - LONG_AGO)
    worker.drain()
    return world


def asked(worker) -> int:  # noqa: F811
    """Let the schedule's turn come, and return how many letters left."""
    before = len(mail.outbox)
    with platform(), transaction.atomic():
        ask_listings()
    worker.drain()
    return len(mail.outbox) - before


def test_it_works(alpha, listed, worker, at_alpha):  # noqa: F811
    assert asked(worker) == 1
    letter = mail.outbox[-1]
    assert letter.to == ["alice@alpha.example"]
    assert "/listing/" in letter.body
    with at(alpha):
        at_alpha.force_login(listed.alice)
        assert 'data-listing="asked"' in at_alpha.get("/").content.decode()
        at_alpha.post(reverse("listing-confirm"))
        assert 'data-listing="asked"' not in at_alpha.get("/").content.decode()
    worker.drain()
    with platform():
        assert Listing.objects.get().is_confirmed(timezone.localdate() + STALE_AFTER)


def test_it_is_said_once(listed, worker):  # noqa: F811
    assert asked(worker) == 1
    assert asked(worker) == 0


def test_whoever_confirmed_is_asked_anew_after_half_a_year(alpha, listed, worker):  # noqa: F811
    assert asked(worker) == 1
    with at(alpha):
        confirm_listing(actor=listed.alice, now=timezone.now())
    worker.drain()
    assert asked(worker) == 0
    with platform():
        Listing.objects.update(confirmed_on=timezone.now().date() - LONG_AGO, asked_on=None)
    with at(alpha):
        Program.objects.update(listing_confirmed_on=timezone.now().date() - LONG_AGO)
    assert asked(worker) == 1


def test_what_was_taken_out_is_not_asked_about(alpha, listed, worker):  # noqa: F811
    from programs.actions.listing import take_listing_out

    with at(alpha):
        take_listing_out(actor=listed.alice)
    worker.drain()
    assert asked(worker) == 0


def test_who_is_asked_costs_the_same_for_many(listed, worker):  # noqa: F811
    with platform(), transaction.atomic(), CaptureQueriesContext(connection) as few:
        ask_listings()
    assert len(few) <= 5


def test_after_half_a_year_it_counts_as_unconfirmed(world):
    draft(world)
    program = publish(world)
    day = program.listing_confirmed_on
    assert not asks_again(program, day + STALE_AFTER - ASKED_BEFORE - DAY)
    assert asks_again(program, day + STALE_AFTER - ASKED_BEFORE)
    assert not is_unconfirmed(program, day + STALE_AFTER)
    assert is_unconfirmed(program, day + STALE_AFTER + DAY)
