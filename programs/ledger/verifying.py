"""Whether the books are right: what no row may show, however it came there. It reads, and changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from amends.audit.models import AuditEntry
from programs.ledger import schedules
from programs.ledger.lines import lines_of
from programs.ledger.money import NOTHING
from programs.models import AgreementItem, MediationCase, PaymentReport, RestitutionPayment
from programs.models.agreement import LEDGER_KINDS, AgreementState, ItemStatus
from programs.models.restitution import ReportState

AT_ONCE = 500
"""Cases that are in memory together."""
RECORDED = ("payment_recorded", "hours_recorded", "payment_reversed")


@dataclass(frozen=True)
class Wrong:
    """What is wrong, and the keys of the case and the row that show it; nothing of what the row says."""

    sentence: str
    case: Any
    row: Any


def verify(cases: Any = None) -> Iterator[Wrong]:
    """Yield everything that is wrong in the books of these cases, or of all of the program."""
    keys = (
        (MediationCase.objects.all() if cases is None else cases).order_by("pk").values_list("pk", flat=True)
    )
    chosen = list(keys)
    for start in range(0, len(chosen), AT_ONCE):
        here = MediationCase.objects.filter(pk__in=chosen[start : start + AT_ONCE])
        yield from _wrong_in(list(here.only("pk", "vault_key")))


def _wrong_in(cases: list[MediationCase]) -> Iterator[Wrong]:
    items = AgreementItem.objects.filter(agreement__case__in=cases, kind__in=LEDGER_KINDS)
    of_case: dict[Any, list[AgreementItem]] = defaultdict(list)
    for item in items.defer("text").select_related("agreement").prefetch_related("payments"):
        of_case[item.agreement.case_id].append(item)
    ends = lines_of(cases)
    for case in cases:
        there = of_case[case.pk]
        rows = [row for item in there for row in item.payments.all()]
        for sentence, row in (*_in_lines(ends[case.pk]), *_in_items(there, rows), *_in_rows(there, rows)):
            yield Wrong(sentence, case.pk, row.pk)
    yield from _unaudited(cases)
    yield from _in_reports(cases)


def _in_lines(lines: Iterable[AgreementItem]) -> Iterator[tuple[str, Any]]:
    for line in lines:
        outstanding = line.outstanding()
        if outstanding < 0:
            yield "more was received than is owed", line
        if line.received < 0:
            yield "more was taken back than was received", line
        settled = outstanding <= 0
        # What a newer version let go stays as it was marked; everything else is marked by its balance.
        is_marked = line.status == ItemStatus.ACHIEVED
        if is_marked and not settled:
            yield "it is marked as done, and something is outstanding", line
        if settled and line.status == ItemStatus.OPEN and not line.forgiven:
            yield "it is marked as open, and nothing is outstanding", line


def _in_items(items: list[AgreementItem], rows: list[RestitutionPayment]) -> Iterator[tuple[str, Any]]:
    by_key = {item.pk: item for item in items}
    for item in items:
        if item.schedule:
            plan = schedules.read(item.schedule)
            days, least = [each.day for each in plan], min(each.amount for each in plan)
            is_whole = sum((each.amount for each in plan), NOTHING) == item.promised
            if not is_whole or least <= 0 or days != sorted(set(days)):
                yield "its instalments do not make up what it promises", item
        if item.line is None:
            if item.paid_before:
                yield "it says that something was paid before it began", item
            continue
        first = by_key.get(item.line)
        if first is None or (first.is_work, first.line) != (item.is_work, None):
            yield "the debt that it goes on with is none of its case", item
            continue
        # Keys are made in the order of time: what was there when this version was made.
        earlier = [
            row for row in rows if by_key[row.item_id].line_key == item.line and row.pk < item.agreement_id
        ]
        if item.paid_before != max(_sum(earlier), NOTHING):
            yield "it carries another sum than had been received", item


def _sum(rows: Iterable[RestitutionPayment]) -> Decimal:
    return sum((row.amount or row.hours or NOTHING for row in rows), NOTHING)


def _in_rows(items: list[AgreementItem], rows: list[RestitutionPayment]) -> Iterator[tuple[str, Any]]:
    by_key = {item.pk: item for item in items}
    by_row = {row.pk: row for row in rows}
    receipts: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        item = by_key[row.item_id]
        if item.is_work != (row.hours is not None):
            yield "it counts money on work, or hours on money", row
        if item.agreement.state in (AgreementState.DRAFT, AgreementState.PROPOSED, AgreementState.DROPPED):
            yield "it was paid on something that nobody signed", row
        if row.reverses_id is not None:
            taken = by_row.get(row.reverses_id)
            same = ("item_id", "receipt", "paid_on", "means", "paid_by_id")
            if (
                taken is None
                or taken.reverses_id is not None
                or any(getattr(taken, name) != getattr(row, name) for name in same)
                or _sum([taken, row]) != 0
            ):
                yield "it does not reverse what it names", row
        if row.receipt is not None:
            told = receipts[row.receipt]
            told.add((row.paid_on, row.means, row.paid_by_id))
            if len(told) > 1:
                yield "its receipt says something else in another row", row


def _unaudited(cases: list[MediationCase]) -> Iterator[Wrong]:
    """Yield rows that no entry of the audit knows of: they came in beside the actions."""
    entries = AuditEntry.objects.filter(
        object_type="programs.mediationcase",
        object_id__in=[str(case.pk) for case in cases],
        verb__in=RECORDED,
    )
    said = {
        facts.get("reversal") or facts.get("payment") for facts in entries.values_list("facts", flat=True)
    }
    rows = RestitutionPayment.objects.filter(item__agreement__case__in=cases)
    for pk, case in rows.values_list("pk", "item__agreement__case"):
        if str(pk) not in said:
            yield Wrong("the audit knows nothing of it", case, pk)


def _in_reports(cases: list[MediationCase]) -> Iterator[Wrong]:
    reports = PaymentReport.objects.filter(participant__case__in=cases, state=ReportState.CONFIRMED)
    amounts = {row.receipt: row for row in reports.only("pk", "receipt", "amount", "participant__case")}
    found: dict[Any, list[RestitutionPayment]] = defaultdict(list)
    for row in RestitutionPayment.objects.filter(receipt__in=amounts, reverses=None):
        found[row.receipt].append(row)
    for receipt, report in amounts.items():
        if _sum(found[receipt]) != report.amount:
            yield Wrong("it was confirmed with another sum than it says", None, report.pk)
