"""Payments that a participant reports, with proof: no money in the ledger before the program confirms it."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amends import audit, outbox
from amends.accounts.access import Outsider
from amends.actions import action
from programs.actions.payments import record_receipt
from programs.files import Arrival
from programs.models import MediationCase, Participant, PaymentReport, StoredFile
from programs.models.restitution import ReportState
from programs.models.stored_file import FilePurpose, FileState
from programs.telling import tell_coordinator

MOST_WAITING = 10


class TooManyWait(Exception):
    """Somebody has as many reports waiting as anybody can look at."""


@action
def report_payment(
    *,
    actor: Outsider,
    now: datetime,
    form_key: uuid.UUID,
    amount: Decimal,
    paid_on: date,
    means: str,
    note: str,
    arrival: Arrival | None = None,
) -> PaymentReport:
    """Keep what somebody says they paid until the program has looked at it; the coordinator is written to.

    The same form sent again returns the report that it made the first time. Raises Participant.DoesNotExist for whoever
    is nobody here, and TooManyWait.
    """
    participant = Participant.objects.select_related("case").select_for_update(of=("self",)).get(pk=actor.key)
    key = uuid.uuid5(participant.pk, str(form_key))
    made_before = PaymentReport.objects.filter(pk=key).first()
    if made_before is not None:
        audit.record("payment_reported_again", participant.case, actor=actor, report=key)
        return made_before
    if participant.payment_reports.filter(state=ReportState.WAITING).count() >= MOST_WAITING:  # type: ignore[attr-defined]
        raise TooManyWait
    report = PaymentReport(
        id=key, participant=participant, amount=amount, paid_on=paid_on, means=means, note=note, made_at=now
    )
    report.proof = _proof(participant, arrival, now) if arrival else None
    report.save(force_insert=True)
    audit.record("payment_reported", participant.case, actor=actor, report=key, amount=amount)
    tell_coordinator(participant.case, actor)
    return report


def _proof(participant: Participant, arrival: Arrival, now: datetime) -> StoredFile:
    file = StoredFile.objects.create(
        id=arrival.id,
        case=participant.case,
        purpose=FilePurpose.PAYMENT_PROOF,
        added_at=now,
        **{name: value for name, value in vars(arrival).items() if name != "id"},
    )
    if file.state == FileState.CHECKING:
        outbox.queue("programs.scan_file", file_id=file.pk)
    return file


@action
def confirm_report(*, actor: Any, report: PaymentReport, now: datetime) -> PaymentReport:
    """Take what was reported into the ledger, shared as any receipt is; one that is settled stays as it is.

    Raises StepRefused where the case takes no such payment, MediationCase.DoesNotExist for one that the actor may not
    see.
    """
    case, locked = _locked(actor, report)
    if locked.state != ReportState.WAITING:
        audit.record("report_confirmed_again", case, actor=actor, report=locked.pk)
        return locked
    told = {"paid_on": locked.paid_on, "means": locked.means, "paid_by": locked.participant}
    record_receipt(actor=actor, case=case, now=now, form_key=locked.pk, amount=locked.amount, **told)
    locked.state, locked.receipt = ReportState.CONFIRMED, locked.pk
    locked.settled_at, locked.settled_by = now, actor
    locked.save(update_fields=["state", "receipt", "settled_at", "settled_by"])
    audit.record("report_confirmed", case, actor=actor, report=locked.pk)
    return locked


@action
def return_report(*, actor: Any, report: PaymentReport, now: datetime, reason: str) -> PaymentReport:
    """Give a report back with a reason, in words to whoever sent it; one that is settled stays as it is."""
    case, locked = _locked(actor, report)
    if locked.state != ReportState.WAITING:
        audit.record("report_returned_again", case, actor=actor, report=locked.pk)
        return locked
    locked.state, locked.reason = ReportState.RETURNED, reason
    locked.settled_at, locked.settled_by = now, actor
    locked.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    audit.record("report_returned", case, actor=actor, report=locked.pk)
    return locked


def _locked(actor: Any, report: PaymentReport) -> tuple[MediationCase, PaymentReport]:
    """Return the case and the report; both locked, the case first as in every step."""
    case_id = Participant.objects.values_list("case_id", flat=True).get(pk=report.participant_id)
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case_id)
    reports = PaymentReport.objects.select_related("participant").select_for_update(of=("self",))
    return case, reports.get(pk=report.pk)
