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
from programs.listing.publishing import ASKED_BEFORE
from programs.models import Program
from tenants.context import platform
from tenants.ids import uuid7
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


def test_finding_who_is_asked_costs_the_same_for_many(listed, worker):  # noqa: F811
    """What is written to each program's outbox comes on top; those of the many here are programs no more."""
    found = []
    for more in (0, 20):
        with platform(), transaction.atomic():
            _list_as_long_ago(more)
            with CaptureQueriesContext(connection) as asking:
                ask_listings()
            found.append(len(asking))
            assert Listing.objects.filter(asked_on=None).count() == 0
            Listing.objects.update(asked_on=None)
    assert found[0] == found[1]


def _list_as_long_ago(many: int) -> None:
    listing = Listing.objects.first()
    for number in range(many):
        listing.pk, listing.tenant_id, listing.slug = uuid7(), uuid7(), f"gone-{number}"
        listing.save(force_insert=True)
