"""Record payments of restitution; a mistake is reversed, never edited (A4)."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amends import audit
from amends.actions import action
from programs.facts import CaseFacts
from programs.models import AgreementItem, MediationCase, RestitutionPayment
from programs.models.agreement import ItemStatus
from programs.models.restitution import PaymentMeans
from programs.taking import begin, set_due


@action
def record_payment(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    item: AgreementItem,
    amount: Decimal,
    paid_on: date,
    means: str,
) -> RestitutionPayment:
    """Add a payment to the ledger; the item is done once nothing is outstanding; raises StepRefused.

    The same form sent again returns the payment that it made the first time.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = RestitutionPayment.objects.filter(item=item, form_key=form_key).first()
    if made_before is not None:
        audit.record("payment_recorded_again", case, actor=actor, payment=made_before.pk)
        return made_before
    facts = begin("record_payment", case=case, actor=actor, now=now, item=item, amount=amount)
    payment = RestitutionPayment.objects.create(
        item=item,
        form_key=form_key,
        amount=amount,
        paid_on=paid_on,
        means=means,
        recorded_at=now,
        recorded_by=actor,
    )
    audit.record("payment_recorded", facts.case, actor=actor, item=item.pk, payment=payment.pk, amount=amount)
    _settle(item, facts, actor)
    return payment


@action
def record_hours(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    item: AgreementItem,
    hours: Decimal,
    worked_on: date,
) -> RestitutionPayment:
    """Add hours of work to the ledger; the item is done once none is outstanding; raises StepRefused.

    The same form sent again returns the row that it made the first time.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = RestitutionPayment.objects.filter(item=item, form_key=form_key).first()
    if made_before is not None:
        audit.record("hours_recorded_again", case, actor=actor, payment=made_before.pk)
        return made_before
    facts = begin("record_hours", case=case, actor=actor, now=now, item=item, hours=hours)
    worked = RestitutionPayment.objects.create(
        item=item,
        form_key=form_key,
        hours=hours,
        paid_on=worked_on,
        means=PaymentMeans.WORK,
        recorded_at=now,
        recorded_by=actor,
    )
    audit.record("hours_recorded", facts.case, actor=actor, item=item.pk, payment=worked.pk, hours=hours)
    _settle(item, facts, actor)
    return worked


@action
def reverse_payment(
    *, actor: Any, case: MediationCase, now: datetime, payment: RestitutionPayment
) -> RestitutionPayment:
    """Add the row that takes a payment, or hours, back; raises StepRefused."""
    facts = begin("reverse_payment", case=case, actor=actor, now=now, payment=payment)
    reversal = RestitutionPayment.objects.create(
        item=payment.item,
        form_key=uuid.uuid4(),
        amount=None if payment.amount is None else -payment.amount,
        hours=None if payment.hours is None else -payment.hours,
        paid_on=payment.paid_on,
        means=payment.means,
        reverses=payment,
        recorded_at=now,
        recorded_by=actor,
    )
    audit.record("payment_reversed", facts.case, actor=actor, payment=payment.pk, reversal=reversal.pk)
    _settle(payment.item, facts, actor)
    return reversal


def _settle(item: AgreementItem, facts: CaseFacts, actor: Any) -> None:
    """Let the state of an item follow from its ledger."""
    item = AgreementItem.objects.get(pk=item.pk)
    is_paid = facts.outstanding(item) <= 0
    status = ItemStatus.ACHIEVED if is_paid else ItemStatus.OPEN
    if item.status != status and (is_paid or item.status == ItemStatus.ACHIEVED):
        AgreementItem.objects.filter(pk=item.pk).update(status=status)
        audit.record("item_marked", facts.case, actor=actor, item=item.pk, status=status)
    set_due(facts)
