"""Every write is an action, and every action leaves a trace or says why not."""

import ast
from importlib import import_module

from amends.actions import REGISTRY
from tests.meta.source import python_files, tree

# Modules named actions whose functions are below the layer that knows actions.
BELOW = {"tenants/actions.py": "the engine; the platform's own writes to its public tables"}
# Public functions beside actions that are no actions.
NOT_ACTIONS: dict[str, str] = {}


def public_functions():
    for path in python_files():
        if ("actions" in path.parts or path.name == "actions.py") and str(path) not in BELOW:
            if str(path) == "platform/amends/actions.py":
                continue
            module = ".".join(
                part for part in path.with_suffix("").parts if part not in ("platform", "__init__")
            )
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield module, node.name


def test_every_public_function_of_actions_is_an_action():
    bare = []
    for module, name in public_functions():
        import_module(module)
        if f"{module}.{name}" not in REGISTRY and f"{module}.{name}" not in NOT_ACTIONS:
            bare.append(f"{module}.{name}")
    assert bare == []


def test_no_entry_of_the_allow_lists_is_stale():
    known = {f"{module}.{name}" for module, name in public_functions()}
    assert set(NOT_ACTIONS) <= known


def test_an_action_without_audit_says_why():
    assert [each.name for each in REGISTRY.values() if not each.is_audited and not each.because] == []
