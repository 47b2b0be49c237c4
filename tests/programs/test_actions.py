"""What all actions of a program have in common."""

import importlib
import pkgutil

from amends.actions import REGISTRY
from programs import actions


def test_it_works():
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"programs.actions.{module.name}")
    mine = [each for name, each in REGISTRY.items() if name.startswith("programs.actions.")]
    assert len(mine) >= 25
    assert all(each.is_audited for each in mine)
