"""Builds a source by the real action."""

import pytest

from programs.actions.policy import change_settings, publish_policy
from programs.actions.sources import Agreed, add_source
from tests.programs.cast import NOW

COURT = {
    "name": "Lakeview Juvenile Court",
    "kind": "judge",
    "asks_for": [],
    "answer_days": None,
    "told_roles": [],
    "told_user": None,
    "told_back": "report",
}


@pytest.fixture
def make_source(world):
    def make(**changes):
        return add_source(actor=world.cora, agreed=Agreed(**COURT | changes))

    return make


def publish(world, **values):
    """Put a policy in force that differs in these settings."""
    draft = change_settings(actor=world.alice, now=NOW, values=values)
    publish_policy(actor=world.alice, now=NOW, note="Agreed.", mark=draft.mark, moves_open_cases=False)
