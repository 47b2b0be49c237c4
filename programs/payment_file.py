"""A file of payments: what each line says, what is wrong with it, and which are in the ledger already."""

import csv
import io
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from amends.web.forms import DateField
from programs.actions.payment_files import Paid
from programs.bulk import Unreadable, text_of
from programs.forms.agreement import money_field
from programs.ledger.lines import lines_of
from programs.models import AgreementItem, MediationCase, RestitutionPayment
from programs.models.case import CaseState
from programs.models.restitution import PaymentMeans
from programs.references import tidied

__all__ = ["COLUMNS", "MOST", "Line", "Unreadable", "read", "text_of"]

COLUMNS = ("reference", "date", "amount", "means")
MOST = 1000
MEANS = (PaymentMeans.THROUGH_PROGRAM, PaymentMeans.THROUGH_COURT)


@dataclass
class Line:
    """A line of the file, and all that is wrong with it."""

    number: int
    """As a spreadsheet counts: the line of headings is the first."""
    cells: dict[str, str]
    troubles: list[str] = field(default_factory=list)
    paid: Paid | None = None
    is_there: bool = False
    """Is the same payment in the ledger already, by a file or by hand?"""


def read(text: str, user: Any, today: date) -> list[Line]:
    """Return each line of a file as it would be recorded now; raise Unreadable when none can be told apart."""
    lines = _lines(text)
    cases = _cases_of(lines, user)
    debts = lines_of(cases.values())
    left = {item.pk: item.outstanding() for items in debts.values() for item in items}
    seen: Counter[str] = Counter()
    for line in lines:
        _judge(line, cases, debts, today, seen)
    _find_those_there(lines)
    for line in lines:
        if line.paid is not None and not line.is_there and not line.troubles:
            _take_from(left, line, debts)
    return lines


def _lines(text: str) -> list[Line]:
    try:
        dialect = csv.Sniffer().sniff(text[:2000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel  # type: ignore[assignment]
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as error:
        raise Unreadable(_("A quotation mark in the file is not closed.")) from error
    head = [name.strip().lower() for name in table[0]] if table else []
    if missing := [name for name in COLUMNS if name not in head]:
        raise Unreadable(_("These columns are missing: {names}").format(names=", ".join(missing)))
    found = [
        Line(number, {name: cell.strip() for name, cell in zip(head, row, strict=False)})
        for number, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not found:
        raise Unreadable(_("There is no row below the headings."))
    if len(found) > MOST:
        raise Unreadable(_("The file has more than {most} rows. Cut it into several.").format(most=MOST))
    return found


def _cases_of(lines: Iterable[Line], user: Any) -> dict[str, MediationCase]:
    """Return the cases that are named, by the letters of their references, as far as the user may see them."""
    named = {_reference(line) for line in lines}
    cases = MediationCase.objects.visible_to(user).filter(state=CaseState.MONITORING)
    return {key: case for case in cases if (key := tidied(case.reference)) in named}


def _reference(line: Line) -> str:
    return tidied(line.cells.get("reference", "").partition("/")[0])


def _judge(
    line: Line,
    cases: dict[str, MediationCase],
    debts: dict[Any, list[AgreementItem]],
    today: date,
    seen: Counter[str],
) -> None:
    told = line.cells
    case = cases.get(_reference(line))
    item = None
    if case is None:
        line.troubles.append(_("No case that follows an agreement has this reference. Check it."))
    elif "/" in told["reference"]:
        item = numbered(debts[case.pk]).get(told["reference"].partition("/")[2].strip())
        if item is None:
            line.troubles.append(_("The case has no payment with this number after the stroke."))
    amount: Any = _read(
        line, money_field(), "amount", _("This is no amount: write it in figures, such as 250.00.")
    )
    day: Any = _read(line, DateField(), "date", _("This is no day: write it as 2026-05-01."))
    if day and day > today:
        line.troubles.append(_("This day is still to come."))
    means = told.get("means", "") or PaymentMeans.THROUGH_PROGRAM
    if means not in MEANS:
        line.troubles.append(_("How it was paid: through_program or through_court."))
    if case is not None and not line.troubles:
        said = "|".join(
            (str(case.pk), str(item.line_key if item else ""), day.isoformat(), str(amount), means)
        )
        seen[said] += 1
        line.paid = Paid(line.number, _key(said, seen[said]), case, item, amount, day, means)


def _read(line: Line, field_: forms.Field, name: str, trouble: str) -> Any:
    try:
        return field_.clean(line.cells.get(name, ""))
    except forms.ValidationError:
        line.troubles.append(trouble)
        return None


def _key(said: str, occurrence: int) -> uuid.UUID:
    """Return the key of what a line says, and of the how-manieth of its like it is: two of a day can both be true."""
    digest = salted_hmac("programs.payment_file", f"{said}|{occurrence}", algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def numbered(lines: Iterable[AgreementItem]) -> dict[str, AgreementItem]:
    """Return the debts in money of a case by their numbers, which no later version changes."""
    money = sorted((each for each in lines if each.is_money), key=lambda each: str(each.line_key))
    return {str(number): each for number, each in enumerate(money, start=1)}


def _find_those_there(lines: Iterable[Line]) -> None:
    """Mark what is in the ledger already: by its key, or as the same sum of the same day in the same case.

    One that was taken back is not there any more, and is recorded under a key that follows from its first.
    """
    good = [line for line in lines if line.paid is not None]
    firsts = RestitutionPayment.objects.filter(
        item__agreement__case__in={line.paid.case.pk for line in good if line.paid},
        reverses=None, amount__isnull=False,
    )  # fmt: skip
    rows, taken_back = firsts.filter(reversals=None), firsts.exclude(reversals=None)
    gone = {key for keys in taken_back.values_list("form_key", "receipt") for key in keys}
    keys: set[Any] = set()
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows.select_related("item__agreement").defer("item__text"):
        keys |= {row.form_key, row.receipt}
        sums[row.item.agreement.case_id, row.receipt or row.pk, row.paid_on] += row.amount or Decimal(0)
    like: Counter[Any] = Counter((case, day, amount) for (case, _receipt, day), amount in sums.items())
    for line in good:
        paid = line.paid
        if paid is None:
            continue
        while paid.key in gone - keys:
            line.paid = paid = replace(paid, key=uuid.uuid5(paid.key, "again"))
        same = (paid.case.pk, paid.paid_on, paid.amount)
        line.is_there = paid.key in keys or like[same] > 0
        like[same] -= 1


def _take_from(left: dict[Any, Decimal], line: Line, debts: dict[Any, list[AgreementItem]]) -> None:
    """Count what the lines above took: of several that fit each alone, the one that is too much is named."""
    paid = line.paid
    if paid is None:
        return
    into = [paid.item] if paid.item else [each for each in debts[paid.case.pk] if each.is_money]
    room = sum((max(left[each.pk], Decimal(0)) for each in into), Decimal(0))
    if paid.amount > room:
        line.troubles.append(
            _("This is more than is still to be paid: {outstanding}.").format(outstanding=room)
        )
        return
    amount = paid.amount
    for each in into:
        part = min(max(left[each.pk], Decimal(0)), amount)
        left[each.pk] -= part
        amount -= part
