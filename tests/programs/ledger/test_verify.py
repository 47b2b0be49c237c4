"""The check of the books finds each mistake that is planted past the actions, and nothing where there is none."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.programs.cast import at, make_case, make_world, pay
from tests.programs.ledger.mistakes import MISTAKES, found_of


@pytest.mark.takes(seconds=20)
def test_it_finds_each_mistake(alpha, committed):
    with at(alpha):
        world = make_world(alpha)
    assert [name for name, plant in MISTAKES.items() if not found_of(alpha, world, plant)] == []


def test_it_works(alpha, committed):
    """The command reads the books of one program, and ends well."""
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "monitoring")
        pay(world, case, case.agreements.get().items.get())
    out = StringIO()
    call_command("ledger", "verify", alpha.slug, stdout=out)
    assert out.getvalue() == "1 books read, 0 with problems\n"
