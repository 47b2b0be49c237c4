"""What is typed for a confidential site's address, anywhere, never reaches the public schema."""

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from network.directory.facts import NotAFact
from network.directory.models import ListedSite, Listing
from programs.actions.listing import put_site
from programs.listing.document import SITE_TEXTS, sites
from programs.models import Program
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.conftest import HostClient
from tests.programs.cast import at, make_world
from tests.programs.listing.parts import SECRET, draft, public_site, publish

CANARY = "Hidden Heron Lane"
TYPED = {name: f"{CANARY} {name}" for name in SITE_TEXTS} | {"postal_code": "55104", "country": "US"}


def everything_public() -> str:
    """Return all rows of the directory and the outbox, as the database has them."""
    tables = [model._meta.db_table for model in apps.get_app_config("directory").get_models()]
    with platform(), connection.cursor() as cursor:
        found = []
        for table in [*tables, "amends_outbox"]:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM \"{table}\" t")
            found.append(cursor.fetchone()[0])
    return "".join(found)


def typed_everywhere(browser) -> None:
    """Type the address of a secret site into everything that takes a site."""
    area = {"area": "Northern Ramsey County", "telephone": "555 0100 99"}
    browser.post(reverse("listing-site-add", args=["confidential"]), TYPED | area)
    browser.post(reverse("listing-site-add", args=["confidential"]), TYPED | area | {"is_confidential": ""})
    browser.post(
        reverse("listing-site-add", args=["public"]),
        public_site(address=f"12 {CANARY}", name=CANARY, telephone="555 0100 98"),
    )
    for site_id, site in sites(Program.objects.get().listing_draft).items():
        if CANARY in str(site):
            browser.post(reverse("listing-site-hide", args=[site_id]))
            browser.post(reverse("listing-site", args=[site_id]), TYPED | area)


def test_no_address_of_a_secret_site_reaches_public(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        browser = HostClient("alpha.localhost")
        browser.force_login(world.alice)
        draft(world)
        typed_everywhere(browser)
        put_site(
            actor=world.alice,
            site_id=SECRET,
            site=TYPED | {"is_confidential": True, "area": "The north", "telephone": "5 55 12"},
        )
        assert CANARY not in str(Program.objects.get().listing_draft)
        publish(world)
    worker.drain()
    with platform():
        listing = Listing.objects.get(tenant_id=alpha.pk)
        secret = [site for site in listing.stated.sites if site.is_confidential]
        assert len(secret) == 4
        assert all((site.address, site.latitude, site.postal_code) == ("", None, "") for site in secret)
        assert ListedSite.objects.filter(listing=listing).count() == 1, "that of the public site"
    kept = everything_public()
    assert "Northern Ramsey County" in kept, "the canary would be seen"
    assert CANARY.lower() not in kept.lower()
    assert "hidden" not in kept.lower()


def test_a_site_that_was_public_is_forgotten_with_the_next_publication(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        draft(world)
        publish(world)
    worker.drain()
    assert "Lantern" in everything_public()
    with at(alpha):
        browser = HostClient("alpha.localhost")
        browser.force_login(world.alice)
        (site_id,) = sites(Program.objects.get().listing_draft)
        browser.post(reverse("listing-site-hide", args=[site_id]))
        publish(world)
    worker.drain()
    assert "Lantern" not in everything_public()
    with platform():
        assert not ListedSite.objects.exists()


@pytest.mark.parametrize("area", ["12 Lantern Street", "Apartment 4", "55104"])
def test_an_area_with_a_number_is_refused(world, at_alpha, area):
    with pytest.raises(NotAFact):
        put_site(
            actor=world.alice, site_id=SECRET, site={"is_confidential": True, "area": area, "telephone": "1"}
        )
    at_alpha.force_login(world.alice)
    answer = at_alpha.post(
        reverse("listing-site-add", args=["confidential"]), {"area": area, "telephone": "555 0100 12"}
    )
    assert "An area has no number" in answer.content.decode()


def test_the_form_of_a_secret_site_asks_for_nothing_else(world, at_alpha):
    at_alpha.force_login(world.alice)
    form = at_alpha.get(reverse("listing-site-add", args=["confidential"])).context["form"]
    assert set(form.fields) == {"shown", "area", "telephone"}
