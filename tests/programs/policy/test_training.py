"""What a program knows of a mediator's training decides whom it assigns (N3, N4), each in a sentence."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from programs.actions.mediators import enrol_mediator, record_qualification
from programs.actions.policy import UnableToPublish
from programs.actions.screening import mark_ready
from programs.guards.standing import months_before
from programs.models import Mediator
from tests.programs.cast import DAY, NOW, assign, at, certify, make_case, make_world
from tests.programs.policy.test_publishing import publish


@pytest.fixture
def assigning(world, refused):
    """Return which rules refuse Mia as the mediator of a case that begins now, by the policy in force."""
    return lambda: refused(lambda: assign(world, make_case(world, "screening")))


TODAY = NOW.date()


def test_too_few_hours(world, assigning):
    publish(world, training_hours=25)
    certify(world, "mia", training_hours=24)
    assert assigning() == ["trained_enough"]
    certify(world, "mia", training_hours=25)
    assert assign(world, make_case(world, "screening"))


def test_too_low_a_level(world, assigning):
    publish(world, level="intermediate")
    assert assigning() == ["level_enough"]
    certify(world, "mia", level="advanced")
    assert assign(world, make_case(world, "screening"))


def test_a_supervision_too_long_ago(world, assigning):
    certify(world, "mia", supervised_on=TODAY - dt.timedelta(weeks=12))
    assert assign(world, make_case(world, "screening"))
    certify(world, "mia", supervised_on=TODAY - dt.timedelta(weeks=12, days=1))
    assert assigning() == ["supervision_current"]


def test_an_observation_too_long_ago(world, assigning):
    certify(world, "mia", observed_on=TODAY.replace(year=TODAY.year - 1))
    assert assign(world, make_case(world, "screening"))
    certify(world, "mia", observed_on=TODAY.replace(year=TODAY.year - 1) - DAY)
    assert assigning() == ["practice_observed"]


def test_a_background_check_that_ran_out(world, assigning):
    publish(world, needs_background_check=True)
    assert assigning() == ["background_checked"]
    certify(world, "mia", checked_until=TODAY - DAY)
    assert assigning() == ["background_checked"]
    certify(world, "mia", checked_until=TODAY)
    assert assign(world, make_case(world, "screening"))


def test_a_new_mediator_has_the_time_from_enrolment(world):
    new = certify(world, "mia", supervised_on=None, observed_on=None)
    assert (new.supervised_last, new.observed_last) == (TODAY, TODAY)
    assert assign(world, make_case(world, "screening"))


def test_a_lapse_holds_up_a_case_that_goes_on(world, refused):
    case = make_case(world, "preparing")
    certify(world, "mia", supervised_on=TODAY - 90 * DAY)
    found = refused(lambda: mark_ready(actor=world.cora, case=case, now=NOW))
    assert "supervision_current" in found


def test_after_severe_violence_only_the_advanced(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        told = {"stage": "post_sentence", "referrer_class": "victim_self", "office_name": ""}
        case = make_case(world, "screening", **told)
        certify(world, "mia", level="intermediate")
        assert refused(lambda: assign(world, case)) == ["level_enough"]
        with pytest.raises(UnableToPublish):
            publish(world, level="intermediate")


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 3, 2), 12, (2025, 3, 2)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 31), 60, (2021, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert months_before(dt.date(*day), months) == dt.date(*before)


def note(client, person, **changes):
    url = reverse("qualification", args=[person.pk])
    day = {"month": "3", "day": "1", "year": "2026"}
    sent = {"level": "advanced", "training_hours": "30"}
    sent |= {f"supervised_on_{part}": value for part, value in day.items()}
    return client.post(url, sent | changes, follow=True)


def test_it_is_noted_on_the_page_of_the_mediator(world, at_alpha):
    at_alpha.force_login(world.cora)
    page = note(at_alpha, world.mia).content.decode()
    assert "It is noted." in page
    assert "Advanced" in page
    assert "Nothing noted" in page
    mia = Mediator.objects.get(pk=world.mia.pk)
    assert (mia.level, mia.training_hours, mia.supervised_on) == ("advanced", 30, dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"training_hours": "many"}, "Enter the hours as a whole number, such as 40"),
        ({"training_hours": "-1"}, "Enter the hours as a whole number, such as 40"),
        ({"supervised_on_year": "2999"}, "Enter a day that is past, or today"),
        ({"supervised_on_month": "13"}, "Enter a real date"),
        ({"level": ""}, "Choose the level of training"),
    ],
)
def test_a_mistake_says_what_to_do(world, at_alpha, wrong, told):
    at_alpha.force_login(world.cora)
    assert told in note(at_alpha, world.mia, **wrong).content.decode()
    assert Mediator.objects.get(pk=world.mia.pk).level == "foundation"


def test_a_mediator_notes_nothing(world, at_alpha):
    at_alpha.force_login(world.mia)
    assert note(at_alpha, world.mia).status_code == 403
    with pytest.raises(PermissionDenied):
        record_qualification(
            actor=world.mia,
            mediator=world.mediators["mia"],
            level="advanced",
            training_hours=1,
            supervised_on=None,
            observed_on=None,
            checked_until=None,
        )


def test_enrolling_again_keeps_what_is_noted(world):
    certify(world, "mia", level="advanced")
    enrol_mediator(actor=world.alice, user=world.mia, standing="staff", now=timezone.now())
    assert Mediator.objects.get(pk=world.mia.pk).level == "advanced"
