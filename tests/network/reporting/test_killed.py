"""A release that is killed anywhere and begun again publishes once."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from network.reporting.models import Cell, Period, PeriodState, Release, Spent
from tests.network.reporting.made import SEALED, counted, made_programs, take_part

POINTS = ("reporting.read", "reporting.decided", "reporting.drawn", "reporting.sealed")
RELEASE = """
import datetime as dt, sys, django
django.setup()
from network.reporting.actions import release_period
from network.reporting.models import Period
from tenants.context import platform
with platform():
    release_period(actor=None, period=Period.objects.get(pk=sys.argv[1]), now=dt.datetime.fromisoformat(sys.argv[2]))
"""


def release(period, fault: str = "") -> int:
    """Release a period in a process of its own, which is killed at a point; return how it ended."""
    runtime = os.environ["DATABASE_URL"].rpartition("@")[2].rpartition("/")[0]
    names = {alias: settings.DATABASES[alias]["NAME"] for alias in ("default", "keys")}
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "AMENDS_RUNTIME_DATABASE_URL": f"postgresql://{runtime}/{names['default']}",
        "AMENDS_KEYS_DATABASE_URL": f"postgresql://{runtime}/{names['keys']}",
        "AMENDS_LOGIN": "amends_worker",
        "AMENDS_FAULT": fault,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    told = [str(period.pk), SEALED.isoformat()]
    ended = subprocess.run(
        [sys.executable, "-c", RELEASE, *told], env=environment, capture_output=True, check=False
    )
    if ended.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(ended.stderr.decode()[-2000:])
    return ended.returncode


@pytest.mark.takes(seconds=20)
def test_it_works(worker):
    tenants = made_programs(6)
    take_part(tenants)
    period = counted(tenants, {each.pk: 100 for each in tenants})
    for point in POINTS:
        assert release(period, point) == -signal.SIGKILL, point
        assert not Release.objects.exists()
        assert not Spent.objects.exists()
        assert Period.objects.get(pk=period.pk).state == PeriodState.COUNTING
    assert release(period) == 0
    drawn = {*Cell.objects.values_list("pk", "value")}
    assert len(drawn) == sum(each.cells.count() for each in Release.objects.filter(state="published")) > 200
    with pytest.raises(AssertionError, match="period_is_counting"):
        release(period)
    assert {*Cell.objects.values_list("pk", "value")} == drawn
