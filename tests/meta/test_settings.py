"""Settings: every variable is declared once, and README's table is the declaration."""

import ast
import re

import pytest

from amends.settings import environment
from tests.meta.source import ROOT, python_files, tree

pytestmark = pytest.mark.no_db


def test_readmes_table_is_the_declaration():
    text = (ROOT / "README.md").read_text()
    shown = re.search(r"<!-- settings -->\n(.*?)\n<!-- /?(end )?settings -->", text, re.DOTALL)
    assert shown, "README has no table of settings between its markers"
    assert shown[1].strip() == environment.readme_table()


def test_every_variable_that_the_code_names_is_declared():
    named = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= set(re.findall(r"\bAMENDS_[A-Z_]+\b", node.value))
    # What the tests tell each other is no setting.
    named = {name for name in named if not name.startswith("AMENDS_TEST_")}
    undeclared = {name for name in named if name not in environment.SETTINGS}
    from django.conf import settings

    assert {name for name in undeclared if not hasattr(settings, name)} == set()


def test_a_value_that_makes_no_sense_is_refused_with_its_name(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("AMENDS_POOL_SIZE", "many")
    with pytest.raises(ImproperlyConfigured, match="AMENDS_POOL_SIZE"):
        _ = environment.AMENDS_POOL_SIZE
