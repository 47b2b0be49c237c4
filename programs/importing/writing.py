"""Makes the rows of cases of one part, together: a statement for each table, a statement for all keys."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from amends import audit
from amends.vault.bootstrapper import ring
from programs.importing.history import History, Promise, history_of
from programs.importing.judged import Judged
from programs.importing.values import number_mac
from programs.models import (
    Agreement,
    AgreementItem,
    ImportBatch,
    MediationCase,
    Offence,
    Participant,
    Program,
    Referral,
    RestitutionPayment,
    Session,
    Survey,
)
from programs.models.agreement import ItemKind
from programs.models.case import CaseState, TookPart
from programs.models.participant import Role
from programs.models.referral import ReferralState
from programs.models.restitution import PaymentMeans
from programs.models.session import SessionMode, SessionState

NOON, HOUR = time(12), timedelta(hours=1)
MODE_OF: dict[str, str] = {
    TookPart.VIDEO: SessionMode.VIDEO_LIVE,
    TookPart.SURROGATE: SessionMode.SURROGATE,
    TookPart.INDIRECT: SessionMode.SHUTTLE,
}
TABLES = (
    Referral,
    MediationCase,
    Offence,
    Participant,
    Session,
    Agreement,
    AgreementItem,
    RestitutionPayment,
    Survey,
)
"""In the order in which rows are made."""


class Making:
    """The rows that one part becomes, gathered by table and stored together."""

    def __init__(self, batch: ImportBatch, now: datetime):
        self.batch, self.now = batch, now
        self.program = Program.objects.get()
        self.rows: dict[Any, list[Any]] = {table: [] for table in TABLES}

    def noon(self, day: date) -> datetime:
        """Return a moment of a day where the program is: a file says days alone."""
        return datetime.combine(day, NOON, self.program.zone).astimezone(UTC)

    def add(self, table: Any, **values: Any) -> Any:
        """Keep a row for `store`."""
        row = table(**values)
        self.rows[table].append(row)
        return row

    def store(self) -> None:
        """Make the keys of all rows in one statement, then the rows in one for each table."""
        ring().make(
            row.vault_key for table in (Referral, MediationCase, Participant) for row in self.rows[table]
        )
        for table, rows in self.rows.items():
            table.objects.bulk_create(rows)
        for payment in self.rows[RestitutionPayment]:
            said = {"hours": payment.hours} if payment.hours is not None else {"amount": payment.amount}
            audit.record(
                "hours_recorded" if payment.hours is not None else "payment_recorded",
                payment.item.agreement.case,
                actor=None,
                payment=payment.pk,
                imported_in=self.batch.pk,
                **said,
            )

    def pay(self, item: AgreementItem, figure: Decimal, day: date, means: str = "") -> None:
        """Add what was paid, or worked, of an item."""
        self.add(
            RestitutionPayment,
            item=item,
            form_key=uuid.uuid4(),
            paid_on=day,
            means=PaymentMeans.WORK if item.is_work else means or PaymentMeans.THROUGH_PROGRAM,
            recorded_at=self.now,
            recorded_by_id=self.batch.made_by_id,
            imported_in=self.batch.pk,
            **({"hours": figure} if item.is_work else {"amount": figure}),
        )


def make_cases(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Make the cases that good rows speak of."""
    making = Making(batch, now)
    for row in rows:
        _one_case(making, row.told)
    making.store()


def _one_case(making: Making, told: dict[str, Any]) -> None:
    past = history_of(told)
    referral = _referral(making, told)
    case = _case(making, told, past, referral)
    for each in told["offences"]:
        making.add(Offence, referral=referral, offence_class=each, grade=told.get("grade") or "")
    common = {"referral": referral, "case": case, "imported_in": making.batch.pk}
    offender = making.add(
        Participant,
        **common,
        role=Role.OFFENDER,
        name=told["offender_name"],
        phone=told.get("offender_phone") or "",
        email=told.get("offender_email") or "",
        is_minor=told.get("offender_minor"),
    )
    victim = None
    if told.get("victim_name"):
        victim = making.add(
            Participant,
            **common,
            role=Role.VICTIM,
            name=told["victim_name"],
            phone=told.get("victim_phone") or "",
            email=told.get("victim_email") or "",
            is_organisation=bool(told.get("victim_organisation")),
            loss=told.get("loss"),
        )
    if past.session_on:
        _session(making, told, case, past.session_on, [each.pk for each in (offender, victim) if each])
    if past.has_agreement:
        _agreement(making, told, past, case, victim)


def _referral(making: Making, told: dict[str, Any]) -> Referral:
    moment = making.noon(told["referred_on"])
    return making.add(
        Referral,
        form_key=uuid.uuid4(),
        state=ReferralState.ACCEPTED,
        stage=told["stage"],
        referrer_class=told["source"],
        referrer_name=told.get("referrer") or "",
        summary=told.get("summary") or "",
        submitted_at=moment,
        decided_at=making.noon(told["accepted_on"]) if told.get("accepted_on") else moment,
        decided_by_id=making.batch.made_by_id,
        imported_in=making.batch.pk,
    )


def _case(making: Making, told: dict[str, Any], past: History, referral: Referral) -> MediationCase:
    closed_at = making.noon(told["closed_on"]) if told.get("closed_on") else None
    state = CaseState.CLOSED if closed_at else CaseState.INTAKE
    days = making.program.policy.days.get(state)
    today = timezone.localdate(making.now, making.program.zone)
    number = told.get("number")
    return making.add(
        MediationCase,
        referral=referral,
        reference=referral.reference,
        state=state,
        # One that is still open begins here today: its deadlines are counted from now.
        state_since=closed_at or making.now,
        due_on=None if closed_at or days is None else today + timedelta(days=days),
        policy_id=making.program.current_policy_id,
        opened_at=referral.decided_at,
        closed_at=closed_at,
        closure_reason=past.closure_reason,
        relationship=told.get("relationship") or "",
        imported_in=making.batch.pk,
        own_number=number,
        number_mac=number_mac(number) if number else "",
        took_part=told.get("took_part") or "",
        first_contact_on=told.get("first_contact_on"),
    )


def _session(
    making: Making, told: dict[str, Any], case: MediationCase, day: date, attended: list[uuid.UUID]
) -> None:
    starts_at = making.noon(day)
    making.add(
        Session,
        case=case,
        form_key=uuid.uuid4(),
        state=SessionState.HELD,
        mode=MODE_OF.get(told.get("took_part") or "", SessionMode.FACE_TO_FACE),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        attended=attended,
        scheduled_by_id=making.batch.made_by_id,
        imported_in=making.batch.pk,
    )


def _agreement(
    making: Making, told: dict[str, Any], past: History, case: MediationCase, victim: Participant | None
) -> None:
    agreed_on = past.agreed_on or told["referred_on"]
    agreement = making.add(
        Agreement,
        case=case,
        state=past.agreement_state,
        made_at=making.noon(agreed_on),
        signed_at=making.noon(agreed_on),
        imported_in=making.batch.pk,
    )
    for promise in past.promises:
        item = _item(making, agreement, promise, past.due_on or agreed_on, victim)
        if promise.done:
            making.pay(item, promise.done, told.get("closed_on") or agreed_on)


def _item(
    making: Making, agreement: Agreement, promise: Promise, due_on: date, victim: Participant | None
) -> AgreementItem:
    is_money = promise.kind == ItemKind.MONETARY_RESTITUTION
    return making.add(
        AgreementItem,
        agreement=agreement,
        form_key=uuid.uuid4(),
        kind=promise.kind,
        beneficiary=victim if promise.kind != ItemKind.COMMUNITY_SERVICE else None,
        amount=promise.figure if is_money else None,
        hours=promise.figure if promise.figure and not is_money else None,
        due_date=due_on,
        status=promise.status,
    )
