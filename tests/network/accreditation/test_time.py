"""What time does: renewal and the end come by arithmetic, the job writes them, and a return is due once a year."""

import datetime as dt

import pytest
from django.utils import timezone

from amends.outbox.models import Outbox
from network.accreditation.actions import decide_accreditation, hear_accreditation, settle_accreditations
from network.accreditation.criteria import BadDocument, Document
from network.accreditation.models import Accreditation, AnnualReturn, State
from network.accreditation.register import badges_of, register_of
from network.accreditation.starters import STARTERS
from network.accreditation.states import months_after, state_on
from tests.network.accreditation.made import WHY, applied, in_state, prove, review_of, said

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "state"), [(91, "accredited"), (90, "renewal_due"), (0, "renewal_due"), (-1, "lapsed")]
)
def test_the_state_that_is_told_needs_no_job(scene, left, state):
    row, today = in_state(scene, State.ACCREDITED), timezone.localdate()
    Accreditation.objects.filter(pk=row.pk).update(valid_until=today + left * DAY)
    row.refresh_from_db()
    assert (row.state, state_on(row, today)) == ("accredited", state)
    shown = [badge.state for badge in badges_of(scene.tenant.pk, today)]
    assert shown == ([] if state == "lapsed" else [state])
    assert register_of(scene.network, today).count() == len(shown)
    assert settle_accreditations(actor=None, now=timezone.now(), most=10) == (state != "accredited")
    row.refresh_from_db()
    assert row.state == state
    assert settle_accreditations(actor=None, now=timezone.now(), most=10) == 0


@pytest.mark.parametrize("state", [State.SUSPENDED, State.PROVISIONAL])
def test_what_rests_or_has_conditions_ends_too(scene, state):
    row = in_state(scene, state)
    Accreditation.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() - DAY)
    assert settle_accreditations(actor=None, now=timezone.now(), most=10) == 1
    row.refresh_from_db()
    assert row.state == State.LAPSED


def test_nothing_ends_before_its_last_day_is_over(scene):
    row = in_state(scene, State.REVOKED)
    assert state_on(row, timezone.localdate() + 9999 * DAY) == State.REVOKED


def test_a_return_is_asked_for_once_and_moves_on(scene):
    row, today = in_state(scene, State.ACCREDITED), timezone.localdate()
    Accreditation.objects.filter(pk=row.pk).update(return_due=today + 30 * DAY)
    assert settle_accreditations(actor=None, now=timezone.now(), most=10) == 1
    assert settle_accreditations(actor=None, now=timezone.now(), most=10) == 0
    given = {"id": "0a1b2c3d-0000-4000-8000-0000000000aa", "words": "As before."}
    for number in (2, 3):
        told = said(scene, number, id=str(row.pk), returns=[given])
        hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now())
    row.refresh_from_db()
    assert AnnualReturn.objects.count() == 1
    assert row.return_due == months_after(today + 30 * DAY, 12)


def test_a_renewal_replaces_what_was_there(scene):
    before = in_state(scene, State.RENEWAL_DUE)
    row = applied(scene)
    prove(scene, row)
    row.state = State.UNDER_REVIEW
    row.save()
    review_of(scene, row)
    decide_accreditation(
        actor=scene.officer2, accreditation=row, outcome="accredited", why=WHY, now=timezone.now()
    )
    before.refresh_from_db()
    row.refresh_from_db()
    assert (before.state, row.state) == ("renewed", "accredited")
    assert row.valid_until == months_after(timezone.localdate(), 24)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.APPLIED, "known_already"),
        (State.UNDER_REVIEW, "known_already"),
        (State.ACCREDITED, "stands_already"),
        (State.SUSPENDED, "stands_already"),
    ],
)
def test_nobody_applies_twice(scene, state, reason):
    in_state(scene, state)
    told = said(scene)
    assert hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now()) is None
    (job,) = Outbox.objects.filter(job="programs.accreditation_unfit")
    assert job.args["reason"] == reason


def test_only_members_apply(scene, beta):
    assert hear_accreditation(actor=None, tenant=beta, said=said(scene), now=timezone.now()) is None
    assert Outbox.objects.get(job="programs.accreditation_unfit").args["reason"] == "no_member"


def test_months_end_with_the_month():
    assert months_after(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert months_after(dt.date(2026, 11, 23), 36) == dt.date(2029, 11, 23)


def test_the_starters_say_everything_in_every_language():
    assert len(STARTERS) == 3
    for starter in STARTERS.values():
        assert starter.document.sources
        for each in (starter, *starter.document.criteria):
            assert set(each.title) == {"en", "fr", "es"}
        assert all(set(each.text) == {"en", "fr", "es"} for each in starter.document.criteria)


@pytest.mark.parametrize("lost", ["criteria", "sources"])
def test_a_document_that_is_none_is_not_published(lost):
    raw = STARTERS["practitioner"].document.as_json()
    with pytest.raises(BadDocument):
        Document.read(raw | {lost: []})
