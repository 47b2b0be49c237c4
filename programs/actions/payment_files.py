"""Payments of a file: all of them in one transaction, or none (decision 0025)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amends import audit
from amends.actions import action
from programs.actions.payments import record_payment, record_receipt
from programs.guards import StepRefused
from programs.models import AgreementItem, MediationCase, Program, RestitutionPayment


@dataclass(frozen=True)
class Paid:
    """One line of a file: `key` is made of what it says, so that it is the same payment in whichever file."""

    number: int
    key: uuid.UUID
    case: MediationCase
    item: AgreementItem | None
    amount: Decimal
    paid_on: date
    means: str


class LineRefused(Exception):
    """A line that could be recorded when it was looked at cannot be any more; nothing of the file is recorded."""

    def __init__(self, number: int, refusal: StepRefused):
        super().__init__(number)
        self.number, self.refusal = number, refusal


@action
def record_payment_file(*, actor: Any, now: datetime, lines: Sequence[Paid]) -> list[RestitutionPayment]:
    """Record each line in the order of the file, those without an item shared out; raises LineRefused.

    The cases are locked in the order of their keys before the first row, so that two files wait for each other
    instead of standing in each other's way. Lines that are in the ledger already stay what they are. Raises
    MediationCase.DoesNotExist for a case that the actor may not see.
    """
    keys = {line.case.pk for line in lines}
    locked = MediationCase.objects.visible_to(actor).select_for_update().filter(pk__in=keys).order_by("pk")
    if len(list(locked)) < len(keys):
        raise MediationCase.DoesNotExist
    rows: list[RestitutionPayment] = []
    for line in lines:
        given: dict[str, Any] = {"actor": actor, "case": line.case, "now": now, "form_key": line.key}
        told = {"amount": line.amount, "paid_on": line.paid_on, "means": line.means}
        try:
            if line.item is None:
                rows += record_receipt(**given, **told)
            else:
                rows.append(record_payment(**given, item=line.item, **told))
        except StepRefused as refusal:
            raise LineRefused(line.number, refusal) from refusal
    audit.record("payment_file_recorded", Program.objects.get(), actor=actor, lines=len(lines))
    return rows
