"""The house: which rooms there are, and that README's map is true."""

import re
import subprocess
import sys

import pytest

from tests.meta.source import ROOMS, ROOT, python_files, tracked, tree

pytestmark = pytest.mark.no_db

AT_THE_ROOT = {*ROOMS, "tests", "amends", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"}
# Names that say nothing about what is in the module.
EMPTY_NAMES = {"utils", "util", "helpers", "common", "core", "misc", "manager", "managers", "base"}
NAMED_BY_DJANGO = {"tenants/backend/base.py", "platform/amends/settings/base.py"}
MOST_LINES = 400


def test_the_root_stays_as_it_is():
    found = {path.parts[0] for path in tracked()}
    assert {name for name in found if not name.startswith(".")} == AT_THE_ROOT


def test_platform_is_no_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_no_module_has_an_empty_name():
    assert {str(path) for path in python_files() if path.stem in EMPTY_NAMES} == NAMED_BY_DJANGO


def test_every_module_begins_with_a_sentence():
    import ast

    bare = [
        str(path)
        for path in python_files()
        if tree(path).body
        and not ast.get_docstring(tree(path))
        and path.name != "__init__.py"
        and path.parts[1] != "fleetapp"
    ]
    assert bare == []


def test_every_app_has_an_architecture_note():
    import ast

    packages = [
        path for path in python_files() if path.name == "__init__.py" and "management" not in path.parts
    ]
    assert [str(path) for path in packages if not ast.get_docstring(tree(path))] == []


def test_no_file_is_too_long():
    long = {
        str(path): count
        for path in python_files()
        if (count := len((ROOT / path).read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_imports_point_one_way():
    result = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "lint"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No module named" in result.stderr:
        script = ROOT / ".venv" / "bin" / "lint-imports"
        result = subprocess.run([script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_readmes_map_of_folders_is_true():
    text = (ROOT / "README.md").read_text()
    named = set(re.findall(r"^\s*[|`]*\s*`?([a-z]+/)`?", text, re.MULTILINE))
    assert {f"{room}/" for room in (*ROOMS, "tests")} <= named, named


def test_readme_shows_the_two_commands():
    text = (ROOT / "README.md").read_text()
    assert "./amends up" in text
    assert "./amends test" in text
    assert "./amends test" in (ROOT / ".ci" / "run").read_text()


def test_nothing_shared_is_looked_for_when_an_account_of_a_program_is_deleted():
    """A key from a table of the public schema to one that programs have too: Django would look for its rows in both."""
    from django.apps import apps
    from django.conf import settings
    from django.db import models

    shared = [app for app in settings.SHARED_APPS if app not in settings.TENANT_APPS]
    keys = [
        field
        for config in apps.get_app_configs()
        if config.name in shared
        for model in config.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) and not field.auto_created
    ]
    of_programs = [key for key in keys if key.related_model._meta.app_config.name in settings.TENANT_APPS]
    assert len(of_programs) >= 3
    assert [str(key) for key in of_programs if key.remote_field.on_delete is not models.DO_NOTHING] == []
