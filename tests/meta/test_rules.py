"""House rules that no tool knows, each with an example that it must find and one that it must pass."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta.source import ROOT, python_files, tracked, tree

pytestmark = pytest.mark.no_db

ENTERING = {"inside", "platform", "as_owner", "visit"}


def generators_that_stay_inside(module: ast.AST) -> Iterator[int]:
    """A suspended generator inside `with inside(...)` leaves whoever consumes it in the tenant."""
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef) or _is_context_manager(function):
            continue
        for block in ast.walk(function):
            if isinstance(block, ast.With) and any(_enters(item.context_expr) for item in block.items):
                yield from (
                    node.lineno for node in ast.walk(block) if isinstance(node, ast.Yield | ast.YieldFrom)
                )


def _is_context_manager(function: ast.FunctionDef) -> bool:
    return any(
        "contextmanager" in ast.unparse(each) or "fixture" in ast.unparse(each)
        for each in function.decorator_list
    )


def _enters(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Call) and ast.unparse(expression.func).rpartition(".")[2] in ENTERING


def imports_of(module: ast.AST, name: str) -> Iterator[int]:
    """Lines that import `name` or something from it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import) and any(each.name.split(".")[0] == name for each in node.names):
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module:
            full = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
            if any(each == name or each.startswith(f"{name}.") for each in full):
                yield node.lineno


def found(rule, *rooms: str, **but: str) -> list[str]:
    return [f"{path}:{line}" for path in python_files(*rooms) for line in rule(tree(path))]


def test_the_rule_about_generators_finds_and_passes():
    bad = ast.parse("def f():\n with inside(a):\n  yield 1")
    good = ast.parse(
        "@contextmanager\ndef f():\n with inside(a):\n  yield\ndef g():\n with inside(a):\n  pass\n yield 1"
    )
    assert list(generators_that_stay_inside(bad)) == [3]
    assert list(generators_that_stay_inside(good)) == []


def test_no_generator_stays_inside_a_tenant():
    assert found(generators_that_stay_inside) == []


def test_only_the_engine_signs():
    lines = found(lambda module: imports_of(module, "django.core.signing"))
    assert [line for line in lines if not line.startswith("tenants/signing.py")] == []


def test_actions_do_not_know_http():
    for name in ("django.http", "rest_framework"):
        lines = found(lambda module, name=name: imports_of(module, name))
        assert [line for line in lines if "/actions" in line] == []


def test_nothing_is_written_in_save_or_signals():
    """Rules stand in actions; a receiver is flow that nobody sees."""
    receivers = found(lambda module: imports_of(module, "django.dispatch"))
    assert receivers == []


def test_no_foreign_address_in_templates_and_styles():
    offenders = []
    for path in tracked():
        if (
            path.suffix in (".html", ".css", ".js")
            and "vendor" not in path.parts
            and path.parts[0] != "tests"
        ):
            text = (ROOT / path).read_text()
            offenders += [
                str(path) for mark in ("https://", "http://") if mark in text.replace("http://www.w3.org", "")
            ]
    assert offenders == []


def test_every_template_has_a_title_and_no_inline_code():
    pages = [
        path
        for path in tracked()
        if path.suffix == ".html" and "templates" in path.parts and path.parts[0] != "tests"
    ]
    assert pages
    for path in pages:
        text = (ROOT / path).read_text()
        assert " onclick=" not in text, path
        assert " style=" not in text, path
        assert "<style" not in text, path
        if "{% extends" in text and not _is_layout(path):
            assert "{% block title %}" in text, path


def _is_layout(path: Path) -> bool:
    return path.name.startswith(("base", "_")) or path.name == "error.html"


def test_no_lock_file_that_records_addresses():
    names = {path.name for path in tracked()}
    assert not names & {"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock"}
