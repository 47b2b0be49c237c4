"""After a case is sealed, and after it is purged, no page, address, file, link or visit gives it away (T3)."""

import pytest

from programs.models import MediationCase, Referral
from programs.retention.unseen import seeing_sealed
from tests.programs.cast import at
from tests.programs.retention.asking import Asking
from tests.programs.retention.keeping import LATER, purged, sealed


@pytest.fixture
def asking(alpha):
    with at(alpha):
        yield Asking(alpha)


def test_it_works(asking):
    """Asked before, it is found in many places; sealed and purged, in none, and it is counted all the same.

    Those are asked whom a page is for, and again what told of it; `./amends drill retention` asks all of everybody.
    """
    before = {found.page for found in asking.ask(only=asking.paths)}
    assert {"case", "cases", "referral", "case-people", "file", "file of the referral", "api-cases"} <= before
    with seeing_sealed():
        counted = MediationCase.objects.real().count(), Referral.objects.real().count()
    asking.close()
    sealed(asking.world, asking.case, LATER)
    assert list(asking.ask(before)) == []
    with seeing_sealed():
        there = MediationCase.objects.get(pk=asking.case.pk)
        hold = there.retention.holds().get()
    from programs.actions.retention import lift_hold

    lift_hold(actor=asking.world.alice, hold=hold, now=LATER, reason="Over.")
    purged(asking.world, there, LATER)
    assert list(asking.ask(before)) == []
    with seeing_sealed():
        assert (MediationCase.objects.real().count(), Referral.objects.real().count()) == counted
