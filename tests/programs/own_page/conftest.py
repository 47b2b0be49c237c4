"""A case that is prepared, at a time that the test moves."""

import pytest
import time_machine

from programs.models import MediationCase, Participant
from tests.programs.cast import make_case, parties
from tests.programs.own_page.rig import START


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(world, clock) -> MediationCase:
    return make_case(world, "preparing")


@pytest.fixture
def offender(case) -> Participant:
    return parties(case)[1]
