"""A program says that a listing from public sources is its own; the operator decides; the address stays."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.accounts.models import User
from network.directory.actions import UnableToDecideClaim, accept_claim, decline_claim, store_listing
from network.directory.facts import Facts, Site
from network.directory.models import Claim, Listing
from programs.actions.claims import UnableToClaim, claim_listing
from programs.actions.listing import serve_places
from programs.listing.claims import claimable
from programs.models import Program
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.conftest import HostClient
from tests.programs.cast import NOW, at, make_world
from tests.programs.listing.parts import HENNEPIN, RAMSEY, draft, publish

ACCOUNT = "Call us at the number that it shows."


def found_listing(name="Alpha Reconciliation Center", **changes) -> Listing:
    facts = Facts(
        name=name,
        serves=(RAMSEY,),
        sites=(Site(id=str(uuid.uuid4()), city="Saint Paul", state="MN", postal_code="55104"),),
        telephone="555 0100 11",
    )
    told = {"slug": "alpha-center", "source": "A state list of 2025", "version": 1, "now": NOW} | changes
    return store_listing(actor=None, tenant_id=None, facts=facts, **told)


@pytest.fixture
def listing(worker):  # noqa: F811
    with platform():
        return found_listing()


@pytest.fixture
def operator(worker):  # noqa: F811
    with platform():
        return User.objects.create(email="op@amends.example", name="Op", roles=["operator"])


def claimed(alpha, listing, worker) -> Claim:  # noqa: F811
    with at(alpha):
        claim_listing(
            actor=User.objects.get(name="Alice"),
            now=timezone.now(),
            listing_id=listing.pk,
            name=listing.name,
            account=ACCOUNT,
        )
    worker.drain()
    with platform():
        return Claim.objects.get()


def test_it_works(alpha, worker, listing, operator):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    claim = claimed(alpha, listing, worker)
    assert (claim.tenant_id, claim.account, claim.state) == (alpha.pk, ACCOUNT, "waiting")
    browser = HostClient("localhost")
    with platform():
        browser.force_login(operator)
    shown = browser.get(f"/console/claims/{claim.pk}/").content.decode()
    assert ACCOUNT in shown
    assert "A state list of 2025" in shown
    assert browser.post(f"/console/claims/{claim.pk}/decide/", {"decision": "accept"}).status_code == 302
    worker.drain()
    with platform():
        taken = Listing.objects.get(pk=listing.pk)
        assert (taken.tenant_id, taken.slug, taken.origin) == (alpha.pk, "alpha-center", "public_sources")
    with at(alpha):
        assert Program.objects.get().listing_claim["state"] == "accepted"
        draft(world)
        publish(world)
    worker.drain()
    with platform():
        taken = Listing.objects.get(tenant_id=alpha.pk)
        assert (taken.pk, taken.slug, taken.origin) == (listing.pk, "alpha-center", "program")
        assert taken.stated.name == alpha.name
        assert taken.source == ""


def test_declined_it_stays_as_it_is(alpha, worker, listing, operator):  # noqa: F811
    with at(alpha):
        make_world(alpha)
    claim = claimed(alpha, listing, worker)
    with platform():
        decline_claim(actor=operator, claim=claim, now=timezone.now())
    worker.drain()
    with platform():
        assert Listing.objects.get(pk=listing.pk).tenant_id is None
    with at(alpha):
        assert Program.objects.get().listing_claim["state"] == "declined"
        assert [each.id for each in claimable(Program.objects.get())] == [listing.pk], "it may ask again"


def test_what_was_published_meanwhile_moves_into_it(alpha, worker, listing, operator):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    claim = claimed(alpha, listing, worker)
    with at(alpha):
        draft(world)
        publish(world)
    worker.drain()
    with platform():
        own = Listing.objects.get(tenant_id=alpha.pk)
        assert own.pk != listing.pk
        accept_claim(actor=operator, claim=claim, now=timezone.now())
    worker.drain()
    with platform():
        taken = Listing.objects.get(tenant_id=alpha.pk)
        assert (taken.pk, taken.slug, taken.stated.name) == (listing.pk, "alpha-center", alpha.name)
        assert not Listing.objects.get(pk=own.pk).is_published


def test_a_claim_has_one_answer(alpha, worker, listing, operator):  # noqa: F811
    with at(alpha):
        make_world(alpha)
    claim = claimed(alpha, listing, worker)
    with platform():
        accept_claim(actor=operator, claim=claim, now=timezone.now())
        for decide in (accept_claim, decline_claim):
            with pytest.raises(UnableToDecideClaim):
                decide(actor=operator, claim=claim, now=timezone.now())
    browser = HostClient("localhost")
    with platform():
        browser.force_login(operator)
    answer = browser.post(f"/console/claims/{claim.pk}/decide/", {"decision": "decline"})
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.content.decode()


def test_of_two_programs_the_second_is_too_late(alpha, beta, worker, listing, operator):  # noqa: F811
    claims = []
    for tenant in (alpha, beta):
        with at(tenant):
            make_world(tenant)
        with at(tenant):
            claim_listing(
                actor=User.objects.get(name="Alice"),
                now=timezone.now(),
                listing_id=listing.pk,
                name=listing.name,
                account=ACCOUNT,
            )
    worker.drain()
    with platform():
        claims = list(Claim.objects.order_by("asked_at"))
        accept_claim(actor=operator, claim=claims[0], now=timezone.now())
    worker.drain()
    with platform(), pytest.raises(UnableToDecideClaim):
        accept_claim(actor=operator, claim=claims[1], now=timezone.now())


def test_a_program_claims_once_at_a_time(world):
    told = {
        "actor": world.alice,
        "now": NOW,
        "listing_id": uuid.uuid4(),
        "name": "Somebody",
        "account": ACCOUNT,
    }
    claim_listing(**told)
    with pytest.raises(UnableToClaim):
        claim_listing(**told)


def test_a_listed_program_claims_nothing(world):
    draft(world)
    publish(world)
    assert claimable(Program.objects.get()) == []
    with pytest.raises(UnableToClaim):
        claim_listing(actor=world.alice, now=NOW, listing_id=uuid.uuid4(), name="Somebody", account=ACCOUNT)


def test_words_of_the_name_and_places_tell_which_may_be_its_own(alpha, worker):  # noqa: F811
    with platform():
        by_name = found_listing("Alpha House", slug="by-name")
        elsewhere = found_listing("Beacon Mediation Center", slug="by-place")
    with at(alpha):
        world = make_world(alpha)
        program = Program.objects.get()
        assert [each.id for each in claimable(program)] == [by_name.pk], "mediation is in half of all names"
        serve_places(actor=world.alice, codes=[HENNEPIN])
        assert [each.id for each in claimable(Program.objects.get())] == [by_name.pk]
        serve_places(actor=world.alice, codes=[RAMSEY])
        assert [each.id for each in claimable(Program.objects.get())] == [by_name.pk, elsewhere.pk]


def test_the_page_of_a_claim(alpha, worker, listing):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        browser = HostClient("alpha.localhost")
        browser.force_login(world.alice)
        assert "Is one of these you?" in browser.get(reverse("listing")).content.decode()
        there = reverse("listing-claim", args=[listing.pk])
        assert "A state list of 2025" in browser.get(there).content.decode()
        assert "Write how we can know" in browser.post(there, {"account": ""}).content.decode()
        assert browser.post(there, {"account": ACCOUNT}).status_code == 302
        assert 'data-claim="waiting"' in browser.get(reverse("listing")).content.decode()
        assert browser.get(there).status_code == 404
        assert browser.get(reverse("listing-claim", args=[uuid.uuid4()])).status_code == 404


def test_the_console_lists_claims(alpha, worker, listing, operator):  # noqa: F811
    with at(alpha):
        make_world(alpha)
    claimed(alpha, listing, worker)
    browser = HostClient("localhost")
    with platform():
        browser.force_login(operator)
    shown = browser.get("/console/claims/").content.decode()
    assert alpha.name in shown
    assert listing.name in shown
    assert "Claims" in browser.get("/console/").content.decode()


def test_nobody_but_the_program_and_the_operator_sees_a_claim(alpha, worker, listing):  # noqa: F811
    with at(alpha):
        make_world(alpha)
    claim = claimed(alpha, listing, worker)
    answer = HostClient("localhost").get(f"/console/claims/{claim.pk}/")
    assert answer.status_code == 302
