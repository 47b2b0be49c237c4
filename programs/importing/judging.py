"""Reads one row of a file by how its columns were named, and says all that is wrong with it at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from programs.importing import history, surveying
from programs.importing.fields import fields_of
from programs.importing.judged import Judged
from programs.importing.troubles import Trouble
from programs.importing.values import DAY_FIRST, NotRead, mac_of, number_mac, read
from programs.models import AgreementItem, ImportBatch, MediationCase
from programs.models.agreement import LEDGER_KINDS, AgreementState, ItemKind
from programs.models.case import CaseState
from programs.models.imported import ImportKind

STILL = (CaseState.INTAKE, CaseState.CLOSED)
"""States of an imported case in which nobody has begun to work on it."""
LATER_ALLOWED = ("due_on",)
DAYS = "_days"
"""The constant that says how days are written."""


class Judge:
    """How the rows of one file are read."""

    def __init__(self, batch: ImportBatch, today: date):
        self.batch, self.today = batch, today
        self.fields = fields_of(batch.kind)
        self.days = batch.constants.get(DAYS, DAY_FIRST)
        self.constants = {
            name: [value] if self.fields[name].kind == "choices" else value
            for name, value in batch.constants.items()
            if name in self.fields and name not in batch.columns
        }

    def judged(self, rows: Iterable[Any]) -> list[Judged]:
        """Return rows of a part, read together; a row is [line, [cell, ...]]."""
        found = [self._read(line, cells) for line, cells in rows]
        if self.batch.kind not in (ImportKind.CASES, ImportKind.MEDIATORS):
            self._find_cases(found)
        if self.batch.kind == ImportKind.SURVEYS:
            surveying.find_people(found)
        for row in found:
            if not row.troubles:
                row.troubles += _CHECKS[self.batch.kind](row, self.today)
            row.marks = [mac_of(repr(mark)) for mark in _marks(self.batch.kind, row)]
        if self.batch.kind == ImportKind.PAYMENTS:
            _weigh(found)
        return found

    def _read(self, line: int, cells: list[str]) -> Judged:
        row = Judged(line, dict(self.constants))
        columns = self.batch.columns
        if over := [cell for cell in cells[len(columns) :] if cell]:
            row.troubles.append(Trouble("", "cells", ", ".join(over)[:60]))
        for name, cell in zip(columns, cells, strict=False):
            if not name:
                continue
            field_ = self.fields[name]
            try:
                told = read(field_, cell, days=self.days, choices=self.batch.choices.get(name, {}))
            except NotRead as wrong:
                row.troubles.append(Trouble(name, wrong.code, wrong.said[:80]))
                row.told[name] = None
                continue
            if isinstance(told, date) and told > self.today and name not in LATER_ALLOWED:
                row.troubles.append(Trouble(name, "future", cell.strip()[:80]))
            row.told[name] = told
        wrong_ones = {trouble.field for trouble in row.troubles}
        row.troubles += [
            Trouble(each.id, "needed")
            for each in self.fields.values()
            if each.is_needed and not row.told.get(each.id) and each.id not in wrong_ones
        ]
        return row

    def _find_cases(self, rows: list[Judged]) -> None:
        """Tell which imported case each row is about, by the program's number of it or by ours."""
        said = {str(row.told["number"]) for row in rows if row.told.get("number")}
        macs = {number: number_mac(number) for number in said}
        there: dict[str, list[MediationCase]] = defaultdict(list)
        cases = MediationCase.objects.filter(imported_in__isnull=False)
        for case in cases.filter(number_mac__in=set(macs.values())).only(
            "state", "number_mac", "vault_key", "closed_at"
        ):
            there[case.number_mac].append(case)
        references = {number.upper() for number in said}
        for case in cases.filter(reference__in=references).only(
            "state", "reference", "vault_key", "closed_at"
        ):
            there[case.reference].append(case)
        for row in rows:
            number = row.told.get("number")
            if not number:
                continue
            found = there.get(macs[number]) or there.get(number.upper(), [])
            if len(found) != 1:
                code = "several_cases" if found else "no_case"
                row.troubles.append(Trouble("number", code, number))
            elif found[0].state not in STILL:
                row.troubles.append(Trouble("number", "at_work", number))
            else:
                row.case = found[0]


def _of_case(row: Judged, today: date) -> Iterator[Trouble]:
    yield from history.troubles_of(row.told, today)


def _of_anybody(_row: Judged, _today: date) -> Iterator[Trouble]:
    return iter(())


def _of_agreement(row: Judged, _today: date) -> Iterator[Trouble]:
    kind, amount, hours = (row.told.get(name) for name in ("item", "amount", "hours"))
    is_money, is_work = kind == ItemKind.MONETARY_RESTITUTION, kind in LEDGER_KINDS[1:]
    if bool(amount) != is_money:
        yield Trouble("amount", "no_amount")
    if bool(hours) != is_work:
        yield Trouble("hours", "no_hours")


def _of_payment(row: Judged, _today: date) -> Iterator[Trouble]:
    if bool(row.told.get("amount")) == bool(row.told.get("hours")):
        yield Trouble("", "one_figure")


def _weigh(rows: list[Judged]) -> None:
    """Refuse what no debt is left for, counted through the rows of this part in their order."""
    debts = debts_of([row.case for row in rows if row.case is not None])
    for row in rows:
        if row.troubles or row.case is None:
            continue
        figure = row.told.get("amount") or row.told["hours"]
        mine = [each for each in debts[row.case.pk] if each[0].is_money == bool(row.told.get("amount"))]
        number = str(row.told["number"])
        if not mine:
            row.troubles.append(Trouble("number", "no_debt", number))
        elif figure > sum(left for _item, left in mine):
            row.troubles.append(Trouble("amount", "over_debt", number))
        else:
            for _item, part, place in shared(mine, figure):
                mine[place][1] -= part


def debts_of(cases: list[Any]) -> dict[Any, list[list[Any]]]:
    """Return [item, what is left of it] for all that imported payments can count for, by the keys of cases.

    The agreement of an ended case that came with the case's own row is told to its end by that row.
    """
    files = ImportBatch.objects.filter(kind=ImportKind.AGREEMENTS).values("pk")
    items = AgreementItem.objects.filter(
        Q(agreement__state=AgreementState.ACTIVE) | Q(agreement__imported_in__in=files),
        agreement__case__in=cases,
        agreement__imported_in__isnull=False,
        kind__in=LEDGER_KINDS,
    )
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    for item in items.defer("text").select_related("agreement").prefetch_related("payments"):
        found[item.agreement.case_id].append([item, item.outstanding()])
    return found


def shared(debts: list[list[Any]], figure: Any) -> Iterator[tuple[Any, Any, int]]:
    """Yield which item a payment counts for, how much of it, and its place in `debts`: the earliest due first."""
    for place, (item, left) in enumerate(debts):
        part = min(left, figure)
        if part > 0:
            figure -= part
            yield item, part, place


_CHECKS: dict[str, Any] = {
    ImportKind.CASES: _of_case,
    ImportKind.PEOPLE: _of_anybody,
    ImportKind.MEDIATORS: _of_anybody,
    ImportKind.AGREEMENTS: _of_agreement,
    ImportKind.PAYMENTS: _of_payment,
    ImportKind.SURVEYS: surveying.troubles_of,
}
_SAME: dict[str, tuple[str, ...]] = {
    ImportKind.PEOPLE: ("number", "role", "name"),
    ImportKind.MEDIATORS: ("email",),
    ImportKind.AGREEMENTS: ("number", "item", "text", "amount", "hours", "agreed_on"),
    ImportKind.PAYMENTS: ("number", "paid_on", "amount", "hours", "means"),
}


def person_mark(name: str, day: date) -> tuple[str, str, str]:
    """Return by what a case is known that has no number: who is responsible, and when it was referred."""
    return ("person", " ".join(name.casefold().split()), day.isoformat())


def _marks(kind: str, row: Judged) -> list[tuple[str, ...]]:
    if kind == ImportKind.SURVEYS:
        return [("survey", str(row.key))] if row.key else []
    if kind != ImportKind.CASES:
        return [tuple(str(row.told.get(name) or "").casefold() for name in _SAME[kind])]
    found: list[tuple[str, ...]] = []
    if row.told.get("number"):
        found.append(("number", number_mac(str(row.told["number"]))))
    if row.told.get("offender_name") and row.told.get("referred_on"):
        found.append(person_mark(str(row.told["offender_name"]), row.told["referred_on"]))
    return found


def made_of(kind: str, rows: Iterable[Judged]) -> Counter[str]:
    """Return what good rows will become, counted; the keys are those of `programs.importing.showing.MADE`."""
    counted: Counter[str] = Counter()
    for row in rows:
        if kind != ImportKind.CASES:
            counted[kind] += 1
            continue
        told, past = row.told, history.history_of(row.told)
        counted["cases"] += 1
        counted["closed" if told.get("closed_on") else "open"] += 1
        counted["people"] += 2 if told.get("victim_name") else 1
        counted["sessions"] += past.session_on is not None
        counted["agreements"] += past.has_agreement
        for promise in past.promises:
            if promise.figure:
                counted[f"promised_{promise.kind}"] += int(promise.figure * 100)
                counted[f"done_{promise.kind}"] += int(promise.done * 100)
    return counted
