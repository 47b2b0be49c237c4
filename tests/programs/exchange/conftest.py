"""The world of these tests: a community agency that passes letters and recordings on."""

import pytest

from programs.actions.policy import change_settings, publish_policy
from programs.models import Program
from tests.programs.cast import NOW, at, make_world


@pytest.fixture
def world(alpha):
    with at(alpha):
        found = make_world(alpha, type="community_agency")
        modes = (*Program.objects.get().policy.modes, "recorded_video")
        draft = change_settings(actor=found.alice, now=NOW, values={"modes": modes})
        publish_policy(actor=found.alice, now=NOW, note="Films.", mark=draft.mark, moves_open_cases=False)
        yield found
