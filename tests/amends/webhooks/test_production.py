"""In production no switch of a demonstration opens our own network to an address that somebody typed."""

import os
import subprocess
import sys

import pytest

from tests.meta.source import ROOT

pytestmark = pytest.mark.no_db
NEEDED = {"AMENDS_SECRET_KEY": "x", "AMENDS_ROLE_SECRET": "x", "REDIS_URL": "redis://127.0.0.1:1/0"}


def imported(**environment):
    """Return how a process ends that reads production's settings, and what it says of it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "DJANGO_"))}
    done = subprocess.run(
        (sys.executable, "-c", "import amends.settings.prod"),
        cwd=ROOT,
        env=clean | NEEDED | environment | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}"},
        timeout=120,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_it_works():
    assert imported() == (0, "")


@pytest.mark.parametrize("name", ["AMENDS_WEBHOOKS_LOOPBACK", "AMENDS_SIGN_ON_LOOPBACK"])
def test_it_refuses_a_switch_that_opens_our_network(name):
    status, said = imported(**{name: "1"})
    assert status != 0
    assert f"{name} is for demonstrations" in said
