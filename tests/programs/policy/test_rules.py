"""What a program sets in its policy really governs its work: each in a sentence."""

from datetime import timedelta

import pytest

from programs.actions.mediators import end_affiliation
from programs.actions.referrals import accept_referral
from programs.models import Affiliation, Program
from programs.policy.catalogue.offences import comes_too_early
from tests.programs.cast import NOW, assign, at, make_case, make_referral, make_world
from tests.programs.policy.test_publishing import publish


@pytest.fixture
def accepting(world, refused):
    """Return which guards refuse to accept a referral."""
    return lambda **told: refused(
        lambda: accept_referral(actor=world.cora, referral=make_referral(**told), now=NOW)
    )


def test_nobody_refers_whom_the_program_does_not_hear(world, accepting):
    publish(world, referrers=["victim_self", "police"])
    assert accepting(referrer_class="school") == ["referrer_taken"]


def test_a_case_begins_only_with_those_with_whom_it_may(world, accepting):
    publish(world, initiative=["program"])
    assert accepting(referrer_class="victim_self") == ["initiative_allowed"]


@pytest.mark.parametrize("offence", ["sexual", "partner", "homicide"])
def test_what_needs_specialists_is_not_taken_by_a_church(accepting, offence):
    assert accepting(offences=["theft", offence], stage="post_adjudication") == ["offences_taken"]


def test_a_more_serious_offence_is_taken_later(world, accepting):
    publish(world, earliest_stages={**Program.objects.get().policy.earliest_stages, "assault": "post_charge"})
    assert accepting(offences=["theft", "assault"], stage="pre_charge") == ["stage_late_enough"]


@pytest.mark.parametrize(
    ("stage", "earliest", "early"),
    [
        ("pre_charge", "any", False),
        ("community", "any", False),
        ("community", "post_charge", True),
        ("pre_charge", "post_charge", True),
        ("post_charge", "post_charge", False),
        ("post_sentence", "post_adjudication", False),
        ("post_adjudication", "post_sentence", True),
    ],
)
def test_stages_follow_one_another_and_outside_the_courts_there_is_none(stage, earliest, early):
    assert comes_too_early(stage, earliest) is early


def test_after_severe_violence_the_gravest_are_taken(alpha):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        told = {"stage": "post_sentence", "referrer_class": "victim_self", "office_name": ""}
        assert make_case(world, "intake", offences=["homicide"], **told)


def test_a_program_may_exclude_more_people_than_the_rules_do(world, refused):
    case = make_case(world, "screening")
    publish(world, moves=True, excluded_affiliations=["probation_officer"])
    case.refresh_from_db()
    assert refused(lambda: assign(world, case, "otto")) == ["affiliation_allowed"]
    row = Affiliation.objects.get(mediator=world.otto.pk)
    end_affiliation(actor=world.alice, affiliation=row, today=NOW.date() - timedelta(days=1))
    assert assign(world, case, "otto")
