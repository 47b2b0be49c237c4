"""Write down what was agreed, who signed, and how each item went."""

import uuid
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from amends import audit
from amends.actions import action
from programs.facts import CaseFacts
from programs.holding import exchange_again
from programs.ledger import schedules
from programs.models import Agreement, AgreementItem, AgreementSignature, MediationCase
from programs.models.agreement import AgreementState
from programs.models.case import CaseState
from programs.taking import begin, move, set_due


@action
def begin_agreement(
    *, actor: Any, case: MediationCase, now: datetime, victim_asked: bool = False
) -> Agreement:
    """Begin to write an agreement after a session (A1); raises StepRefused."""
    facts = begin("begin_agreement", case=case, actor=actor, now=now, victim_asked=victim_asked)
    version = _next_version(facts)
    agreement = Agreement.objects.create(case=facts.case, version=version, made_at=now)
    move(facts, CaseState.AGREEMENT_PENDING)
    audit.record("agreement_begun", facts.case, actor=actor, version=version)
    return agreement


@action
def add_agreement_item(
    *, actor: Any, case: MediationCase, now: datetime, form_key: uuid.UUID, item: AgreementItem
) -> AgreementItem:
    """Add what was agreed to the agreement that is being written; raises StepRefused.

    `item` is an unsaved row (kind, text, amount or hours, due date, beneficiary). The same form sent again returns
    the item that it made the first time.
    """
    facts = begin("add_agreement_item", case=case, actor=actor, now=now, item=item)
    made_before = AgreementItem.objects.of(facts.case).filter(form_key=form_key).first()
    if made_before is not None:
        audit.record("item_added_again", facts.case, actor=actor, item=made_before.pk)
        return made_before
    item.agreement = facts.agreement_there
    item.form_key = form_key
    item.save(force_insert=True)
    audit.record(
        "item_added",
        facts.case,
        actor=actor,
        item=item.pk,
        kind=item.kind,
        amount=item.amount,
        due_date=item.due_date,
    )
    return item


@action
def remove_agreement_item(*, actor: Any, case: MediationCase, now: datetime, item: AgreementItem) -> None:
    """Take an item out of an agreement that nobody has signed yet; raises StepRefused."""
    facts = begin("remove_agreement_item", case=case, actor=actor, now=now, item=item)
    audit.record("item_removed", facts.case, actor=actor, item=item.pk, kind=item.kind)
    AgreementItem.objects.of(facts.case).filter(pk=item.pk).delete()


@action
def propose_agreement(*, actor: Any, case: MediationCase, now: datetime) -> Agreement:
    """Put the agreement before the parties: from now on its text stays as it is (A2); raises StepRefused."""
    facts = begin("propose_agreement", case=case, actor=actor, now=now)
    return _turn(facts, actor, AgreementState.PROPOSED, "agreement_proposed")


@action
def redraft_agreement(*, actor: Any, case: MediationCase, now: datetime) -> Agreement:
    """Take a proposed agreement back for changes (A2); raises StepRefused."""
    facts = begin("redraft_agreement", case=case, actor=actor, now=now)
    return _turn(facts, actor, AgreementState.DRAFT, "agreement_redrafted")


@action
def drop_agreement(*, actor: Any, case: MediationCase, now: datetime) -> Agreement:
    """Give up an agreement that nobody signed; what was agreed before, if anything was, goes on; raises StepRefused."""
    facts = begin("drop_agreement", case=case, actor=actor, now=now)
    agreement = _turn(facts, actor, AgreementState.DROPPED, "agreement_dropped")
    if Agreement.objects.filter(case=facts.case, state=AgreementState.ACTIVE).exists():
        move(facts, CaseState.MONITORING)
    elif facts.was_held:
        move(facts, CaseState.HELD)
    else:
        exchange_again(facts, actor)
    return agreement


@action
def amend_agreement(*, actor: Any, case: MediationCase, now: datetime) -> Agreement:
    """Begin a new version with what is still open; the signed one runs on until the new one is signed (A2)."""
    facts = begin("amend_agreement", case=case, actor=actor, now=now)
    # Asked before there is a newer version whose items would be meant.
    still_open = [*facts.open_items, *facts.reopened]
    agreement = Agreement.objects.create(case=facts.case, version=_next_version(facts), made_at=now)
    for item in still_open:
        _carry(item, agreement)
    move(facts, CaseState.AGREEMENT_PENDING)
    audit.record("agreement_amended", facts.case, actor=actor, version=agreement.version)
    return agreement


def _carry(item: AgreementItem, agreement: Agreement) -> None:
    """Put what is left of an item into a newer version, as the same debt."""
    left = item.outstanding() if item.has_ledger else None
    AgreementItem(
        agreement=agreement,
        form_key=uuid.uuid4(),
        kind=item.kind,
        text=item.text,
        beneficiary_id=item.beneficiary_id,
        amount=left if item.is_money else None,
        hours=left if item.is_work else None,
        due_date=item.due_date,
        check_by=item.check_by,
        owers=item.owers,
        is_ordered=item.is_ordered,
        schedule=_plan_left(item) if item.schedule else [],
        line=item.line_key,
        paid_before=max(item.received, Decimal(0)) if item.has_ledger else 0,
    ).save(force_insert=True)


def _plan_left(item: AgreementItem) -> list[list[str]]:
    """Return the instalments that make up what is left: the last ones, also where a part was let go in between.

    What a reversal of older money added is owed with the first.
    """
    plan = schedules.read(item.schedule)
    settled = sum((each.amount for each in plan), Decimal(0)) - item.outstanding()
    left = schedules.remaining(plan, settled)
    if settled < 0:
        left[0] = schedules.Instalment(left[0].day, left[0].amount - settled)
    return schedules.stored(left)


def _let_go(facts: CaseFacts) -> None:
    """Note what a version that is signed leaves out of the debts there were."""
    kept = {item.line_key for item in facts.items}
    for line in facts.lines:
        left = line.outstanding()
        if line.line_key not in kept and left > 0:
            AgreementItem.objects.filter(pk=line.pk).update(forgiven=line.forgiven + left)


def _turn(facts: CaseFacts, actor: Any, state: str, verb: str) -> Agreement:
    agreement = facts.agreement_there
    agreement.state = state
    agreement.save(update_fields=["state"])
    audit.record(verb, facts.case, actor=actor, version=agreement.version)
    return agreement


def _next_version(facts: CaseFacts) -> int:
    """Return a number that no version of this case has had; one that was dropped keeps its own."""
    return Agreement.objects.filter(case=facts.case).count() + 1


@action
def sign_agreement(
    *, actor: Any, case: MediationCase, now: datetime, signed_by: Collection[uuid.UUID]
) -> Agreement:
    """Record that every party signed (A2): from now on the agreement runs; raises StepRefused."""
    facts = begin("sign_agreement", case=case, actor=actor, now=now, signed_by=frozenset(signed_by))
    agreement = facts.agreement_there
    _let_go(facts)
    AgreementSignature.objects.bulk_create(
        AgreementSignature(agreement=agreement, participant=party, signed_at=now, recorded_by=actor)
        for party in facts.parties
    )
    Agreement.objects.filter(case=facts.case, state=AgreementState.ACTIVE).update(
        state=AgreementState.REPLACED
    )
    agreement.state = AgreementState.ACTIVE
    agreement.signed_at = now
    agreement.save(update_fields=["state", "signed_at"])
    move(facts, CaseState.MONITORING)
    audit.record(
        "agreement_signed", facts.case, actor=actor, version=agreement.version, signatures=len(facts.parties)
    )
    return agreement


@action
def mark_item(
    *, actor: Any, case: MediationCase, now: datetime, item: AgreementItem, status: str
) -> AgreementItem:
    """Record how an item went; raises StepRefused."""
    facts = begin("mark_item", case=case, actor=actor, now=now, item=item, item_status=status)
    item.status = status
    item.save(update_fields=["status"])
    set_due(facts)
    audit.record("item_marked", facts.case, actor=actor, item=item.pk, status=status)
    return item
