"""A program that is not verified yet, as sign-up leaves it."""

from typing import Any

from programs.actions.samples import make_samples
from programs.models import Program
from programs.presets import PRESETS
from tests.programs.cast import NOW, World, make_world


def make_sandbox(tenant: Any, *, preset: str = "church") -> World:
    """Set an unverified program up as sign-up does, with its samples."""
    world = make_world(tenant, type=min(PRESETS[preset].types), preset=preset, opened_at=None)
    Program.objects.update(founder=world.alice, place="Elkhart, Indiana")
    make_samples(actor=world.alice, now=NOW, language="en")
    return world
