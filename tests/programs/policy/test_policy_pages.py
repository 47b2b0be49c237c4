"""The pages of the policy: read by everybody who works here, changed by an administrator alone."""

import pytest
from django.urls import reverse

from programs.models import PolicyVersion, Program
from programs.policy.catalogue import GROUPS
from programs.policy.drafting import draft_of
from tests.programs.cast import at, make_case, make_world
from tests.programs.policy.test_publishing import draft, publish, take


@pytest.fixture
def alice(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def fill(page, **changes):
    """Return what the form on a page would send, with changes."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def change(client, group, **changes):
    url = reverse("policy-change", args=[group])
    sent = fill(client.get(url), **changes)
    return client.post(url, {name: value for name, value in sent.items() if value is not None}, follow=True)


def test_it_works(world, alice):
    page = change(alice, "mediators", mediators_needed=2)
    assert page.redirect_chain[-1][0] == reverse("policy-draft")
    assert "1 person" in page.content.decode()
    page = alice.post(
        reverse("policy-draft"), fill(page, note="Two see more.", moves_open_cases="no"), follow=True
    )
    assert "Version 2 is in force." in page.content.decode()
    assert Program.objects.get().policy.mediators_needed == 2


def test_what_is_offered_first_stays_first(alpha, at_alpha):
    """A browser sends what is ticked in the order of the page, whatever the policy offers first."""
    with at(alpha):
        world = make_world(alpha, type="other", preset="correctional")
        at_alpha.force_login(world.alice)
        before = Program.objects.get().policy.modes
        assert before[0] == "letter_exchange"
        change(at_alpha, "choices", modes=sorted(before))
        assert draft_of(Program.objects.get()).is_empty
        change(at_alpha, "choices", modes=sorted(before)[1:])
        assert draft_of(Program.objects.get()).policy.modes == before[:-2] + before[-1:]


@pytest.mark.parametrize("group", [each for each in GROUPS if not GROUPS[each].page])
def test_a_form_that_is_sent_as_it_came_changes_nothing(alice, group):
    page = change(alice, group)
    assert "there is nothing to publish" in page.content.decode()
    assert draft_of(Program.objects.get()).is_empty


def test_the_draft_shows_what_it_would_stop(world, alice):
    case = make_case(world, "preparing")
    page = change(alice, "mediators", mediators_needed=2).content.decode()
    assert "1 case or referral would be stopped" in page
    assert case.reference in page
    assert "Too few mediators are assigned: 1 of 2." in page


def test_a_table_is_changed_row_by_row(alice):
    page = change(alice, "deadlines", days__intake=3).content.decode()
    assert "Intake: 7 days" in page
    assert "Screening" not in page
    assert "Intake: 3 days" in page


@pytest.mark.parametrize(
    ("group", "wrong", "told"),
    [
        ("mediators", {"mediators_needed": "none"}, "Enter a whole number from 1 to 4"),
        ("mediators", {"mediators_needed": 9}, "Enter a whole number from 1 to 4"),
        ("mediators", {"standings": []}, "Choose at least one"),
        ("deadlines", {"days__held": ""}, "Enter a whole number from 1 to 730"),
    ],
)
def test_a_mistake_says_what_to_do_and_loses_nothing(alice, group, wrong, told):
    page = change(alice, group, **wrong)
    assert told in page.content.decode()
    assert draft_of(Program.objects.get()).is_empty
    assert page.context["form"].data


def test_a_floor_is_named_where_it_is_broken(world, alice):
    take({"mediators_needed": 2, "days": {"held": 5}})
    page = change(alice, "mediators", mediators_needed=1).content.decode()
    assert (
        "Mediators in a case: nothing looser than “2 people” is allowed (State Office). Agreed in 2026."
        in page
    )
    page = change(alice, "deadlines", days__held=6, days__intake=9)
    assert set(page.context["form"].errors) == {"days__held"}


def test_a_draft_that_somebody_changed_is_shown_again(world, alice):
    page = change(alice, "mediators", mediators_needed=2)
    sent = fill(page, note="Two see more.", moves_open_cases="no")
    draft(world, answer_days=3)
    page = alice.post(reverse("policy-draft"), sent)
    assert "Somebody changed the draft since you looked." in page.content.decode()
    assert "Two see more." in page.content.decode()
    assert alice.post(reverse("policy-draft"), fill(page, note="x", moves_open_cases="no")).status_code == 302


def test_without_a_draft_there_is_nothing_to_publish(alice):
    assert alice.get(reverse("policy-draft")).url == reverse("policy")


def test_an_earlier_version_is_made_the_draft(world, alice):
    publish(world, mediators_needed=2)
    page = alice.get(reverse("policy-version", args=[2])).content.decode()
    assert "Because." in page
    assert "Make this the draft" not in page
    alice.post(reverse("policy-restore", args=[1]))
    assert draft_of(Program.objects.get()).values == {"mediators_needed": 1}
    assert "in force" in alice.get(reverse("policy-versions")).content.decode()
    alice.post(reverse("policy-discard"))
    assert draft_of(Program.objects.get()).is_empty


def test_a_case_says_by_which_version_it_works(world, alice):
    case = make_case(world, "preparing")
    publish(world, mediators_needed=2)
    assert "Version 1" in alice.get(reverse("case", args=[case.pk])).content.decode()
    page = alice.get(reverse("case-policy", args=[case.pk])).content.decode()
    assert "This case works by version 1 of the policy." in page
    assert "2 people" in page
    alice.post(reverse("case-policy", args=[case.pk]))
    case.refresh_from_db()
    assert case.policy.number == 2
    assert "That is the one in force." in alice.get(reverse("case-policy", args=[case.pk])).content.decode()


def test_a_mediator_reads_it_and_is_offered_no_change(world, at_alpha):
    at_alpha.force_login(world.mia)
    page = at_alpha.get(reverse("policy")).content.decode()
    assert "Tries before unreachable" in page
    assert "/policy/change/" not in page
    assert at_alpha.get(reverse("policy-change", args=["mediators"])).status_code == 403


def test_no_group_of_that_name(alice):
    assert alice.get(reverse("policy-change", args=["nothing"])).status_code == 404
    assert alice.get(reverse("policy-version", args=[9])).status_code == 404
    assert PolicyVersion.objects.count() == 1


def test_the_rows_of_a_table_stand_under_its_question(alice):
    page = alice.get(reverse("policy-change", args=["offenses"])).content.decode()
    places = [
        page.index(f'name="{name}"') if name.count("__") else page.index(name)
        for name in (
            "Which offenses do you take?",
            "offences__other",
            "From which stage on",
            "earliest_stages__theft",
        )
    ]
    assert places == sorted(places)


def test_going_back_says_that_it_takes_the_place_of_a_draft(world, alice):
    publish(world, mediators_needed=2)
    address = reverse("policy-version", args=[1])
    assert "There is a draft already." not in alice.get(address).content.decode()
    draft(world, answer_days=3)
    assert "There is a draft already." in alice.get(address).content.decode()
