"""The pages of the listing: what is stated and from where, parts that lose nothing, places by name, kinds of sites."""

import pytest
from django.urls import reverse

from network.directory.vocabulary import FACETS
from programs.listing.document import sites
from programs.models import Program
from tests.programs.listing.parts import MINNESOTA, RAMSEY, SITE, draft, public_site, publish


@pytest.fixture
def admin(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def page(browser, name="listing", *args, **query):
    return browser.get(reverse(name, args=args), query).content.decode()


def sent_form(browser, part, **changes):
    """Return what a browser sends of a part as it is shown, with changes."""
    answer = browser.get(reverse("listing-part", args=[part]))
    form = answer.context["form"]
    told = {name: form[name].value() or "" for name in form.fields}
    return told | changes


def test_it_works(world, admin):
    shown = page(admin)
    assert "Your program is not in the directory." in shown
    assert "from your policy, version 1" in shown
    draft(world)
    shown = page(admin)
    assert "Ramsey County, Minnesota" in shown
    assert "12 Lantern Street" in shown
    assert "from this page" in shown
    answer = admin.post(reverse("listing-publish"), {"mark": admin.get(reverse("listing")).context["mark"]})
    assert answer.status_code == 302
    assert Program.objects.get().is_listed
    assert 'data-live="no"' in page(admin)


def test_what_nobody_said_is_shown_as_not_stated(world, admin):
    shown = page(admin)
    assert 'data-stated="no"' in shown
    assert "Not stated" in shown


def test_every_part_is_saved_and_shown(world, admin):
    answers = {f"language.{value}": "yes" for value, _label in FACETS["language"].values}
    answer = admin.post(reverse("listing-part", args=["means"]), sent_form(admin, "means", **answers))
    assert answer.status_code == 302
    assert Program.objects.get().listing_draft["language.hmn"] == "yes"
    answer = admin.post(
        reverse("listing-part", args=["about"]), sent_form(admin, "about", description="We meet.\r\nTwice.")
    )
    assert answer.status_code == 302
    assert "We meet." in page(admin)


def test_nothing_typed_is_lost_on_an_error(world, admin):
    told = sent_form(admin, "contact", website="nonsense", how_to_refer="Call on Tuesdays.")
    answer = admin.post(reverse("listing-part", args=["contact"]), told)
    shown = answer.content.decode()
    assert "Enter a web address" in shown
    assert "nonsense" in shown
    assert "Call on Tuesdays." in shown
    assert not Program.objects.get().listing_draft


def test_an_address_that_is_not_of_the_web_is_refused(world, admin):
    for website in ("ftp://files.example", "javascript:alert(1)"):
        answer = admin.post(
            reverse("listing-part", args=["contact"]), sent_form(admin, "contact", website=website)
        )
        assert "Enter a web address" in answer.content.decode()


def test_what_somebody_else_changed_meanwhile_is_not_taken_back(world, admin):
    from programs.actions.listing import change_listing

    mine = sent_form(admin, "contact", hours="Mondays", email="")
    change_listing(actor=world.cora, values={"email": "office@alpha.example"})
    assert admin.post(reverse("listing-part", args=["contact"]), mine).status_code == 302
    kept = Program.objects.get().listing_draft
    assert (kept["hours"], kept["email"]) == ("Mondays", "office@alpha.example")


def test_two_who_change_the_same_see_both(world, admin):
    from programs.actions.listing import change_listing

    mine = sent_form(admin, "contact", hours="Mondays", website="https://mine.example")
    change_listing(actor=world.cora, values={"hours": "Fridays"})
    answer = admin.post(reverse("listing-part", args=["contact"]), mine)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Mondays" in shown
    assert "Fridays" in shown
    assert "https://mine.example" in shown
    assert Program.objects.get().listing_draft == {"hours": "Fridays"}


def test_a_mark_that_nobody_made_changes_nothing_else(world, admin):
    told = sent_form(admin, "contact", hours="Mondays", shown="serves:0 nonsense")
    assert admin.post(reverse("listing-part", args=["contact"]), told).status_code in (302, 409)


def test_places_are_found_by_name_and_added_one_by_one(world, admin):
    shown = page(admin, "listing-places", find="Ramsey County, Minnesota")
    assert f'value="{RAMSEY}"' in shown
    admin.post(reverse("listing-places"), {"add": RAMSEY})
    assert Program.objects.get().listing_draft["serves"] == [RAMSEY]
    assert "you serve it" in page(admin, "listing-places", find="Ramsey County, Minnesota")
    admin.post(reverse("listing-place-remove"), {"remove": RAMSEY})
    assert "serves" not in Program.objects.get().listing_draft


def test_all_counties_of_a_state_at_once(world, admin):
    assert "Add its 87 counties" in page(admin, "listing-places", find="Minnesota")
    admin.post(reverse("listing-places"), {"every-county-of": MINNESOTA})
    assert len(Program.objects.get().listing_draft["serves"]) == 87
    admin.post(reverse("listing-place-remove"), {"remove": "all"})
    assert "serves" not in Program.objects.get().listing_draft


@pytest.mark.parametrize("code", ["us-county:99999", "nonsense", "", "zip:55104 OR 1"])
def test_a_place_that_there_is_not_is_refused_in_words(world, admin, code):
    admin.post(reverse("listing-places"), {"add": code})
    assert "There is no such place" in page(admin, "listing-places")
    assert not Program.objects.get().listing_draft


def test_a_public_site_needs_a_postal_code_that_exists(world, admin):
    told = public_site(postal_code="00001")
    answer = admin.post(reverse("listing-site-add", args=["public"]), told)
    assert "There is no such postal code" in answer.content.decode()
    answer = admin.post(reverse("listing-site-add", args=["public"]), public_site())
    assert answer.status_code == 302
    assert len(sites(Program.objects.get().listing_draft)) == 1


def test_capacity_that_makes_no_sense_is_refused(world, admin):
    told = sent_form(admin, "capacity", capacity="closed", waiting_days="30")
    assert (
        "has no waiting time" in admin.post(reverse("listing-part", args=["capacity"]), told).content.decode()
    )
    told = sent_form(admin, "capacity", capacity="waitlist", waiting_days="soon")
    assert (
        "whole number of days"
        in admin.post(reverse("listing-part", args=["capacity"]), told).content.decode()
    )


def test_an_unverified_program_reads_what_to_do(world, admin):
    Program.objects.update(verified_at=None)
    draft(world)
    shown = page(admin)
    assert 'data-need="verified"' in shown
    assert reverse("verification") in shown
    answer = admin.post(reverse("listing-publish"), {"mark": ""})
    assert answer.status_code == 409
    assert "not published" in answer.content.decode()


def test_the_preview_is_what_the_public_page_shows(world, admin):
    draft(world)
    answer = admin.get(reverse("listing-preview"))
    assert "directory/stated.html" in [template.name for template in answer.templates]
    assert "12 Lantern Street" in answer.content.decode()


def test_mediators_and_supervisors_have_no_such_page(world, at_alpha):
    for person in (world.mia, world.sol):
        at_alpha.force_login(person)
        assert at_alpha.get(reverse("listing")).status_code == 403


def test_a_site_of_another_id_is_not_there(world, admin):
    assert admin.get(reverse("listing-site", args=[SITE])).status_code == 404
    assert admin.post(reverse("listing-site-hide", args=[SITE])).status_code == 404


def test_taking_out_asks_first(world, admin):
    draft(world)
    publish(world)
    assert "Nobody finds your program" in page(admin, "listing-take-out")
    assert Program.objects.get().is_listed
    admin.post(reverse("listing-take-out"))
    assert not Program.objects.get().is_listed
