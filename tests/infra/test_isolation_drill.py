"""The drill of the wall is not blind: what it would call wrong is called wrong."""

import re

import pytest

from infra.drills.isolation.asking import Visit
from infra.drills.isolation.failures import Failures
from infra.drills.isolation.ground import Program
from infra.drills.isolation.texts import ATTACKS, Attack

MINE = Program("alpha", "t_a", "alpha.localhost", "row alpha")
pytestmark = pytest.mark.no_db


def visit(*seen, **outcome) -> Visit:
    found = Visit(MINE, **outcome)
    found.seen += seen
    return found


def test_the_right_row_and_an_error_are_right():
    right = ("t_a", "t_a", ("row alpha",), None)
    assert not visit(right, status=200).wrong
    assert not visit(right, error="OperationalError").wrong
    assert not visit(error="OperationalError").wrong


@pytest.mark.parametrize(
    "seen",
    [
        ("t_b", "t_a", ("row alpha",), None),
        ("t_a", "public", ("row alpha",), None),
        ("t_a", "t_a", ("row beta",), None),
        ("t_a", "t_a", (), None),
        ("t_a", "t_a", ("row alpha", "row beta"), None),
        ("t_a", "t_a", ("row alpha",), "row beta"),
    ],
)
def test_anything_else_is_wrong(seen):
    assert visit(seen, error="OperationalError").wrong


@pytest.mark.parametrize("status", [404, 410, 503])
def test_a_refusal_of_a_program_that_is_there_is_wrong(status):
    assert visit(status=status).wrong


def test_the_texts_are_many_and_of_every_class():
    assert len(ATTACKS) >= 30
    assert len({attack.kind for attack in ATTACKS}) >= 25
    assert len(set(ATTACKS)) == len(ATTACKS)


def test_every_name_in_a_text_is_filled_in():
    known = dict.fromkeys(("a", "b", "table", "columns", "mine", "pid", "job", "web", "owner"), "x")
    for attack in ATTACKS:
        assert not any(re.search(r"\{\w+\}", text) for text in attack.filled(known))
    with pytest.raises(KeyError):
        Attack("x", ("{unknown}",)).filled(known)


def test_failures_are_injected_at_every_place_that_was_promised():
    kinds = {name.removeprefix("at_").split("_")[0] for name in dir(Failures) if name.startswith("at_")}
    assert kinds >= {"connect", "login", "resolver", "cache", "enter", "statement", "release"}
