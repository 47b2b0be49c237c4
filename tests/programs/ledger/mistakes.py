"""Mistakes planted past the actions, each of which the check of the books has to find."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction

from programs.actions.payments import record_payment
from programs.ledger.verifying import Wrong, verify
from programs.models import Agreement, AgreementItem, MediationCase, RestitutionPayment
from tests.programs.cast import NOW, at
from tests.programs.ledger.machine import Life, Rig

Plant = Callable[[AgreementItem, RestitutionPayment], Any]


def _row(item: AgreementItem, paid: RestitutionPayment, **changes: Any) -> None:
    told = {"paid_on": paid.paid_on, "means": paid.means, "recorded_at": NOW, "recorded_by": paid.recorded_by}
    RestitutionPayment.objects.create(item=item, form_key=uuid.uuid4(), **told | changes)


def _item(**changes: Any) -> Plant:
    return lambda item, _paid: AgreementItem.objects.filter(pk=item.pk).update(**changes)


MISTAKES: dict[str, Plant] = {
    "a payment beside the actions": lambda item, paid: _row(item, paid, amount=Decimal("0.01")),
    "more than is owed": lambda item, paid: _row(item, paid, amount=item.outstanding() + 1),
    "hours on money": lambda item, paid: _row(item, paid, hours=Decimal(1)),
    "a reversal of another sum": lambda item, paid: _row(
        item, paid, amount=Decimal("-0.01"), reverses=paid, receipt=paid.receipt
    ),
    "a receipt that says two things": lambda item, paid: _row(
        item, paid, amount=Decimal("0.01"), receipt=paid.receipt, means="through_court"
    ),
    "done, and not paid": _item(status="achieved"),
    "a promise made smaller": _item(amount=Decimal("0.50")),
    "instalments that are not the whole": _item(schedule=[["2026-05-01", "3.00"]]),
    "something paid before it began": _item(paid_before=Decimal(1)),
    "a debt of another case": _item(line=uuid.uuid4()),
    "a payment on what nobody signed": lambda item, _paid: Agreement.objects.filter(
        pk=item.agreement_id
    ).update(state="dropped"),
}


def found_of(tenant: Any, world: Any, plant: Plant) -> list[Wrong]:
    """Plant one mistake in a case of its own, and return what the check finds; nothing of it stays."""
    with at(tenant):
        rig = Rig(tenant, world.cora)
        rig.pool.shutdown()
        case = _case_with_payment(rig)
        if list(verify(case)):
            raise AssertionError("The books were wrong before.")
        item = AgreementItem.objects.get(agreement__case__in=case)
        paid = RestitutionPayment.objects.get(item=item)
        with transaction.atomic():
            plant(item, paid)
            wrong = list(verify(case))
            transaction.set_rollback(True)
    return wrong


def is_found(tenant: Any, world: Any, plant: Plant) -> bool:
    """Return whether the check finds a mistake."""
    return bool(found_of(tenant, world, plant))


def _case_with_payment(rig: Rig) -> Any:
    """Make a case that owes 10.00, of which 1.00 was paid."""
    life = Life(rig, 0)
    items = AgreementItem.objects.filter(agreement__case=life.case)
    keep = items.first()
    items.exclude(pk=keep and keep.pk).delete()
    items.update(kind="monetary_restitution", amount=Decimal(10), hours=None, schedule=[])
    item = AgreementItem.objects.select_related("agreement__case").get(agreement__case=life.case)
    record_payment(
        actor=rig.actor, case=life.case, now=NOW, form_key=uuid.uuid4(), item=item, amount=Decimal(1),
        paid_on=NOW.date(), means="through_program",
    )  # fmt: skip
    return MediationCase.objects.filter(pk=life.case.pk)
