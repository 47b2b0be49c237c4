"""A program keeps its referral sources itself: adds, changes, closes; nothing that came from one is lost."""

import pytest
from django.core.exceptions import PermissionDenied

from programs.actions.sources import Agreed, add_source
from programs.models import Office, Program, Referral, ReferralSource
from tests.programs.cast import NOW, make_referral
from tests.programs.sources.conftest import COURT, publish


def told(**changes):
    answers = {
        "name": "Lakeview Juvenile Court",
        "kind": "judge",
        "is_office": "on",
        "told_back": "milestones",
    }
    return answers | changes


def test_it_works(world, at_alpha):
    at_alpha.force_login(world.cora)
    answer = at_alpha.post(
        "/sources/add/",
        told(asks_for=["case_number", "summary"], answer_days="3", told_roles=["case_supervisor"]),
        follow=True,
    )
    page = answer.content.decode()
    assert "Lakeview Juvenile Court" in page
    assert "3 days" in page
    source = ReferralSource.objects.get()
    assert (source.asks_for, source.told_roles, source.told_back) == (
        ["case_number", "summary"],
        ["case_supervisor"],
        "milestones",
    )
    assert (source.office.name, source.office.kind) == ("Lakeview Juvenile Court", "court")


def test_a_source_is_changed_and_what_was_promised_stays(world, at_alpha, make_source):
    source = make_source(answer_days=5)
    referral = make_referral(referrer_class="judge", office_name="", source=source)
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/sources/{source.pk}/").content.decode()
    assert 'value="Lakeview Juvenile Court"' in page
    at_alpha.post(f"/sources/{source.pk}/", told(name="Lakeview Court", answer_days="2"))
    source.refresh_from_db()
    assert (source.name, source.answer_days, source.told_back) == ("Lakeview Court", 2, "milestones")
    assert Referral.objects.get().answer_by == referral.answer_by


def test_closing_keeps_history_and_opening_again_works(world, at_alpha, make_source):
    source = make_source()
    make_referral(referrer_class="judge", office_name="", source=source)
    at_alpha.force_login(world.alice)
    page = at_alpha.post(f"/sources/{source.pk}/close/", follow=True).content.decode()
    assert "No longer offered" in page
    assert Referral.objects.get().source == source
    assert "Lakeview" not in at_alpha.get("/refer/").content.decode()
    at_alpha.post(f"/sources/{source.pk}/reopen/")
    assert "Lakeview" in at_alpha.get("/refer/").content.decode()


@pytest.mark.parametrize("days", ["0", "8", "soon"])
def test_it_refuses_a_deadline_later_than_the_policys(world, at_alpha, days):
    at_alpha.force_login(world.cora)
    page = at_alpha.post("/sources/add/", told(answer_days=days))
    assert "from 1 to 7" in str(page.context["form"].errors["answer_days"])
    assert not ReferralSource.objects.exists()


def test_a_policy_that_becomes_stricter_holds_for_every_source(world, make_source):
    source = make_source(answer_days=6)
    publish(world, answer_days=4)
    referral = make_referral(referrer_class="judge", office_name="", source=source)
    assert (referral.answer_by - NOW.date()).days == Program.objects.get().policy.answer_days == 4


def test_it_refuses_two_open_sources_of_one_name(world, at_alpha, make_source):
    make_source()
    at_alpha.force_login(world.cora)
    page = at_alpha.post("/sources/add/", told(name="lakeview juvenile court"))
    assert "name" in page.context["form"].errors


def test_who_refers_themselves_is_no_source(world, at_alpha):
    at_alpha.force_login(world.cora)
    for kind in ("victim_self", "offender_self"):
        assert "kind" in at_alpha.post("/sources/add/", told(kind=kind)).context["form"].errors


def test_a_source_that_is_no_office_makes_none(world, make_source):
    source = make_source(name="Pastor Lind", kind="community", is_office=False)
    assert source.office is None
    assert not Office.objects.filter(name="Pastor Lind").exists()


@pytest.mark.parametrize("name", ["mia", "sol"])
def test_it_refuses_whoever_does_not_run_the_program(world, at_alpha, name):
    with pytest.raises(PermissionDenied):
        add_source(actor=world.people[name], agreed=Agreed(**COURT))
    at_alpha.force_login(world.people[name])
    assert at_alpha.get("/sources/").status_code == 403


def test_its_office_is_kept_out_of_mediation(world, make_source):
    """N1: the office that a source is has to do with each case that it refers."""
    referral = make_referral(referrer_class="judge", office_name="", source=make_source())
    assert referral.office.name == "Lakeview Juvenile Court"
