"""A listing is published by an explicit act and brought to the directory; what it says of cases it derives."""

import datetime as dt

import pytest
from django.urls import reverse

from amends.audit.models import AuditEntry
from network.directory.models import Listing, Serves
from programs.actions.listing import (
    UnableToList,
    change_capacity,
    change_listing,
    confirm_listing,
    mark_listing_live,
    publish_listing,
    take_listing_out,
)
from programs.actions.look import change_look
from programs.actions.policy import change_settings, publish_policy
from programs.listing.assembling import facts_of
from programs.listing.erasing import forget_listing
from programs.listing.publishing import draft_mark, has_changes, public_page
from programs.models import Program
from programs.policy.drafting import draft_of
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, make_world
from tests.programs.listing.parts import HENNEPIN, RAMSEY, draft, publish

DAY = dt.timedelta(days=1)


def listed(tenant) -> Listing | None:
    with platform():
        return Listing.objects.defer("words").filter(tenant_id=tenant.pk).first()


def now_says(program: Program):
    return facts_of(program, program.listing)


def test_it_works(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        assert listed(alpha) is None
        program = publish(world)
        assert not program.is_listing_live
    worker.drain()
    found = listed(alpha)
    assert (found.version, found.is_published, found.confirmed_on) == (1, True, NOW.date())
    assert found.stated.name == alpha.name
    assert found.stated.answer("language", "es") == "no"
    assert found.stated.answer("language", "fr") == ""
    assert found.stated.refer_url.endswith("/refer/")
    assert (round(found.stated.sites[0].latitude), round(found.stated.sites[0].longitude)) == (45, -93)
    with platform():
        assert set(Serves.objects.values_list("code", flat=True)) == {RAMSEY}
    with at(alpha):
        program = Program.objects.get()
        assert program.is_listing_live
        assert program.listing_live_version == 1
        assert program.listing_published_by == world.alice


def test_nothing_typed_later_shows_before_it_is_published(world):
    draft(world)
    publish(world)
    program = change_listing(actor=world.alice, values={"description": "Something else."})
    assert has_changes(program)
    assert now_says(program).description == "We meet in pairs."


@pytest.mark.parametrize(
    ("unmet", "need"), [({"verified_at": None}, "verified"), ({"address_confirmed_at": None}, "address")]
)
def test_an_unverified_program_is_told_what_to_do(world, unmet, need):
    draft(world)
    Program.objects.update(**unmet)
    with pytest.raises(UnableToList) as caught:
        publish(world)
    assert caught.value.why == "needs"
    assert need in [each.id for each in caught.value.needs]
    assert all(each.title and each.hint for each in caught.value.needs)
    assert not Program.objects.get().is_listed


def test_without_a_place_nothing_is_published(world):
    change_listing(actor=world.alice, values={"description": "We meet."})
    with pytest.raises(UnableToList) as caught:
        publish(world)
    assert [each.id for each in caught.value.needs] == ["serves"]


def test_what_was_looked_at_is_what_is_published(world):
    program = draft(world)
    mark = draft_mark(program)
    change_listing(actor=world.cora, values={"description": "Cora was here."})
    with pytest.raises(UnableToList) as caught:
        publish_listing(actor=world.alice, now=NOW, mark=mark)
    assert caught.value.why == "changed"


def test_a_new_policy_brings_a_new_version(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
    worker.drain()
    assert listed(alpha).stated.answer("age", "juvenile") == "yes"
    with at(alpha):
        change_settings(
            actor=world.alice, now=NOW, values={"minors_responsible": False, "stages": ["post_charge"]}
        )
        mark = draft_of(Program.objects.get()).mark
        publish_policy(actor=world.alice, now=NOW, note="", mark=mark)
    worker.drain()
    found = listed(alpha)
    assert found.version == 2
    assert found.stated.answer("age", "juvenile") == "no"
    assert found.stated.answer("stage", "pre_charge") == "no"


def test_a_new_number_and_capacity_are_there_at_once(world):
    draft(world)
    publish(world)
    change_look(actor=world.alice, public_telephone="555 0100 77", accent="")
    assert Program.objects.get().listing_version == 2
    change_capacity(actor=world.cora, values={"capacity": "waitlist", "waiting_days": 30})
    program = Program.objects.get()
    assert program.listing_version == 3
    assert (now_says(program).capacity, now_says(program).waiting_days) == ("waitlist", 30)
    assert not has_changes(program)


def test_before_it_is_listed_nothing_crosses(world):
    draft(world)
    change_capacity(actor=world.alice, values={"capacity": "closed", "waiting_days": None})
    change_look(actor=world.alice, public_telephone="555 0100 77", accent="")
    assert Program.objects.get().listing_version == 0


def test_taken_out_it_is_found_no_more_and_comes_back_at_the_same_address(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
    worker.drain()
    slug = listed(alpha).slug
    with at(alpha):
        take_listing_out(actor=world.alice)
    worker.drain()
    assert not listed(alpha).is_published
    with at(alpha):
        assert Program.objects.get().is_listing_live
        publish(world)
    worker.drain()
    found = listed(alpha)
    assert (found.is_published, found.slug, found.version) == (True, slug, 3)


def test_confirming_says_so_in_public(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
        confirm_listing(actor=world.alice, now=NOW + 30 * DAY)
    worker.drain()
    assert listed(alpha).confirmed_on == (NOW + 30 * DAY).date()


def test_word_of_an_older_version_changes_nothing(world):
    draft(world)
    publish(world)
    mark_listing_live(actor=None, version=2, now=NOW)
    mark_listing_live(actor=None, version=1, now=NOW + DAY)
    program = Program.objects.get()
    assert (program.listing_live_version, program.listing_live_at) == (2, NOW)


def test_who_published_is_in_the_audit(alpha):
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
        take_listing_out(actor=world.alice)
    with at(alpha):
        verbs = list(AuditEntry.objects.filter(verb__startswith="listing").values_list("verb", flat=True))
    assert verbs[-2:] == ["listing_published", "listing_taken_out"]
    assert HENNEPIN not in str(verbs)


def test_its_public_page_is_linked_once_it_is_there(alpha, worker, at_alpha):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        at_alpha.force_login(world.alice)
        draft(world)
        publish(world)
        assert public_page(Program.objects.get()) == ""
    worker.drain()
    address = f"/directory/{listed(alpha).slug}/"
    with at(alpha):
        assert public_page(Program.objects.get()).endswith(address)
        assert address in at_alpha.get(reverse("listing")).content.decode()


def test_of_an_erased_program_nothing_is_listed(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
    worker.drain()
    forget_listing(alpha.schema_name)
    assert listed(alpha) is None
