"""Each rung and each action of a program: refused or not exactly as the table of the design says, at every door."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from amends.accounts.access import (
    AGENCY_PERSON,
    AGENCY_SOFTWARE,
    ANYONE,
    PARTICIPANT,
    SYSTEM,
    Outsider,
    demand,
    rules,
)
from amends.accounts.models import PROGRAM_ROLES, User
from billing.ladder import Rung, Work
from programs.actions.consents import withdraw_consent
from programs.actions.sessions import cancel_session
from programs.models import MediationCase, ParticipationConsent, Session
from programs.paying import NOTES, NotPaidFor, kinds_of_actions
from tests.programs.cast import NOW, make_case, parties
from tests.programs.paying.made import RUNGS, TABLE, put_on

OUTSIDE = (PARTICIPANT, AGENCY_PERSON, AGENCY_SOFTWARE)


def who_may(name: str, staff: User) -> dict[str, object]:
    """Return one of each kind of actor whom the policy lets take the action."""
    roles = rules()[name].roles
    found: dict[str, object] = {kind: Outsider(kind, uuid.uuid4()) for kind in OUTSIDE if kind in roles}
    if ANYONE in roles:
        found[ANYONE] = AnonymousUser()
    if {SYSTEM, ANYONE} & set(roles):
        found[SYSTEM] = None
    if set(roles) - {SYSTEM, ANYONE, *OUTSIDE}:
        found["staff"] = staff
    return found


def is_refused(actor: object, name: str) -> bool:
    try:
        demand(actor, name)
    except NotPaidFor as refused:
        (reason,) = refused.reasons
        assert reason.id == ("paid_for" if isinstance(actor, User) else "not_now")
        assert reason.sentence
        assert reason.remedy
        assert isinstance(actor, User) or "paid" not in f"{reason.sentence} {reason.remedy} {reason.source}"
        return True
    return False


@pytest.mark.parametrize("rung", RUNGS)
def test_each_action_is_refused_as_the_table_says(world, rung):
    put_on(rung)
    staff = User.objects.create(email="all@alpha.example", name="All", roles=list(PROGRAM_ROLES))
    wrong, asked = [], 0
    for name, work in kinds_of_actions().items():
        for kind, actor in who_may(name, staff).items():
            expected = TABLE[rung][work] or (kind == SYSTEM and work != Work.INTAKE) or name in NOTES
            asked += 1
            if is_refused(actor, name) is expected:
                wrong.append(f"{name} by {kind}")
    assert wrong == []
    assert asked > 200


def test_the_role_is_asked_first(world):
    put_on("restricted")
    with pytest.raises(PermissionDenied):
        demand(world.mia, "accept_referral")


@pytest.mark.parametrize("rung", [each for each in RUNGS if each != Rung.ARCHIVED])
def test_a_withdrawal_and_a_meeting_go_on_on_every_rung(world, rung):
    case = make_case(world, "scheduled")
    put_on(rung)
    victim, _offender = parties(case)
    session = Session.objects.get(case=case)
    assert session.starts_at > NOW
    consent = ParticipationConsent.objects.filter(participant=victim, withdrawn_at=None).first()
    withdraw_consent(actor=Outsider(PARTICIPANT, victim.pk), participant=victim, now=NOW)
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert MediationCase.objects.get(pk=case.pk).is_open


@pytest.mark.parametrize("rung", [each for each in RUNGS if each != Rung.ARCHIVED])
def test_a_meeting_is_called_off_and_held_on_every_rung(world, rung):
    case = make_case(world, "scheduled")
    put_on(rung)
    cancel_session(actor=world.cora, case=case, now=NOW)
    assert not Session.objects.ahead().filter(case=case).exists()
