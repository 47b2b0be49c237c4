"""Files of people, mediators, agreements and payments: each goes in, and undone every table is as before."""

from decimal import Decimal

import pytest

from amends.accounts.models import User
from programs.ledger.verifying import verify
from programs.models import Agreement, AgreementItem, Mediator, Participant, RestitutionPayment
from programs.models.imported import ImportState
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.importing.large import named, state_of
from tests.programs.importing.rig import row, run, undo

PLAIN = dict.fromkeys(("Agreement", "Amount", "Paid", "Community_service", "Completed"), "")
AGREED = ("Case No", "Item", "Details", "Amount", "Hours", "Date", "Due", "Status")
PAID = ("Case No", "Date", "Amount", "Hours", "Method")


def state_of_agreement(number):
    """Return the state of the agreement of a case by its own number, which is sealed."""
    there = Agreement.objects.select_related("case")
    return next(each.state for each in there if each.case.own_number == number)


@pytest.fixture
def cases(alpha, worker):  # noqa: F811
    """A program with two imported cases without an agreement: one closed, one still open."""
    with at(alpha):
        world = make_world(alpha)
    worker.drain()
    batch = run(alpha, world, worker, [row(1, **PLAIN), row(2, **PLAIN, Closed="")])
    assert batch.counts["rows"]["made"] == 2, named(alpha, batch)
    return world


def test_people_come_to_their_cases(alpha, cases, worker):  # noqa: F811
    before = state_of(alpha)
    head = ("Case No", "Role", "Name", "Phone", "Email", "Address", "Minor")
    rows = [
        ["2019-1", "guardian", "Ana Brooks", "0012 555", "ana@example.org", "1 Elm St", "no"],
        ["2019-2", "support person", "Ivan Petrov", "", "", "", ""],
        ["2019-3", "guardian", "Nobody's", "", "", "", ""],
        ["2019-2", "godparent", "Who", "", "", "", ""],
    ]
    batch = run(alpha, cases, worker, rows, head=head, kind="people")
    assert named(alpha, batch) == {4: "no_case", 5: "choice"}
    with at(alpha):
        came = {person.name: person for person in Participant.objects.filter(imported_in=batch.pk)}
        assert came.keys() == {"Ana Brooks", "Ivan Petrov"}
        ana = came["Ana Brooks"]
        assert (ana.role, ana.phone, ana.email, ana.address, ana.is_minor) == (
            "guardian", "0012 555", "ana@example.org", "1 Elm St", False,
        )  # fmt: skip
        assert ana.case.own_number == "2019-1"
    assert undo(alpha, cases, worker, batch).state == ImportState.UNDONE
    worker.drain()
    assert state_of(alpha) == before


def test_mediators_get_an_account_unless_they_have_one(alpha, cases, worker):  # noqa: F811
    before = state_of(alpha)
    head = ("Name", "Email", "Standing", "Level", "Training", "Since", "Place")
    rows = [
        ["Rosa Diaz", "Rosa@example.org", "volunteer", "", "40", "2018-05-01", "Duluth"],
        ["Cora", cases.cora.email, "staff", "", "", "", ""],
        ["Rosa again", "rosa@example.org", "volunteer", "", "", "", ""],
        ["Nobody", "no address", "volunteer", "", "", "", ""],
    ]
    batch = run(alpha, cases, worker, rows, head=head, kind="mediators", takes_twice=True)
    assert named(alpha, batch) == {4: "has_role", 5: "email"}
    with at(alpha):
        rosa = Mediator.objects.get(user__email="rosa@example.org")
        assert (rosa.standing, rosa.training_hours, rosa.since.isoformat(), rosa.place) == (
            "volunteer", 40, "2018-05-01", "Duluth",
        )  # fmt: skip
        assert not rosa.user.has_usable_password()
        assert Mediator.objects.filter(imported_in=batch.pk).count() == 2
    assert undo(alpha, cases, worker, batch).state == ImportState.UNDONE
    with at(alpha):
        assert not User.objects.filter(email="rosa@example.org").exists()
        assert User.objects.filter(email=cases.cora.email).exists(), "an account that was there stays"
    assert state_of(alpha) == before


def test_agreements_then_payments_go_in_and_out_in_their_order(alpha, cases, worker):  # noqa: F811
    empty = state_of(alpha)
    rows = [
        ["2019-1", "money", "The window", "300", "", "2019-02-04", "2019-04-01", ""],
        ["2019-1", "community service", "", "", "12.5", "2019-02-04", "", ""],
        ["2019-2", "apology", "A letter", "", "", "2019-02-05", "", "done"],
        ["2019-2", "money", "", "", "", "2019-02-05", "", ""],
    ]
    agreed = run(alpha, cases, worker, rows, head=AGREED, kind="agreements")
    assert named(alpha, agreed) == {5: "no_amount"}
    with at(alpha):
        items = {item.kind: item for item in AgreementItem.objects.select_related("agreement")}
        assert (items["monetary_restitution"].amount, items["monetary_restitution"].text) == (
            300,
            "The window",
        )
        assert items["community_service"].hours == Decimal("12.5")
        assert items["apology"].status == "achieved"
        assert state_of_agreement("2019-1") == "breached", "closed, and nothing was paid"
    unpaid = state_of(alpha)
    rows = [
        ["2019-1", "2019-03-01", "100", "", "Through the court"],
        ["2019-1", "2019-03-02", "200.00", "", ""],
        ["2019-1", "2019-03-03", "0.01", "", ""],
        ["2019-1", "2019-03-04", "", "12.5", ""],
        ["2019-2", "2019-03-04", "5", "", ""],
        ["2019-1", "2019-03-04", "5", "5", ""],
    ]
    paid = run(alpha, cases, worker, rows, head=PAID, kind="payments")
    assert set(named(alpha, paid)) == {4, 6, 7}
    with at(alpha):
        sums = {item.kind: item.received for item in AgreementItem.objects.all() if item.has_ledger}
        assert sums == {"monetary_restitution": 300, "community_service": Decimal("12.5")}
        assert state_of_agreement("2019-1") == "fulfilled"
        assert RestitutionPayment.objects.filter(imported_in=paid.pk).count() == 3
        assert not list(verify())
    undo(alpha, cases, worker, paid)
    assert state_of(alpha) == unpaid, "statuses go back too"
    undo(alpha, cases, worker, agreed)
    worker.drain()
    assert state_of(alpha) == empty
