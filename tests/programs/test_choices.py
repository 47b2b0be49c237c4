"""The choices of the person harmed: versioned, complete, and obeyed by every later step (3.7)."""

import pytest

from programs.actions.agreements import begin_agreement
from programs.actions.consents import record_consent
from programs.actions.contacts import record_readiness
from programs.actions.exchanges import begin_exchange, return_to_meeting
from programs.actions.minors import record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.actions.screening import mark_ready
from programs.models import Session, VictimChoice
from programs.models.choice import Wish
from tests.programs.cast import (
    NOW,
    at,
    choose,
    consent_of_both,
    contact,
    fresh,
    make_case,
    parties,
    prepare_all,
    schedule,
)


@pytest.fixture
def agency(alpha, community_world):
    """A community agency, which passes letters on."""
    with at(alpha):
        yield community_world


def test_it_works(world):
    victim = parties(make_case(world, "preparing"))[0]
    choose(world, victim, wishes=dict.fromkeys(Wish.values, "") | {"first": "I want to speak first"})
    second = choose(world, victim, mode="shuttle")
    assert (second.version, VictimChoice.objects.count()) == (2, 2)
    assert VictimChoice.objects.get(version=1).wishes["first"] == "I want to speak first"


def test_they_belong_to_the_person_harmed(world, refused):
    offender = parties(make_case(world, "preparing"))[1]
    assert refused(lambda: choose(world, offender)) == ["choices_by_harmed"]


def test_a_question_that_was_not_asked_is_not_answered(world, refused):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    choose(world, parties(case)[0], wishes={"first": ""})
    assert refused(lambda: mark_ready(actor=world.cora, case=case, now=NOW)) == ["choices_complete"]


def test_a_session_that_no_longer_fits_is_cancelled(world):
    case = make_case(world, "scheduled")
    choose(world, parties(case)[0], mode="no_preference")
    assert fresh(case).state == "scheduled"
    choose(world, parties(case)[0], mode="shuttle")
    assert fresh(case).state == "ready"
    assert Session.objects.get().state == "cancelled"


def test_no_is_a_full_answer(world):
    case = make_case(world, "scheduled")
    choose(world, parties(case)[0], takes_part=False)
    assert fresh(case).state == "ready"


def test_messages_are_passed_on_where_they_were_chosen(agency, refused):
    case = make_case(agency, "ready")
    begin = lambda: begin_exchange(actor=agency.mia, case=case, now=NOW)  # noqa: E731
    assert refused(begin) == ["exchange_chosen"]
    choose(agency, parties(case)[0], mode="letter_exchange")
    assert refused(lambda: schedule(agency, case)) == ["mode_as_chosen"]
    assert begin().state == "exchanging"
    agree = lambda: begin_agreement(actor=agency.mia, case=case, now=NOW)  # noqa: E731
    assert refused(agree) == ["something_exchanged"]
    contact(agency, parties(case)[1], purpose="exchange", channel="letter")
    agree()
    assert fresh(case).state == "agreement_pending"


def test_messages_become_a_meeting_when_the_person_harmed_chooses_so(agency, refused):
    case = make_case(agency, "ready")
    choose(agency, parties(case)[0], mode="letter_exchange")
    begin_exchange(actor=agency.mia, case=case, now=NOW)
    meet = lambda: return_to_meeting(actor=agency.mia, case=case, now=NOW)  # noqa: E731
    assert refused(meet) == ["meeting_chosen"]
    choose(agency, parties(case)[0], mode="face_to_face")
    assert meet().state == "ready"
    assert schedule(agency, case)


def test_a_church_program_passes_no_letters_on(world, refused):
    case = make_case(world, "ready")
    choose(world, parties(case)[0], mode="letter_exchange")
    begin = lambda: begin_exchange(actor=world.mia, case=case, now=NOW)  # noqa: E731
    assert refused(begin) == ["exchange_offered"]


def test_a_session_ends_with_the_no_of_anybody_harmed(world):
    case = make_case(world, "preparing")
    beside = add_participant(
        actor=world.cora, case=case, now=NOW, role="victim_representative", person=Person("Rep Resentative")
    )
    prepare_all(world, case)
    consent_of_both(world, case)
    contact(world, beside)
    record_minor(actor=world.cora, participant=beside, now=NOW, is_minor=False)
    record_readiness(actor=world.cora, participant=beside, now=NOW, is_ready=True)
    record_consent(actor=world.cora, participant=beside, now=NOW, form="written", language="en")
    mark_ready(actor=world.cora, case=case, now=NOW)
    schedule(world, case)
    choose(world, beside, takes_part=False)
    assert fresh(case).state == "ready"
    assert Session.objects.get(case=case).state == "cancelled"
