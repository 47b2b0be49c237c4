"""The settings of a demonstration, with traps at every commit and at the points that the outbox names."""

from amends.settings.dev import *  # noqa: F403
from infra.drills.fire import traps

traps.arm()
