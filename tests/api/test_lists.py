"""Lists in parts: each row once, in one order, for as many queries however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import MediationCase, Mediator, MediatorAssignment, Participant, Referral
from tests.programs.cast import NOW, make_case, make_referral


def make_many(world, number):
    """Add cases with parties and a mediator, by bulk: a hundred by the ordinary steps would take a minute."""
    key = make_referral().vault_key
    referrals = Referral.objects.bulk_create(
        Referral(
            form_key=Referral._meta.pk.default(),
            state="accepted",
            stage="post_charge",
            referrer_class="community",
            referrer_name="Rita Referrer",
            submitted_at=NOW,
            vault_key=key,
        )
        for _ in range(number)
    )
    cases = MediationCase.objects.bulk_create(
        MediationCase(
            referral=referral,
            reference=referral.reference,
            state="preparing",
            state_since=NOW,
            opened_at=NOW,
            coordinator=world.cora,
            supervisor=world.sol,
            vault_key=key,
        )
        for referral in referrals
    )
    Participant.objects.bulk_create(
        Participant(case=case, referral=case.referral, role=role, name="Somebody", vault_key=key)
        for case in cases
        for role in ("victim", "offender")
    )
    MediatorAssignment.objects.bulk_create(
        MediatorAssignment(
            case=case,
            mediator=Mediator.objects.get(pk=world.mia.pk),
            supervisor=world.sol,
            assigned_at=NOW,
            assigned_by=world.cora,
        )
        for case in cases
    )


@pytest.mark.parametrize("path", ["cases/", "referrals/"])
def test_a_list_costs_the_same_for_one_row_and_for_a_hundred(path, world, software):
    asking = software()
    make_many(world, 1)
    costs = []
    for more in (0, 99):
        make_many(world, more)
        asking.ask(path, limit=100)
        with CaptureQueriesContext(connection) as queries:
            rows = asking.ask(path, limit=100).json()["results"]
        costs.append(len(queries))
    assert len(rows) == 100
    assert costs[0] == costs[1]


@pytest.mark.parametrize("path", ["cases/", "referrals/"])
def test_each_row_comes_once_and_the_newest_first(path, world, software):
    make_many(world, 7)
    asking = software()
    everything = [row["id"] for row in asking.ask(path).json()["results"]]
    assert everything == sorted(everything, reverse=True)
    parts, where = [], f"/api/v1/{path}?limit=3"
    while where:
        part = asking.get(where).json()
        parts.append([row["id"] for row in part["results"]])
        where = part["next"]
    assert [row for part in parts for row in part] == everything
    assert {len(part) for part in parts[:-1]} == {3}


def test_what_is_added_meanwhile_shifts_nothing(world, software):
    make_many(world, 4)
    asking = software()
    first = asking.ask("cases/", limit=2).json()
    make_many(world, 3)
    second = asking.get(first["next"]).json()
    ids = [row["id"] for row in (*first["results"], *second["results"])]
    assert len(set(ids)) == 4
    assert second["next"] is None


def test_the_next_part_keeps_what_was_asked(world, software):
    make_many(world, 3)
    make_case(world)
    part = software().ask("cases/", limit=1, state=["preparing", "ready"]).json()
    assert "state=preparing&state=ready" in part["next"]
    assert part["next"].startswith("http://alpha.localhost/api/v1/cases/?")


def test_there_are_fifty_unless_said_otherwise(world, software):
    make_many(world, 51)
    part = software().ask("cases/").json()
    assert len(part["results"]) == 50
    assert part["next"]
