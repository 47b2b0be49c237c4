"""Write down what was agreed, who signed, and how each item went."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Agreement, AgreementItem, AgreementSignature, MediationCase
from programs.models.agreement import AgreementState
from programs.models.case import CaseState
from programs.taking import begin, move


@action
def begin_agreement(
    *, actor: Any, case: MediationCase, now: datetime, victim_asked: bool = False
) -> Agreement:
    """Begin to write an agreement after a session (A1); raises StepRefused."""
    facts = begin("begin_agreement", case=case, actor=actor, now=now, victim_asked=victim_asked)
    version = facts.agreement.version + 1 if facts.agreement else 1
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
    facts = begin("remove_agreement_item", case=case, actor=actor, now=now)
    audit.record("item_removed", facts.case, actor=actor, item=item.pk, kind=item.kind)
    AgreementItem.objects.of(facts.case).filter(pk=item.pk).delete()


@action
def sign_agreement(
    *, actor: Any, case: MediationCase, now: datetime, signed_by: Collection[uuid.UUID]
) -> Agreement:
    """Record that every party signed (A2): from now on the agreement runs; raises StepRefused."""
    facts = begin("sign_agreement", case=case, actor=actor, now=now, signed_by=frozenset(signed_by))
    agreement = facts.agreement_there
    AgreementSignature.objects.bulk_create(
        AgreementSignature(agreement=agreement, participant=party, signed_at=now, recorded_by=actor)
        for party in facts.parties
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
    audit.record("item_marked", facts.case, actor=actor, item=item.pk, status=status)
    return item
