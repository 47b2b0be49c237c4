"""A case that is sealed is there for nobody, is counted, and comes back only when two people say so (T3)."""

import datetime as dt

import pytest
from django.db import connection

from programs import models
from programs.actions.retention import (
    carry_out_retention,
    lift_hold,
    place_hold,
    propose_retention,
    second_retention,
    take_back_retention,
)
from programs.models import MediationCase, Referral, RetentionStep
from programs.retention.unseen import seeing_sealed, sees_sealed
from tests.programs.cast import fresh, make_case, make_item, parties, pay, propose_and_sign
from tests.programs.retention.keeping import LATER, PURGE, SEAL, SEALS, closed_case, keep, purged, sealed

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(world):
    keep(world)
    return closed_case(world)


def counts():
    return {model.__name__: model.objects.count() for model in (MediationCase, Referral, models.Participant)}


def test_it_works(world, case):
    other, before = closed_case(world), counts()
    step = sealed(world, case)
    assert step.done_at is not None or fresh_seen(step).done_at == LATER
    assert set(MediationCase.objects.all()) == {other}
    assert set(Referral.objects.all()) == {other.referral}
    with seeing_sealed():
        assert counts() == before
        assert MediationCase.objects.real().get(pk=case.pk).state == "sealed"
    assert not sees_sealed()


def fresh_seen(row):
    with seeing_sealed():
        return fresh(row)


def test_no_row_of_it_is_seen_in_any_table(world, case):
    """Of every model whose rows hang on a case or a referral, none of a sealed case is found."""
    sealed(world, case)
    for model in (each for each in vars(models).values() if hasattr(each, "objects")):
        names = {field.name for field in model._meta.concrete_fields}
        for path in ("case", "participant__case", "referral__case", "agreement__case", "session__case"):
            if path.partition("__")[0] in names:
                try:
                    found = model.objects.filter(**{path: case.pk})
                except Exception as error:  # noqa: BLE001 - a path that this model does not have
                    assert "Unsupported lookup" in str(error) or "Cannot resolve" in str(error)
                    continue
                assert not found.exists(), (model, path)
        assert not {"case", "participant", "referral"} & names or _has_policy(model), model


def _has_policy(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_policies WHERE tablename = %s AND policyname = 'sealed_unseen'",
            [model._meta.db_table],
        )
        return bool(cursor.fetchone()[0])


def test_it_comes_back_when_two_say_so(world, case, refused):
    sealed(world, case)
    there = seen(case)
    assert refused(
        lambda: propose_retention(actor=world.alice, case=there, now=LATER, kind="unseal", why="court")
    ) == ["retention_reason_given"]
    asked = propose_retention(
        actor=world.alice, case=there, now=LATER, kind="unseal", why="court", reason="An order."
    )
    assert not MediationCase.objects.filter(pk=case.pk).exists()
    assert refused(lambda: second_retention(actor=world.alice, step=asked, now=LATER)) == [
        "retention_second_person"
    ]
    second_retention(actor=world.cora, step=asked, now=LATER)
    assert fresh(case).state == "closed"
    assert Referral.objects.filter(pk=case.referral_id).exists()
    assert parties(fresh(case))[0].name == "Vera Victim"
    sealed(world, fresh(case))
    assert not MediationCase.objects.filter(pk=case.pk).exists()


def seen(case):
    with seeing_sealed():
        return MediationCase.objects.get(pk=case.pk)


def test_only_an_administrator_asks_for_it_again(world, case):
    sealed(world, case)
    with pytest.raises(MediationCase.DoesNotExist):
        propose_retention(
            actor=world.cora, case=seen(case), now=LATER, kind="unseal", why="error", reason="Wrong one."
        )


def test_what_is_owed_keeps_it(world, refused):
    keep(world)
    case = make_case(world, "agreement_pending")
    item = make_item(case, world)
    propose_and_sign(world, case)
    MediationCase.objects.filter(pk=case.pk).update(
        state="closed", closed_at=LATER - 4000 * DAY, closure_reason="other"
    )
    assert refused(lambda: sealed(world, fresh(case))) == ["retention_nothing_owed"]
    MediationCase.objects.filter(pk=case.pk).update(state="monitoring")
    pay(world, fresh(case), item, "120.00")
    MediationCase.objects.filter(pk=case.pk).update(state="closed")
    sealed(world, fresh(case))


def test_a_hold_keeps_it_from_being_destroyed(world, case, refused):
    with_reason = place_hold(actor=world.cora, case=case, now=LATER, reason="A subpoena.")
    assert place_hold(actor=world.cora, case=case, now=LATER, reason="Another.") == with_reason
    for kind in ("purge", "anonymise"):
        told = {"rule": PURGE} if kind == "purge" else {"reason": "Asked for."}
        call = {"actor": world.alice, "case": case, "now": LATER, "kind": kind, **told}
        assert refused(lambda call=call: propose_retention(**call)) == ["retention_no_hold"]
    assert refused(lambda: lift_hold(actor=world.cora, hold=with_reason, now=LATER, reason=" ")) == [
        "retention_reason_given"
    ]
    lift_hold(actor=world.cora, hold=with_reason, now=LATER, reason="It is over.")
    with pytest.raises(RetentionStep.DoesNotExist):
        lift_hold(actor=world.cora, hold=with_reason, now=LATER, reason="Again.")
    purged(world, case)


def test_a_hold_keeps_it_from_being_sealed_where_the_policy_says_so(world, case, refused):
    place_hold(actor=world.cora, case=case, now=LATER, reason="A subpoena.")
    keep(world, hold_stops_seal=True)
    assert refused(lambda: sealed(world, case)) == ["retention_no_hold"]
    keep(world, hold_stops_seal=False)
    sealed(world, case)


def test_only_what_is_closed_and_due(world, case, refused):
    early = case.closed_at + 700 * DAY
    assert refused(lambda: sealed(world, case, early)) == ["retention_due"]
    still_open = make_case(world, "preparing")
    assert refused(lambda: sealed(world, still_open)) == ["retention_case_over", "retention_due"]
    gone = {"actor": world.cora, "case": case, "now": LATER, "kind": "seal", "rule": "keep-99999999"}
    assert refused(lambda: propose_retention(**gone)) == ["retention_due"]


def test_days_of_notice_lie_between(world, case):
    keep(world, notice_days=14)
    step = sealed(world, case)
    assert fresh(case).state == "closed"
    assert not carry_out_retention(actor=None, step_id=step.pk, now=LATER + 13 * DAY)
    assert carry_out_retention(actor=None, step_id=step.pk, now=LATER + 14 * DAY)
    assert not MediationCase.objects.filter(pk=case.pk).exists()
    assert not carry_out_retention(actor=None, step_id=step.pk, now=LATER + 15 * DAY)


def test_what_was_taken_back_is_not_done(world, case):
    keep(world, notice_days=14)
    step = sealed(world, case)
    take_back_retention(actor=world.alice, step=step, now=LATER)
    assert not carry_out_retention(actor=None, step_id=step.pk, now=LATER + 14 * DAY)
    assert fresh(case).state == "closed"
    with pytest.raises(RetentionStep.DoesNotExist):
        take_back_retention(actor=world.alice, step=step, now=LATER)


def test_nothing_is_purged_by_one_and_the_calendar(world, case):
    keep(world, SEALS, notice_days=1)
    step = propose_retention(actor=world.alice, case=case, now=LATER, kind="purge", reason="A court says so.")
    assert not carry_out_retention(actor=None, step_id=step.pk, now=LATER + 90 * DAY)
    assert fresh(case).state == "closed"
    assert step.rule == ""
    assert SEALS["id"] == SEAL
