"""Finds in our code what it says to the audit: verbs of changes and purposes of reading, by the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.meta.source import python_files, tree

ROOMS = ("platform", "programs", "tenants", "api", "billing")
# Where the platform speaks in its own chain, which no program shows.
OF_THE_PLATFORM = {"platform/amends/console/actions.py", "platform/amends/console/views.py"}
SHARED = ("platform/network/", "billing/")
"""What programs share lies in the public schema, and so does its audit."""


def verbs_said() -> dict[str, str]:
    """Return each verb that some `audit.record` says, with where."""
    return dict(_said("record", lambda call: call.args[0]))


def purposes_said() -> dict[str, str]:
    """Return each purpose that some `audit.read` gives, with where; "" when it gives none."""
    return dict(_said("read", _purpose))


def _purpose(call: ast.Call) -> ast.expr:
    return next((each.value for each in call.keywords if each.arg == "purpose"), ast.Constant(""))


def _said(name: str, argument) -> Iterator[tuple[str, str]]:
    for path in python_files(*ROOMS):
        if str(path) in OF_THE_PLATFORM or str(path).startswith(SHARED):
            continue
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef):
                for call in _calls(function, name):
                    yield from (
                        (word, f"{path}:{call.lineno}") for word in _words(argument(call), function, path)
                    )


def _calls(function: ast.FunctionDef, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"audit.{name}":
            yield node


def _words(value: ast.expr, function: ast.FunctionDef, path: Path) -> set[str]:
    """Return the words that an expression may come to: a text, one of two, or a name that is given such a one."""
    if isinstance(value, ast.Name):
        given = [
            (node.value, function)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and value.id in [ast.unparse(target) for target in node.targets]
        ]
        given += _passed(function, value.id, path)
        return {word for each, where in given for word in _words(each, where, path)}
    if isinstance(value, ast.IfExp):
        return _words(value.body, function, path) | _words(value.orelse, function, path)
    if isinstance(value, ast.Constant):
        return {value.value}
    raise LookupError(f"{path}:{value.lineno}: nobody can tell which words {ast.unparse(value)!r} comes to.")


def _passed(function: ast.FunctionDef, name: str, path: Path) -> Iterator[tuple[ast.expr, ast.FunctionDef]]:
    """Yield what the module's own calls pass to `function` as its argument `name`, each with who calls."""
    names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    defaults = dict(zip(names[len(function.args.args) :], function.args.kw_defaults, strict=True))
    if default := defaults.get(name):
        yield default, function
    callers = [each for each in ast.walk(tree(path)) if isinstance(each, ast.FunctionDef)]
    for caller in callers if name in names else []:
        for call in ast.walk(caller):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
                by_name = dict(zip(names, call.args, strict=False))
                by_name |= {each.arg: each.value for each in call.keywords}
                if name in by_name:
                    yield by_name[name], caller
