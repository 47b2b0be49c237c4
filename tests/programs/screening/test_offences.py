"""What a case is about (E5): taken, only with specialists, or not at all; by the policy, and by a place's law."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.actions import screening
from programs.actions.policy import UnableToPublish, change_settings, publish_policy
from programs.jurisdictions import FOLDER, JURISDICTIONS, NONE, read
from programs.models import EligibilityCheck, MediationCase, Program
from programs.models.referral import OffenceClass, ReferralStage
from programs.policy.catalogue import SETTINGS
from programs.policy.drafting import draft_of
from programs.policy.floors import read_floor
from tests.programs.cast import NOW, assign, certify, fresh, make_case, record_law

REASON = "Both have known two of our mediators for years and trust them."
COLORADO = "us_co_juvenile"


def delicate(world):
    """Return a case of stalking, which churches take only with specialists, with everything else answered."""
    case = make_case(world, "screening", offences=["theft", "stalking"])
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    return case


def give_to_specialists(world, case):
    for name in ("mia", "max"):
        certify(world, name, level="advanced")
        assign(world, case, name)


def prepare(world, case):
    return screening.begin_preparing(actor=world.cora, case=case, now=NOW)


def override(world, case, actor="sol", text=REASON):
    return screening.override_offence(actor=world.people[actor], case=case, now=NOW, text=text)


def publish(world, *, moves_open_cases=False, **values):
    draft = change_settings(actor=world.alice, now=NOW, values=values)
    return publish_policy(
        actor=world.alice, now=NOW, note="Tried.", mark=draft.mark, moves_open_cases=moves_open_cases
    )


def answers(**changes):
    return {**Program.objects.get().policy.offences, **changes}


def test_it_works(world, refused):
    case = delicate(world)
    give_to_specialists(world, case)
    assert refused(lambda: prepare(world, case)) == ["offence_let_through"]
    assert override(world, case).result == "override"
    assert EligibilityCheck.objects.get(rule="E5").override_text == REASON
    assert prepare(world, case).state == "preparing"


def test_only_mediators_of_the_advanced_level_take_it(world, refused):
    case = delicate(world)
    assert refused(lambda: assign(world, case, "mia")) == ["level_enough"]
    certify(world, "mia", level="intermediate")
    assert refused(lambda: assign(world, case, "mia")) == ["level_enough"]
    certify(world, "mia", level="advanced")
    assert assign(world, case, "mia")


def test_it_needs_two_of_them(world, refused):
    case = delicate(world)
    certify(world, "mia", level="advanced")
    assign(world, case, "mia")
    override(world, case)
    assert refused(lambda: prepare(world, case)) == ["mediator_assigned"]


def test_whoever_coordinates_the_case_does_not_let_it_through(world, refused):
    case = delicate(world)
    give_to_specialists(world, case)
    MediationCase.objects.filter(pk=case.pk).update(coordinator=world.sol)
    assert refused(lambda: override(world, case)) == ["not_by_coordinator"]


def test_what_was_let_through_by_whoever_coordinates_it_now_does_not_count(world, refused):
    case = delicate(world)
    give_to_specialists(world, case)
    override(world, case)
    MediationCase.objects.filter(pk=case.pk).update(coordinator=world.sol)
    assert refused(lambda: prepare(world, case)) == ["offence_let_through"]


def test_the_reasons_are_in_writing(world, refused):
    case = delicate(world)
    give_to_specialists(world, case)
    assert refused(lambda: override(world, case, text="Fine by me")) == ["override_in_writing"]


def test_nothing_is_let_through_where_nothing_has_to_be(world, refused):
    case = make_case(world, "screening")
    assign(world, case)
    assert refused(lambda: override(world, case)) == ["offence_override_possible"]


def test_what_the_program_does_not_take_is_let_through_by_nobody(world, refused):
    case = delicate(world)
    give_to_specialists(world, case)
    override(world, case)
    publish(world, offences=answers(theft="excluded"), moves_open_cases=True)
    assert refused(lambda: prepare(world, case)) == ["offences_of_case_taken"]
    assert refused(lambda: override(world, case)) == ["offence_override_possible"]


def test_a_stricter_policy_is_looked_at_when_a_case_is_taken_up_again(world, refused):
    from programs.actions.holding import put_on_hold, resume_case

    case = make_case(world, "ready")
    put_on_hold(actor=world.cora, case=case, now=NOW, reason="asked")
    publish(world, offences=answers(theft="excluded"), moves_open_cases=True)
    assert refused(lambda: resume_case(actor=world.cora, case=case, now=NOW)) == ["hold_reason_gone"]
    assert fresh(case).state == "on_hold"


def test_nothing_is_stricter_than_excluded_and_specialists_stand_between(world):
    kind = SETTINGS["offences"].kind.each
    assert kind.tighten("taken", "specialist_only") == "specialist_only"
    assert kind.tighten("specialist_only", "excluded") == "excluded"
    assert not kind.meets("taken", "specialist_only")
    assert kind.meets("excluded", "specialist_only")


# The law of a place


@pytest.mark.no_db
@pytest.mark.parametrize("found", JURISDICTIONS.values(), ids=lambda each: each.id)
def test_a_jurisdiction_is_rows_with_a_source_and_a_day_and_can_be_a_floor(found):
    assert found.rows
    assert found.id != NONE
    for row in found.rows:
        assert row.offence in OffenceClass
        assert bool(row.answer) != bool(row.from_stage)
        assert not row.from_stage or row.from_stage in ReferralStage
        assert len(row.source) > 20
        assert dt.date(2026, 1, 1) <= row.as_of <= timezone.localdate()
    assert read_floor(found.floor) == found.floor
    assert found.is_example
    assert "example" in found.names["en"]
    assert {*found.names} == {"en", "fr", "es"}
    assert read(FOLDER / f"{found.id}.toml") == found


def test_a_jurisdiction_brings_its_answers_into_the_draft(world):
    change_settings(actor=world.alice, now=NOW, values={"jurisdiction": COLORADO})
    drafted = draft_of(Program.objects.get()).policy
    assert drafted.jurisdiction == COLORADO
    assert drafted.offences["stalking"] == drafted.offences["protection_order"] == "excluded"
    assert drafted.offences["theft"] == "taken"


def test_a_policy_is_never_looser_than_its_basis(world):
    publish(world, jurisdiction=COLORADO)
    with pytest.raises(UnableToPublish, match="floor") as caught:
        publish(world, offences=answers(stalking="specialist_only"))
    assert [each.setting.id for each in caught.value.breaches] == ["offences"]
    assert "Colorado" in str(caught.value.breaches[0].floor.set_by)
    change_settings(actor=world.alice, now=NOW, values={"offences": answers()})
    assert publish(world, offences=answers(theft="excluded"))


def test_a_later_stage_can_be_asked_for_too(world):
    publish(world, jurisdiction="ca_ns")
    assert Program.objects.get().policy.earliest_stages["homicide"] == "post_sentence"


def test_a_basis_can_be_given_up_and_leaves_the_answers_as_they_are(world):
    publish(world, jurisdiction=COLORADO)
    publish(world, jurisdiction=NONE)
    assert Program.objects.get().policy.offences["stalking"] == "excluded"
    assert publish(world, offences=answers(stalking="taken"))


def test_the_page_says_what_each_says_and_refuses_less(world, at_alpha):
    publish(world, jurisdiction=COLORADO)
    at_alpha.force_login(world.alice)
    shown = at_alpha.get("/policy/change/offenses/")
    assert "C.R.S. 19-2.5" in shown.content.decode()
    sent = {
        "jurisdiction": COLORADO,
        **{f"offences__{each}": "taken" for each in OffenceClass.values},
        **{f"earliest_stages__{each}": "any" for each in OffenceClass.values},
        **{f"severity__{each}": "minor" for each in OffenceClass.values},
    }
    refusal = at_alpha.post("/policy/change/offenses/", sent).content.decode()
    assert "It is the basis that this program has chosen." in refusal
    assert draft_of(Program.objects.get()).is_empty
    assert at_alpha.post("/policy/change/offenses/", sent | {"jurisdiction": NONE}).status_code == 302
