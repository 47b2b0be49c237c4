"""Fixtures of the tests of programs: the world of a test is built inside Alpha."""

import pytest

from tests.programs import cast as people


@pytest.fixture
def world(alpha, church_world):
    """A church program at Alpha, entered, with everybody."""
    with people.at(alpha):
        yield church_world


@pytest.fixture
def probation(alpha, probation_world):
    """A probation program at Alpha instead."""
    with people.at(alpha):
        yield probation_world


@pytest.fixture
def refused():
    """Return which guards refuse a call."""
    from programs.guards import StepRefused

    def ids(call):
        with pytest.raises(StepRefused) as caught:
            call()
        assert all(reason.sentence and reason.remedy and reason.source for reason in caught.value.reasons)
        return [reason.id for reason in caught.value.reasons]

    return ids
