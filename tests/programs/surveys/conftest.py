"""Cases whose people are asked how it was."""

import pytest

from programs.models import Survey
from programs.models.survey import key_for
from tests.programs.cast import parties


@pytest.fixture
def survey_of():
    """Return a function that gives the survey of a party ("victim", "offender") at a moment."""

    def find(case, role="victim", moment="after"):
        victim, offender = parties(case)
        person = victim if role == "victim" else offender
        rows = Survey.objects.select_related("participant__case", "case")
        return rows.get(pk=key_for(person, moment))

    return find
