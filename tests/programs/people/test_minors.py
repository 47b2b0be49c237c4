"""Minors take part with the consent of a guardian and their own; whoever may have harmed them never consents (E6)."""

import pytest

from programs.actions.consents import record_consent, withdraw_consent
from programs.actions.minors import record_guardian, record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.actions.screening import begin_preparing, mark_ready
from programs.models import Participant, Representation, Session
from programs.steps import STEPS
from tests.conftest import HostClient
from tests.programs.cast import (
    NOW,
    consent_of_both,
    fresh,
    hold_session,
    make_case,
    open_page,
    parties,
    prepare_all,
    schedule,
    send_link,
)
from tests.programs.policy.test_publishing import publish


def add(world, case, name="Gerda Guardian", role="guardian"):
    return add_participant(actor=world.cora, case=case, now=NOW, role=role, person=Person(name))


def say_minor(world, person, is_minor=True):
    return record_minor(actor=world.cora, participant=person, now=NOW, is_minor=is_minor)


def tie(world, child, guardian, **changes):
    answers = {"is_guardian": True, "is_suspected": False, "now": NOW}
    return record_guardian(actor=world.cora, participant=child, guardian=guardian, **answers | changes)


def agree(world, person):
    return record_consent(actor=world.cora, participant=person, now=NOW, form="written", language="en")


@pytest.fixture
def family(world):
    """Return a case that is prepared, with a victim who is a minor, and a guardian who has not consented."""
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    child = parties(case)[0]
    say_minor(world, child)
    guardian = add(world, case)
    tie(world, child, guardian)
    return case, child, guardian


def ready(world, case):
    return mark_ready(actor=world.cora, case=case, now=NOW)


def test_it_works(world, family):
    case, _child, guardian = family
    agree(world, guardian)
    assert ready(world, case).state == "ready"
    assert schedule(world, case)


def test_nothing_goes_on_before_it_is_known_who_is_a_minor(world, refused):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    say_minor(world, parties(case)[1], is_minor=None)
    assert refused(lambda: ready(world, case)) == ["minor_known"]


def test_a_minor_without_a_guardians_consent_does_not_take_part(world, family, refused):
    case, _child, _guardian = family
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_a_guardians_consent_does_not_take_the_place_of_the_minors_own(world, family, refused):
    case, child, guardian = family
    agree(world, guardian)
    withdraw_consent(actor=world.cora, participant=child, now=NOW)
    assert refused(lambda: ready(world, case)) == ["consents_live"]


def test_whoever_is_recorded_without_a_tie_consents_for_nobody(world, refused):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    say_minor(world, parties(case)[0])
    agree(world, add(world, case))
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_a_suspected_guardian_can_never_consent(world, family, refused):
    case, child, guardian = family
    tie(world, child, guardian, is_suspected=True)
    assert refused(lambda: agree(world, guardian)) == ["guardian_may_consent"]
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_a_guardian_who_comes_under_suspicion_is_off_their_own_page_and_gets_no_other(world, family, refused):
    _case, child, guardian = family
    browser = open_page(world, guardian, HostClient("alpha.localhost"))
    assert browser.get("/mine/").status_code == 200
    tie(world, child, guardian, is_suspected=True)
    assert browser.get("/mine/").status_code != 200
    assert refused(lambda: send_link(world, guardian)) == ["page_for_trusted"]
    tie(world, child, guardian, is_suspected=False)
    assert send_link(world, guardian)


def test_suspected_of_harming_one_child_is_no_guardian_of_another_here(world, family, refused):
    case, child, guardian = family
    offender = parties(case)[1]
    say_minor(world, offender)
    tie(world, offender, guardian)
    tie(world, child, guardian, is_suspected=True)
    other = add(world, case, "Olga Other")
    tie(world, child, other)
    agree(world, other)
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_the_offender_never_counts_as_the_guardian_of_the_child(world, refused):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    child, offender = parties(case)
    say_minor(world, child)
    tie(world, child, offender)
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_a_mother_who_was_harmed_too_consents_for_her_child(world):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    mother, offender = parties(case)
    say_minor(world, offender)
    tie(world, offender, mother)
    assert ready(world, case).state == "ready"


@pytest.mark.parametrize("state", ["ready", "scheduled"])
def test_when_a_guardian_withdraws_it_is_as_if_the_minor_had(world, family, state):
    case, _child, guardian = family
    agree(world, guardian)
    ready(world, case)
    if state == "scheduled":
        schedule(world, case)
    withdraw_consent(actor=world.cora, participant=guardian, now=NOW)
    assert fresh(case).state == "preparing"
    assert not Session.objects.filter(case=case, state="scheduled").exists()


def test_one_guardian_who_takes_consent_back_is_enough(world, family, refused):
    case, child, guardian = family
    other = add(world, case, "Olga Other")
    tie(world, child, other)
    for each in (guardian, other):
        agree(world, each)
    ready(world, case)
    withdraw_consent(actor=world.cora, participant=other, now=NOW)
    assert fresh(case).state == "preparing"
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_a_suspected_guardian_cannot_stop_the_child_either(world, family):
    case, child, guardian = family
    other = add(world, case, "Olga Other")
    tie(world, child, other)
    for each in (guardian, other):
        agree(world, each)
    ready(world, case)
    tie(world, child, guardian, is_suspected=True)
    withdraw_consent(actor=world.cora, participant=guardian, now=NOW)
    assert fresh(case).state == "ready"


def test_a_suspicion_that_comes_up_ends_what_was_planned(world, family, refused):
    case, child, guardian = family
    agree(world, guardian)
    ready(world, case)
    schedule(world, case)
    tie(world, child, guardian, is_suspected=True)
    assert fresh(case).state == "preparing"
    assert not guardian.consents.live().exists()
    tie(world, child, guardian)
    assert refused(lambda: ready(world, case)) == ["guardian_consents"], "they have to be asked anew"


def test_to_find_out_that_somebody_is_a_minor_ends_what_was_planned(world):
    case = make_case(world, "scheduled")
    say_minor(world, parties(case)[1])
    assert fresh(case).state == "preparing"


def test_a_session_is_not_held_without_the_guardian(world, family, refused):
    case, _child, guardian = family
    agree(world, guardian)
    ready(world, case)
    session = schedule(world, case)
    # Past the actions, as no way through them leads there.
    Participant.objects.filter(pk=parties(case)[1].pk).update(is_minor=True)
    assert refused(lambda: hold_session(world, case, now=session.ends_at)) == ["guardian_consents"]


def test_a_guardian_is_another_person_of_the_case_and_of_age(world, family, refused):
    case, child, guardian = family
    sibling = add(world, case, "Sia Sibling", role="support_person")
    say_minor(world, sibling)
    assert refused(lambda: tie(world, child, sibling)) == ["guardian_fits"]
    assert refused(lambda: tie(world, child, child)) == ["guardian_fits"]
    stranger = add(world, make_case(world, "screening"), "Stan Stranger")
    assert refused(lambda: tie(world, child, stranger)) == ["guardian_fits"]
    grown = parties(case)[1]
    assert refused(lambda: tie(world, grown, guardian)) == ["guardian_fits"]


def test_who_is_no_guardian_any_more_does_not_count(world, family, refused):
    case, child, guardian = family
    agree(world, guardian)
    ready(world, case)
    tie(world, child, guardian, is_guardian=False)
    assert fresh(case).state == "preparing"
    assert not Representation.objects.live().exists()
    assert refused(lambda: ready(world, case)) == ["guardian_consents"]


def test_the_same_tie_recorded_twice_is_one(world, family):
    _case, child, guardian = family
    assert tie(world, child, guardian).pk == tie(world, child, guardian).pk


@pytest.mark.parametrize("side", [0, 1])
def test_a_program_may_take_no_minors_of_a_side(world, side, refused):
    case = make_case(world, "screening")
    say_minor(world, parties(case)[side])
    publish(world, moves=True, **{("minors_harmed", "minors_responsible")[side]: False})
    case = fresh(case)
    found = refused(lambda: begin_preparing(actor=world.cora, case=case, now=NOW))
    assert "minors_taken" in found
    assert "minors_taken" in STEPS["schedule_session"].guards


@pytest.mark.parametrize("preset", ["severe_violence", "correctional"])
def test_after_severe_violence_and_in_prison_no_minors_are_taken_unless_somebody_decides_so(preset):
    from programs.presets import PRESETS

    policy = PRESETS[preset].policy
    assert (policy.minors_harmed, policy.minors_responsible) == (False, False)
    assert all(
        each.policy.minors_harmed and each.policy.minors_responsible
        for name, each in PRESETS.items()
        if name not in ("severe_violence", "correctional")
    )


def test_the_page_tells_who_can_consent_and_the_own_page_asks_only_them(world, family, at_alpha):
    case, child, guardian = family
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "Gerda Guardian, has not consented" in page
    tie(world, child, guardian, is_suspected=True)
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "suspected of having harmed this child, can never consent" in page
    tie(world, child, guardian)
    visitor = open_page(world, guardian, HostClient("alpha.localhost"))
    shown = visitor.get("/mine/answer/")
    assert shown.status_code == 200
    visitor.post("/mine/answer/", {"agrees": "on"})
    assert guardian.consents.live().count() == 1
    visitor.post("/mine/stop/")
    assert not guardian.consents.live().exists()


def test_pages_record_both(world, family, at_alpha):
    _case, child, guardian = family
    at_alpha.force_login(world.mia)
    answer = at_alpha.post(f"/people/{child.pk}/minor/", {"is_minor": "unknown"})
    assert answer.status_code == 302
    assert fresh(child).is_minor is None
    answer = at_alpha.post(
        f"/people/{child.pk}/guardian/", {"guardian": str(guardian.pk), "standing": "suspected"}
    )
    assert answer.status_code == 302
    assert Representation.objects.live().get().is_suspected
