"""The drill of Stripe's events, small, on the tests' servers: it holds, counts, and finds a mistake."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connections

from amends.embedded.environment import Environment, without_login
from infra.drills.kill.rig import Rig
from infra.drills.webhooks import MISTAKES, SETTINGS
from infra.drills.webhooks.rounds import SIGNS, Drill
from tests import databases


@pytest.fixture
def rig(committed, settings, tmp_path):
    """Web and workers of our own, over this test's database."""
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    rig = Rig(tmp_path, settings=SETTINGS)
    rig.environment = Environment(tmp_path, _address("default"), os.environ["REDIS_URL"], rig.port)
    rig.more = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "AMENDS_KEYS_DATABASE_URL": without_login(_address("keys")),
    }
    yield rig
    rig.end_processes()
    databases.close()


def _address(alias: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connections.settings[alias]['NAME']}"))


@pytest.mark.takes(seconds=25)
def test_it_holds_and_finds_a_mistake(rig):
    # A suite shares its machine with others; the ten seconds are the drill's own.
    with Drill(rig, seed=4, limit=60) as drill:
        told = drill.run(20)
        assert told["ok"], told
        assert told["sequences"] == told["compared"] == 20
        assert told["deliveries_kept"] == told["deliveries"] > told["events"] == told["events_kept"] > 20
        assert told["kills"] >= told["rounds"] == 4
        assert told["answers"] == {"200": told["deliveries"]}
        broken = drill.run(20, mistake="twice")
    assert broken["answers_in_the_500s"] > 0
    assert not broken["ok"]


@pytest.mark.no_db
def test_each_mistake_has_a_sign():
    assert set(MISTAKES) == set(SIGNS)
