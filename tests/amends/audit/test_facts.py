"""What an entry may say."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest

from amends.audit.facts import UnfitFact, fit_facts, name_actor, named
from amends.audit.models import Kind

pytestmark = pytest.mark.no_db
ID = UUID("0193b2c1-7e55-7c11-8a3b-2f1e9d0c4a5b")


def test_it_works():
    assert fit_facts(
        {
            "case": ID,
            "count": 3,
            "is_new": True,
            "kind": Kind.READ,
            "state": "in_progress",
            "rule": "N1",
            "due": dt.date(2026, 11, 20),
            "amount": Decimal("12.50"),
            "roles": ["coordinator", "mediator"],
            "nothing": None,
        }
    ) == {
        "case": str(ID),
        "count": 3,
        "is_new": True,
        "kind": "read",
        "state": "in_progress",
        "rule": "N1",
        "due": "2026-11-20",
        "amount": "12.50",
        "roles": ["coordinator", "mediator"],
        "nothing": None,
    }


@pytest.mark.parametrize(
    "value",
    [
        "Maria Lopez",
        "Maria",
        "maria@example.org",
        "+1 555 0100",
        "5550100",
        "4 Elm Road",
        "",
        "x" * 65,
        1.5,
        10**15,
        b"bytes",
        {"a": 1},
        [["deep"]],
        Decimal("NaN"),
        object(),
    ],
)
def test_what_may_be_personal_is_refused_and_not_repeated(value):
    with pytest.raises(UnfitFact) as refusal:
        fit_facts({"fact": value})
    assert not str(value) or len(str(value)) < 4 or str(value) not in str(refusal.value)


def test_who_and_what_are_named():
    assert named(("programs.case", ID)) == ("programs.case", str(ID))
    assert name_actor("command") == "command"
    assert name_actor(None) == "anonymous"
    assert name_actor(("agency", ID)) == f"agency:{ID}"
    for wrong in ("Maria Lopez", 1.5):
        with pytest.raises(UnfitFact):
            name_actor(wrong)
        with pytest.raises(UnfitFact):
            named(wrong)
