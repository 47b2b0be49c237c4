"""Runs a function of a benchmark in the application that it measures."""

import json
from typing import Any

from infra.journey.instance import Instance, amends


def asked_inside(instance: Instance, name: str, call: str) -> dict[str, Any]:
    """Call a function of `infra.bench.NAME.inside` in the application, as its web login; return what it says last."""
    code = f"from infra.bench.{name}.inside import *; {call}"
    told = amends("manage", "shell", "-c", code, environment=instance.environment).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found
