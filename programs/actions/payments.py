"""Record payments of restitution; a mistake is reversed, never edited (A4)."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amends import audit
from amends.actions import action
from programs.facts import CaseFacts
from programs.guards.agreement import more_than_owed
from programs.ledger.lines import is_owed_by
from programs.ledger.sharing import share
from programs.models import AgreementItem, MediationCase, Participant, Program, RestitutionPayment
from programs.models.agreement import ItemStatus
from programs.models.restitution import PaymentMeans
from programs.taking import begin, refuse, set_due


@action
def record_payment(  # noqa: PLR0913 - the parts of the form, by keyword only
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    item: AgreementItem,
    amount: Decimal,
    paid_on: date,
    means: str,
    paid_by: Participant | None = None,
) -> RestitutionPayment:
    """Add a payment to the ledger; the item is done once nothing is outstanding; raises StepRefused.

    The same form sent again returns the payment that it made the first time. `paid_by` is whoever paid, where that is
    known; LookupError for somebody of another case.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = RestitutionPayment.objects.filter(item=item, form_key=form_key).first()
    if made_before is not None:
        audit.record("payment_recorded_again", case, actor=actor, payment=made_before.pk)
        return made_before
    told = {"paid_on": paid_on, "means": means, "paid_by": _of_case(paid_by, case), "receipt": form_key}
    return _add(actor, case, now, form_key, item, amount, told)


@action
def record_receipt(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    amount: Decimal,
    paid_on: date,
    means: str,
    paid_by: Participant | None = None,
) -> list[RestitutionPayment]:
    """Share a payment among those whom the case owes money to, as its policy says; return the rows; raises StepRefused.

    Of somebody who paid only what they owe is met. The same form sent again returns the rows that it made the first
    time. LookupError for a payer of another case.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = list(RestitutionPayment.objects.filter(item__agreement__case=locked, receipt=form_key))
    if made_before:
        audit.record("payment_recorded_again", locked, actor=actor, payment=made_before[0].pk)
        return made_before
    told = {"paid_on": paid_on, "means": means, "paid_by": _of_case(paid_by, case), "receipt": form_key}
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    owed = [line for line in facts.lines if line.is_money and is_owed_by(line, paid_by)]
    whole = sum((max(line.outstanding(), Decimal(0)) for line in owed), Decimal(0))
    if amount > whole:
        refuse("record_payment", locked, actor, [more_than_owed(facts, whole)])
    parts = share(amount, owed, facts.policy.sharing, facts.harmed)
    return [
        _add(actor, case, now, uuid.uuid5(form_key, str(line.pk)), line, part, told) for line, part in parts
    ]


def _of_case(person: Participant | None, case: MediationCase) -> Participant | None:
    if person is not None and person.case_id != case.pk:
        raise LookupError("Whoever paid is somebody of the case.")
    return person


def _add(
    actor: Any,
    case: MediationCase,
    now: datetime,
    key: uuid.UUID,
    item: AgreementItem,
    amount: Decimal,
    told: dict[str, Any],
) -> RestitutionPayment:
    facts = begin("record_payment", case=case, actor=actor, now=now, item=item, amount=amount)
    payment = RestitutionPayment.objects.create(
        item=item, form_key=key, amount=amount, recorded_at=now, recorded_by=actor, **told
    )
    audit.record("payment_recorded", facts.case, actor=actor, item=item.pk, payment=payment.pk, amount=amount)
    _settle(item, facts, actor)
    return payment


@action
def record_loss(*, actor: Any, participant: Participant, now: datetime, loss: Decimal | None) -> Participant:
    """Write down what somebody lost by papers that were seen: the most that can be promised to them; None takes it out.

    Raises MediationCase.DoesNotExist for somebody of a case that the actor may not see.
    """
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=participant.case_id)
    verb = "loss_recorded_again" if participant.loss == loss else "loss_recorded"
    Participant.objects.filter(pk=participant.pk).update(loss=loss)
    participant.loss = loss
    audit.record(verb, case, actor=actor, participant=participant.pk)
    return participant


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
        receipt=form_key,
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
    return _reverse(actor, case, now, payment)


@action
def reverse_receipt(
    *, actor: Any, case: MediationCase, now: datetime, payment: RestitutionPayment
) -> list[RestitutionPayment]:
    """Take back all that is left of the receipt that a payment is a part of, so that it can be shared anew.

    Raises StepRefused where nothing of it is left.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    rows = RestitutionPayment.objects.filter(item__agreement__case=locked, reverses=None, reversals=None)
    left = rows.filter(receipt=payment.receipt) if payment.receipt else rows.filter(pk=payment.pk)
    return [_reverse(actor, case, now, row) for row in list(left) or [payment]]


def _reverse(
    actor: Any, case: MediationCase, now: datetime, payment: RestitutionPayment
) -> RestitutionPayment:
    facts = begin("reverse_payment", case=case, actor=actor, now=now, payment=payment)
    reversal = RestitutionPayment.objects.create(
        item=payment.item,
        form_key=uuid.uuid4(),
        amount=None if payment.amount is None else -payment.amount,
        hours=None if payment.hours is None else -payment.hours,
        paid_on=payment.paid_on,
        means=payment.means,
        paid_by_id=payment.paid_by_id,
        receipt=payment.receipt,
        reverses=payment,
        recorded_at=now,
        recorded_by=actor,
    )
    audit.record("payment_reversed", facts.case, actor=actor, payment=payment.pk, reversal=reversal.pk)
    _settle(payment.item, facts, actor)
    return reversal


def _settle(item: AgreementItem, facts: CaseFacts, actor: Any) -> None:
    """Let the state of an item follow from its ledger: of the line's latest signed version, whose debt it is."""
    now = facts.anew()
    line = next((each for each in now.lines if each.line_key == item.line_key), None)
    if line is None:
        raise LookupError("A payment belongs to something that was signed.")
    is_paid = line.outstanding() <= 0
    status = ItemStatus.ACHIEVED if is_paid else ItemStatus.OPEN
    if line.status != status and (is_paid or line.status == ItemStatus.ACHIEVED):
        AgreementItem.objects.filter(pk=line.pk).update(status=status)
        line.status = status  # what `now` knows of it too
        audit.record("item_marked", facts.case, actor=actor, item=line.pk, status=status)
    set_due(facts, now)
