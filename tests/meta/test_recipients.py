"""Only the app that knows a person makes a Recipient of them: each module that does has a line here, with why."""

import ast

import pytest

from tests.meta.source import python_files, tree

pytestmark = pytest.mark.no_db

MAKERS = {
    "programs/recipients.py": "parties and staff of a case: knows what is safe for whom",
    "platform/amends/accounts/tasks.py": "people with an account: their own address, as the account has it",
}
# The room itself declares it; nothing else of it makes one.
ROOM = "platform/amends/mail/"
# Whoever sends without the record of deliveries; one line per module, with its reason.
SENDERS: dict[str, str] = {}


def calls_of(module, name):
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
            yield node.lineno


def makers():
    return {str(path) for path in python_files() if list(calls_of(tree(path), "Recipient"))}


def test_the_rule_finds_and_passes():
    bad = ast.parse("from amends.mail import recipient\nrecipient.Recipient(1)")
    good = ast.parse("from amends.mail import Recipient\ndef f(to: Recipient): send(to)")
    assert list(calls_of(bad, "Recipient")) == [2]
    assert list(calls_of(good, "Recipient")) == []


def test_only_who_knows_the_person_makes_a_recipient():
    assert {path for path in makers() if not path.startswith(ROOM)} <= set(MAKERS)
    assert {path for path in makers() if path.startswith(ROOM)} == set()


def test_no_line_is_stale():
    assert set(MAKERS) <= makers()


def test_nobody_sends_by_hand():
    """Django's own way to send, or a library's, would pass by discretion, the record and the rule above."""
    found = set()
    for path in python_files():
        if str(path).startswith(ROOM):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(
                ("django.core.mail", "smtplib")
            ):
                found.add(str(path))
            if isinstance(node, ast.Import) and any(
                each.name in ("smtplib", "django.core.mail") for each in node.names
            ):
                found.add(str(path))
    assert found == set(SENDERS)
