"""Whoever refers for a named source is asked for what was agreed, by the form and by the action alike."""

import pytest
from django.urls import reverse

from programs.actions.referrals import IncompleteReferral, Person
from programs.models import Participant, Program, Referral
from programs.models.source import AskedFor
from tests.programs.cast import make_referral
from tests.programs.sources.conftest import publish
from tests.programs.test_refer_page import answers


def send(browser, **changes):
    return browser.post(reverse("refer"), answers(**changes))


def test_it_works(world, at_alpha, make_source):
    source = make_source(asks_for=["case_number", "summary"], answer_days=3)
    page = at_alpha.get("/refer/").content.decode()
    assert "Judge or court: Lakeview Juvenile Court" in page
    answer = send(
        at_alpha, referrer_class="judge", source=str(source.pk), office_name="", case_number="JV-2026-117"
    )
    assert answer.status_code == 302
    referral = Referral.objects.select_related("office").get()
    assert (referral.source, referral.case_number) == (source, "JV-2026-117")
    assert referral.office.name == "Lakeview Juvenile Court"
    today = referral.submitted_at.astimezone(Program.objects.get().zone).date()
    assert (referral.answer_by - today).days == 3
    at_alpha.force_login(world.cora)
    shown = at_alpha.get(f"/referrals/{referral.pk}/").content.decode()
    assert "JV-2026-117" in shown
    assert "Lakeview Juvenile Court" in shown
    assert "Lakeview Juvenile Court" in at_alpha.get("/referrals/").content.decode()


def test_a_program_without_sources_asks_nothing_about_them(world, at_alpha):
    page = at_alpha.get("/refer/").content.decode()
    assert 'name="source"' not in page
    assert 'name="case_number"' not in page
    assert send(at_alpha).status_code == 302


def test_who_is_of_a_class_with_named_sources_is_asked_and_may_be_another(world, at_alpha, make_source):
    make_source(name="Lincoln School", kind="school")
    assert "source" in send(at_alpha, source="").context["form"].errors
    assert send(at_alpha, source="none").status_code == 302
    assert Referral.objects.get().source is None


def test_who_is_of_another_class_need_not_answer(world, at_alpha, make_source):
    make_source()
    assert send(at_alpha, source="").status_code == 302


def test_it_refuses_a_source_of_another_class_and_loses_nothing(world, at_alpha, make_source):
    page = send(at_alpha, source=str(make_source().pk))
    assert "Choose one that fits who you are" in page.content.decode()
    assert "A bicycle was taken." in page.content.decode()


LACKING = {
    "case_number": {"case_number": ""},
    "summary": {"summary": " "},
    "referrer_email": {"referrer_email": "", "referrer_phone": "555 0100"},
    "referrer_phone": {"referrer_phone": ""},
    "offender_contact": {"offender_phone": "", "offender_email": ""},
}


@pytest.mark.parametrize("asked", AskedFor.values)
def test_it_refuses_without_what_was_agreed_and_loses_nothing(world, at_alpha, make_source, asked):
    source = make_source(asks_for=[asked])
    whole = {"referrer_class": "judge", "source": str(source.pk), "case_number": "JV-2026-117"}
    page = send(at_alpha, **whole | LACKING[asked])
    html = page.content.decode()
    assert page.status_code == 200
    assert "we agreed on it with you" in html
    assert "Vera Victim" in html
    assert asked == "summary" or "A bicycle was taken." in html
    assert not Referral.objects.exists()
    with_all = {"referrer_phone": "555 0111"}
    assert send(at_alpha, **whole | with_all).status_code == 302


@pytest.mark.parametrize("asked", AskedFor.values)
def test_the_action_refuses_the_same(world, make_source, asked):
    source = make_source(asks_for=[asked])
    lacking = {
        "referrer": Person(
            "Rita Referrer", **({"phone": "555"} if asked == "referrer_email" else {"email": "r@x.org"})
        ),
        "offender": Person("Oskar Offender"),
        "summary": "",
    }
    with pytest.raises(IncompleteReferral) as refused:
        make_referral(referrer_class="judge", source=source, **lacking)
    assert refused.value.missing == [asked]
    assert not Participant.objects.exists()


@pytest.mark.parametrize("changes", [{"kind": "school"}, {"is_open": False}])
def test_the_action_refuses_a_source_that_is_not_theirs(world, make_source, changes):
    source = make_source()
    vars(source).update(changes)
    source.save()
    with pytest.raises(IncompleteReferral) as refused:
        make_referral(referrer_class="judge", source=source)
    assert refused.value.missing == ["source"]


def test_of_the_person_harmed_nothing_can_be_asked_for():
    """R1: whatever a program agrees with a source, the person harmed can be left out."""
    assert not [each for each in AskedFor.values if "victim" in each or "birth" in each or "harmed" in each]


def test_the_policy_is_the_upper_bound(world, at_alpha, make_source):
    make_source()
    publish(world, referrers=["school", "police", "victim_self"])
    assert "Lakeview" not in at_alpha.get("/refer/").content.decode()


def test_a_saved_form_keeps_the_source(world, at_alpha, make_source):
    source = make_source(asks_for=["case_number"])
    sent = answers(referrer_class="judge", source=str(source.pk), case_number="JV-9", save="1")
    page = at_alpha.post(reverse("refer"), sent)
    draft, code = page.context["draft"], page.context["code"]
    again = at_alpha.post(reverse("draft", args=[draft.pk]), {"code": code}).content.decode()
    assert f'value="{source.pk}" selected' in again
    assert "JV-9" in again
