"""Draft, publish, go back: a version is never changed, a case keeps its own, and a floor is loosened by nobody."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from amends.audit.models import AuditEntry
from programs.actions.policy import (
    UnableToPublish,
    change_settings,
    discard_draft,
    move_case_to_policy,
    publish_policy,
    restore_version,
    take_floor,
)
from programs.models import MediationCase, PolicyDraft, PolicyFloor, PolicyVersion, Program
from programs.policy.drafting import draft_of, floors_for
from programs.policy.kinds import NotAllowed
from tests.programs.cast import NOW, at, make_case, make_referral, make_severe_case, make_world


def program():
    return Program.objects.get()


def draft(world, **values):
    return change_settings(actor=world.alice, now=NOW, values=values)


def publish(world, *, moves=False, **values):
    drafted = draft(world, **values)
    return publish_policy(
        actor=world.alice, now=NOW, note="Because.", mark=drafted.mark, moves_open_cases=moves
    )


def take(values, version=1, network=None):
    return take_floor(
        actor=None, now=NOW, network_id=network or uuid.UUID(int=7), network_name="State Office",
        version=version, values=values, why="Agreed in 2026.",
    )  # fmt: skip


def test_it_works(world):
    assert (program().policy.mediators_needed, program().current_policy.number) == (1, 1)
    drafted = draft(world, mediators_needed=2)
    assert (program().policy.mediators_needed, drafted.policy.mediators_needed) == (1, 2)
    version = publish(world, answer_days=3)
    assert (version.number, version.published_by, version.note) == (2, world.alice, "Because.")
    assert (program().policy.mediators_needed, program().policy.answer_days) == (2, 3)
    assert draft_of(program()).is_empty


def test_what_is_as_in_force_leaves_the_draft(world):
    draft(world, mediators_needed=2)
    assert draft(world, mediators_needed=1).is_empty
    assert not PolicyDraft.objects.exists()


def test_a_draft_can_be_thrown_away(world):
    draft(world, mediators_needed=2)
    discard_draft(actor=world.alice)
    assert draft_of(program()).is_empty
    assert program().policy.mediators_needed == 1


def test_a_value_that_is_none_is_refused_and_nothing_kept(world):
    with pytest.raises(NotAllowed):
        draft(world, mediators_needed=0)
    assert not PolicyDraft.objects.exists()


@pytest.mark.parametrize("name", ["cora", "sol", "mia"])
def test_only_an_administrator_changes_the_policy(world, name):
    someone = world.people[name]
    for step in (
        lambda: change_settings(actor=someone, now=NOW, values={"answer_days": 3}),
        lambda: discard_draft(actor=someone),
        lambda: restore_version(actor=someone, now=NOW, version=program().current_policy),
        lambda: publish_policy(actor=someone, now=NOW, note="x", mark="x"),
        lambda: take_floor(
            actor=someone, now=NOW, network_id=uuid.uuid4(), network_name="", version=1, values={}, why=""
        ),
    ):
        with pytest.raises(PermissionDenied):
            step()


@pytest.mark.parametrize("name", ["sol", "mia"])
def test_only_who_runs_the_program_moves_a_case(world, name):
    case = make_case(world, "intake")
    with pytest.raises(PermissionDenied):
        move_case_to_policy(actor=world.people[name], case=case)
    assert move_case_to_policy(actor=world.cora, case=case)


def test_nothing_is_published_that_nobody_looked_at(world):
    with pytest.raises(UnableToPublish) as empty:
        publish_policy(actor=world.alice, now=NOW, note="x", mark=draft_of(program()).mark)
    looked_at = draft(world, mediators_needed=2).mark
    draft(world, answer_days=3)
    with pytest.raises(UnableToPublish) as changed:
        publish_policy(actor=world.alice, now=NOW, note="x", mark=looked_at)
    assert (empty.value.why, changed.value.why) == ("empty", "changed")
    assert PolicyVersion.objects.count() == 1


def test_a_draft_on_another_version_is_another_draft(world):
    first = draft(world, mediators_needed=2).mark
    publish(world, mediators_needed=2)
    publish(world, mediators_needed=1)
    assert draft(world, mediators_needed=2).mark != first


def test_a_version_is_never_changed(world):
    rows = PolicyVersion.objects.filter(pk=publish(world, mediators_needed=2).pk)
    for forbidden in (lambda: rows._raw_delete(rows.db), lambda: rows.update(note="x")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            forbidden()


def test_going_back_is_a_new_version(world):
    publish(world, mediators_needed=2, answer_days=3)
    first = PolicyVersion.objects.get(number=1)
    drafted = restore_version(actor=world.alice, now=NOW, version=first)
    assert set(drafted.values) == {"mediators_needed", "answer_days"}
    publish_policy(actor=world.alice, now=NOW, note="Back.", mark=drafted.mark)
    assert program().current_policy.number == 3
    assert program().policy == program().policy_of(make_case(world, "intake"))
    assert program().policy.mediators_needed == 1


def test_a_case_keeps_its_version_until_it_is_moved(world):
    old = make_case(world, "preparing")
    publish(world, mediators_needed=2)
    new = make_case(world, "intake")
    assert (program().policy_of(old).mediators_needed, program().policy_of(new).mediators_needed) == (1, 2)
    move_case_to_policy(actor=world.alice, case=old)
    old.refresh_from_db()
    assert program().policy_of(old).mediators_needed == 2
    assert AuditEntry.objects.filter(verb="policy_moved").count() == 1


def test_publishing_can_move_all_that_are_open_and_leaves_those_that_ended(world):
    open_one, ended = make_case(world, "preparing"), make_case(world, "closed")
    publish(world, moves=True, mediators_needed=2)
    for row in (open_one, ended):
        row.refresh_from_db()
    assert (open_one.policy.number, ended.policy.number) == (2, 1)
    with pytest.raises(MediationCase.DoesNotExist):
        move_case_to_policy(actor=world.alice, case=ended)


def test_the_guards_obey_the_version_of_the_case(world, refused):
    from programs.actions.screening import mark_ready

    kept, moved = make_case(world, "preparing"), make_case(world, "preparing")
    publish(world, mediators_needed=2)
    move_case_to_policy(actor=world.alice, case=moved)
    step = lambda case: refused(lambda: mark_ready(actor=world.cora, case=case, now=NOW))  # noqa: E731
    assert "mediator_assigned" not in step(kept)
    assert "mediator_assigned" in step(moved)


def test_a_referral_is_judged_by_the_policy_in_force(world, refused):
    from programs.actions.referrals import accept_referral

    referral = make_referral()
    publish(world, stages=["pre_charge"])
    accept = lambda: accept_referral(actor=world.cora, referral=referral, now=NOW)  # noqa: E731
    assert refused(accept) == ["stage_taken"]


def test_a_fixed_minimum_is_loosened_by_nobody(alpha):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        for name, value in (
            ("initiative", ["victim", "offender"]),
            ("disputed_may_be_overridden", True),
            ("agreement", "yes"),
            ("premise", "balanced"),
            ("no_pending_appeal", False),
            ("requires_conviction", False),
            ("stages", ["post_sentence", "pre_charge"]),
        ):
            with pytest.raises(UnableToPublish) as loose:
                publish(world, **{name: value})
            assert [breach.setting.id for breach in loose.value.breaches] == [name]
            discard_draft(actor=world.alice)
        assert make_severe_case(world, "intake").policy.number == 1


def test_a_floor_becomes_a_version_and_then_nobody_loosens_it(world):
    publish(world, answer_days=10)
    made = take({"mediators_needed": 2, "answer_days": 14})
    assert (made.number, made.published_by, made.note) == (3, None, "State Office")
    assert (program().policy.mediators_needed, program().policy.answer_days) == (2, 10)
    with pytest.raises(UnableToPublish) as loose:
        publish(world, mediators_needed=1)
    assert [str(each.floor.set_by) for each in loose.value.breaches] == ["State Office"]
    discard_draft(actor=world.alice)
    assert publish(world, mediators_needed=3).number == 4


def test_a_floor_that_is_met_changes_nothing(world):
    assert take({"mediators_needed": 1}) is None
    assert PolicyVersion.objects.count() == 1
    assert [each.values for each in floors_for(program())] == [{"mediators_needed": 1}]


def test_an_older_floor_changes_nothing_and_an_empty_one_lifts_it(world):
    take({"mediators_needed": 2}, version=2)
    assert take({"mediators_needed": 3}, version=1) is None
    assert PolicyFloor.objects.get().version == 2
    take({}, version=3)
    assert floors_for(program()) == []
    assert publish(world, mediators_needed=1)


def test_floors_of_two_networks_both_hold(world):
    take({"mediators_needed": 2}, network=uuid.UUID(int=1))
    take({"mediators_needed": 3, "answer_days": 5}, network=uuid.UUID(int=2))
    assert (program().policy.mediators_needed, program().policy.answer_days) == (3, 5)


def test_a_floor_that_nothing_of_ours_meets_is_taken_as_it_is(world):
    assert take({"stages": ["community"]}).number == 2
    assert program().policy.stages == ("community",)
    with pytest.raises(UnableToPublish) as loose:
        publish(world, stages=["community", "pre_charge"])
    assert [breach.setting.id for breach in loose.value.breaches] == ["stages"]


def test_networks_that_contradict_each_other_change_nothing_in_either_order(world):
    before = program().policy.stages
    for number, asked in enumerate((["community"], ["post_release"])):
        take({"stages": asked}, network=uuid.UUID(int=number), version=1)
        if number == 0:
            assert program().policy.stages == ("community",)
            take({}, network=uuid.UUID(int=0), version=2)
            publish(world, stages=list(before))
            take({"stages": ["pre_charge"]}, network=uuid.UUID(int=0), version=3)
    assert program().policy.stages == ("pre_charge",)
    assert [each.setting.id for each in draft_of(program()).conflicts] == ["stages"]


@pytest.mark.parametrize("values", [{"victim_word": "survivor"}, {"nothing": 1}, {"mediators_needed": 99}])
def test_what_can_be_no_floor_is_refused_whole(world, values):
    with pytest.raises(NotAllowed):
        take(values)
    assert not PolicyFloor.objects.exists()


def test_a_floor_can_be_older_than_our_settings(world):
    take({"answer_days": 5})
    PolicyFloor.objects.update(values={"gone_since": True, "answer_days": 5})
    assert [each.values for each in floors_for(program())] == [{"answer_days": 5}]


def test_the_order_in_which_answers_were_given_is_no_change(world):
    assert draft(world, stages=["post_adjudication", "pre_charge", "post_charge"]).is_empty


def test_what_a_floor_has_brought_by_now_leaves_the_draft(world):
    draft(world, mediators_needed=2)
    take({"mediators_needed": 2})
    assert draft_of(program()).is_empty


def test_a_draft_can_hold_what_this_release_does_not_know(world):
    draft(world, mediators_needed=2)
    stored = {"mediators_needed": 2, "of_a_later_release": 1, "premise": "gone_since"}
    PolicyDraft.objects.update(values=stored)
    assert draft(world, answer_days=3).values == {"mediators_needed": 2, "answer_days": 3}


def test_what_can_be_met_of_a_floor_holds_beside_what_cannot(world):
    take({"stages": ["pre_charge"]}, network=uuid.UUID(int=8))
    made = take({"stages": ["community"], "mediators_needed": 2})
    assert (made.number, program().policy.mediators_needed) == (3, 2)
    assert program().policy.stages == ("pre_charge",)


@pytest.mark.parametrize("value", [["balanced"], {"balanced": 1}, None, 1])
def test_a_floor_of_an_odd_type_is_refused(world, value):
    with pytest.raises(NotAllowed):
        take({"premise": value})
