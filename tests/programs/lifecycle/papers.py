"""What the steps of an agreement, and of the end, do to the shadow."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.programs.lifecycle.judgements import (
    Asked,
    debts_of,
    item_of,
    latest,
    opened_again,
    stands_against,
)
from tests.programs.lifecycle.shadow import Case, Item, Paper, Row, World
from tests.programs.lifecycle.states import PAPER_AFTER, cancel, hold, move


def turn(state: str) -> Callable[..., None]:
    def turned(w: World, c: Case, a: Asked, made: Any) -> None:
        c.paper.state = state

    return turned


def sign(w: World, c: Case, a: Asked, made: Any) -> None:
    paper = c.paper
    kept = {id(debt) for item in paper.items for debt in [item.before] if debt}
    for debt in debts_of(c):
        if id(debt) not in kept and debt.left > 0:
            debt.let_go += debt.left
    for each in c.papers:
        each.state = "replaced" if each.state == "active" else each.state
    paper.state, paper.signatures = "active", len(c.parties)
    move(c, "monitoring")


def drop(w: World, c: Case, a: Asked, made: Any) -> None:
    c.paper.state = "dropped"
    if c.running:
        move(c, "monitoring")
    elif any(each.state == "held" for each in c.meetings):
        move(c, "held")
    else:
        all_with_it = all(
            p.consents and p.is_ready and p.was_reached("preparation") and p not in c.unguarded
            for p in c.parties
        )
        move(c, "exchanging" if all_with_it else "preparing")
        if against := stands_against(w, c):
            hold(c, against)


def amend(w: World, c: Case, a: Asked, made: Any) -> None:
    rows = list(made.items.all())
    items = []
    for item in [*(each for each in c.paper.items if each.status == "open"), *opened_again(c)]:
        figure = item.left if item.is_money or item.is_work else None
        row = next(
            r for r in rows if (r.kind, r.due_date, r.amount or r.hours) == (item.kind, item.due, figure)
        )
        rows.remove(row)
        has_ledger = item.is_money or item.is_work
        carried = Item(
            row.pk, item.kind, figure, item.due, before=item, came=item.paid if has_ledger else Decimal(0)
        )
        items.append(carried)
    c.papers.append(Paper(len(c.papers) + 1, items=items))
    move(c, "agreement_pending")


def pay(w: World, c: Case, a: Asked, made: Any) -> None:
    settle(c, item_of(c, a), Row(made.pk, a["figure"]))


def reverse(w: World, c: Case, a: Asked, made: Any) -> None:
    row = item_of(c, a).ledger[a["row"]]
    row.is_reversed = True
    settle(c, item_of(c, a), Row(made.pk, -row.figure, is_reversal=True))


def settle(c: Case, item: Item, row: Row) -> None:
    """Add a row to the ledger: what is paid is done, and what is not paid any more is open again."""
    item.ledger.append(row)
    item = latest(c, item)
    if item.left <= Decimal(0):
        item.status = "achieved"
    elif item.status == "achieved":
        item.status = "open"


def mark(w: World, c: Case, a: Asked, made: Any) -> None:
    item_of(c, a).status = a["status"]


def begin_closing(w: World, c: Case, a: Asked, made: Any) -> None:
    cancel(c)
    c.reason = a["reason"]
    for paper in c.papers:
        if paper.state in ("draft", "proposed"):
            paper.state = "dropped"
        elif paper.state == "active":
            paper.state = PAPER_AFTER.get(a["reason"], "breached")
    move(c, "closing")


def report(w: World, c: Case, a: Asked, made: Any) -> None:
    c.report = {
        "held": c.had_dialogue,
        "agreement": c.running is not None,
        "fulfilled": c.running.state == "fulfilled" if c.running else None,
    }
