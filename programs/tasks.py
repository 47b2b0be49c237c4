"""Jobs of the outbox: receipts cross to the public side, verification comes in, samples are made, saved forms go."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends import outbox
from amends.console.introductions import store_introduction
from amends.console.models import Introduction
from amends.files.scanner import ScannerAway, is_clean
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from network.agencies.actions.receipts import store_receipt
from programs import files, handing_back, letters, own_letters, paying_jobs, recording_jobs  # noqa: F401 - their jobs and letters are jobs too
from programs.accreditation import crossing as accreditation_crossing  # noqa: F401 - likewise, of accreditation
from programs.accreditation import letters as accreditation_letters  # noqa: F401
from programs.actions.demo import make_demo_case
from programs.actions.drafts import erase_draft
from programs.actions.files import settle_file
from programs.actions.overdue import escalate_answer, remind_of_answer
from programs.actions.receipts import mark_receipt_live
from programs.actions.reminders import remind_of_session
from programs.actions.samples import make_samples
from programs.actions.surveys import remind_of_survey
from programs.actions.verification import hear_decision, take_verification
from programs.guidance import crossing as guidance_crossing  # noqa: F401 - what networks publish is brought by jobs
from programs.guidance import mailing as guidance_mailing  # noqa: F401
from programs.importing import jobs  # noqa: F401 - as those of files
from programs.introducing import introduction_of
from programs.listing import crossing  # noqa: F401 - what crosses to the directory is a job too
from programs.models import MediationCase, Program, Referral, ReferralDraft, StoredFile
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.models.source import ToldBack
from programs.models.stored_file import FileState
from programs.moving import jobs as moving_jobs  # noqa: F401 - a whole program, part by part
from programs.networks import announcing as networks_announcing  # noqa: F401 - likewise, of networks
from programs.networks import crossing as networks_crossing  # noqa: F401 - likewise, to networks
from programs.networks import letters as networks_letters  # noqa: F401
from programs.receipts import is_told, state_told
from programs.recipients import (
    CONFIRMATION,
    address_of,
    confirmation_text,
    draft_text,
    for_referrer,
    for_staff,
)
from programs.retention import jobs as retention_jobs  # noqa: F401 - what was said for a day is a job too
from programs.retention.unseen import seeing_sealed
from programs.sharing import crossing as sharing_crossing  # noqa: F401 - likewise, of counts for figures
from programs.training import crossing as training_crossing  # noqa: F401 - likewise, public keys
from tenants import signing
from tenants.models import Tenant

SCANNED_AGAIN = timedelta(minutes=5)
STATUS_OF = {
    ReferralState.SUBMITTED: "received",
    ReferralState.UNDER_REVIEW: "received",
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.FORWARDED: "forwarded",
    ReferralState.WITHDRAWN: "withdrawn",
    ReferralState.AWAITING_VICTIM_INITIATIVE: "received",
}
"""What the public side is told of each state. That a case is closed is told; how it ended never is (D1)."""
ENDED = (CaseState.CLOSED, CaseState.SEALED, CaseState.PURGED)


def _receipt_of(referral_id: uuid.UUID) -> dict[str, Any]:
    referral = Referral.objects.select_related("source").get(pk=referral_id)
    state = state_told(referral)
    case = MediationCase.objects.filter(referral=referral).only("state", "closed_at", "referral").first()
    is_closed = case is not None and case.state in ENDED and state == ReferralState.ACCEPTED
    return {
        "referral_id": referral.pk,
        "agency_id": referral.agency_id,
        "sent_by": referral.agency_person_id,
        "reference": referral.reference,
        "status": "closed" if is_closed else STATUS_OF[state],
        "version": referral.receipt_version,
        "received_on": _day(referral.submitted_at),
        "answer_by": referral.answer_by if is_told(referral, ToldBack.MILESTONES) else None,
        "decided_on": None if STATUS_OF[state] == "received" else _day(referral.decided_at),
        "closed_on": _day(case.closed_at) if case is not None and is_closed else None,
    }


@outbox.crossing("programs.publish_receipt")
class PublishReceipt:
    """Bring a receipt up to date: an opaque reference, a status and dates."""

    @staticmethod
    def read(*, referral_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what the receipt says now; a version that was overtaken carries the newer facts, which is right."""
        with seeing_sealed():  # what was not told yet is told of a case that was sealed meanwhile
            return _receipt_of(referral_id)

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Store it in public, and queue the word back to the program that it came from."""
        facts = {name: value for name, value in payload.items() if name != "referral_id"}
        # Whose it is says the wall, not the program: it could write any tenant's id into its own rows.
        tenant_id = Tenant.objects.values_list("pk", flat=True).get(schema_name=origin)
        receipt = store_receipt(actor=None, tenant_id=tenant_id, **facts)
        outbox.queue_for(
            origin, "programs.receipt_is_live", referral_id=payload["referral_id"], version=receipt.version
        )


def _day(moment: datetime | None) -> date | None:
    # A day is enough, and says less than a minute would.
    return moment.date() if moment else None


@outbox.job("programs.receipt_is_live")
def receipt_is_live(*, referral_id: uuid.UUID, version: int) -> None:
    """Note, back in the program, which version of the receipt the public side shows."""
    referral = Referral.objects.filter(pk=referral_id).first()
    if referral is not None:  # sealed meanwhile
        mark_receipt_live(actor=None, referral=referral, version=version, now=timezone.now())


@outbox.crossing("programs.verification_pushed", to="tenant")
class TakeVerification:
    """Bring the operator's decision about a program into it; versions keep an older one from undoing a newer."""

    @staticmethod
    def read(*, tenant_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now, which may be newer than what queued this."""
        return dict(Tenant.objects.values("verified_at", "verification_version").get(pk=tenant_id))

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Note it in the program."""
        take_verification(
            actor=None, verified_at=payload["verified_at"], version=payload["verification_version"]
        )


@outbox.crossing("programs.hear_decision", to="tenant", while_suspended=True)
class HearDecision:
    """Bring word of what the operator decided about a program, and why if that is for it to know."""

    @staticmethod
    def read(*, tenant_id: uuid.UUID, decision: str, reason: str | None) -> dict[str, Any]:
        """Return what the row says, and which question has its answer by that: one asked later has none yet."""
        answered = Introduction.objects.filter(pk=tenant_id, is_answered=True)
        asked_at = answered.values_list("asked_at", flat=True).first()
        return {"decision": decision, "reason": reason or "", "asked_at": asked_at}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - as above
        """Have the program's administrators written to."""
        hear_decision(actor=None, **payload)


@outbox.crossing("programs.introduce")
class Introduce:
    """Tell the platform what the program says of itself: its name, and what verifying it needs. Nobody of a case."""

    @staticmethod
    def read(*, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now, which may be newer than what queued this."""
        return introduction_of(Program.objects.select_related("founder").get())

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Store it in public."""
        store_introduction(actor=None, tenant=Tenant.objects.get(schema_name=origin), told=payload)


@outbox.job("programs.remind_of_referral")
def remind_of_referral(*, referral_id: uuid.UUID) -> None:
    """Have it said that the day of a promised answer comes near."""
    remind_of_answer(actor=None, referral_id=referral_id, now=timezone.now())


@outbox.job("programs.escalate_referral")
def escalate_referral(*, referral_id: uuid.UUID) -> None:
    """Have it said that the day of a promised answer is over."""
    escalate_answer(actor=None, referral_id=referral_id, now=timezone.now())


@outbox.job("programs.remind_of_survey")
def remind_of_asked_survey(*, survey_id: uuid.UUID) -> None:
    """Have somebody reminded once that their page waits."""
    remind_of_survey(actor=None, survey_id=survey_id, now=timezone.now())


@outbox.job("programs.remind_of_session")
def remind_of_session_ahead(*, session_id: uuid.UUID) -> None:
    """Have everybody who comes to a session reminded once."""
    remind_of_session(actor=None, session_id=session_id, now=timezone.now())


@outbox.job("programs.make_samples")
def sample_cases(*, user_id: uuid.UUID, language: str) -> None:
    """Make the sample cases of a new program, as the person who signed it up would."""
    founder = get_user_model().objects.get(pk=user_id)
    make_samples(actor=founder, now=timezone.now(), language=language)


@outbox.job("programs.make_demo_case")
def demo_case(*, number: int) -> None:
    """Make a case of a demonstration program, and queue the next."""
    make_demo_case(actor=None, number=number, now=timezone.now())


@letter("programs.send_confirmation")
def send_confirmation(*, user_id: uuid.UUID, language: str) -> Letter | None:
    """Write the founder the link that confirms the address; nothing once it is confirmed."""
    program = Program.objects.select_related("founder").get()
    founder = program.founder
    if program.is_address_confirmed or founder is None or founder.pk != user_id:
        return None
    recipient = for_staff(founder, language=language)
    with in_language_of(recipient):
        token = signing.dumps({"user": founder.pk.hex}, purpose=CONFIRMATION)
        link = address_of(f"{reverse('founder-confirm', 'amends.urls_tenant', kwargs={'token': token})}")
        return Letter(recipient, _("Confirm your e-mail address"), confirmation_text(link, program.name))


@outbox.job("programs.erase_draft")
def erase_saved_form(*, draft_id: uuid.UUID) -> None:
    """Erase a saved form whose time is over; queued with the form itself, so that no query looks for it."""
    erase_draft(actor=None, draft_id=draft_id, now=timezone.now())


@outbox.job("programs.sweep_file")
def sweep_file(*, file_id: uuid.UUID) -> None:
    """Take the bytes of a file away when no row speaks for them."""
    files.sweep(file_id)


@outbox.job("programs.scan_file")
def scan_file(*, file_id: uuid.UUID) -> None:
    """Ask the virus scanner about a file for which it was away; until it answers, nobody is shown the file."""
    file = StoredFile.objects.filter(pk=file_id, state=FileState.CHECKING).first()
    if file is None:
        return
    content = files.unchecked_contents(file)
    try:
        settle_file(actor=None, file_id=file_id, is_clean=is_clean(content.chunks()))
    except ScannerAway:
        raise outbox.NotYet(timezone.now() + SCANNED_AGAIN) from None
    finally:
        content.close()


@letter("programs.send_draft_address")
def send_draft_address(*, draft_id: uuid.UUID, language: str) -> Letter | None:
    """Write the referrer where the saved form is, and nothing that is in it; nothing once it was sent or erased."""
    draft, program = ReferralDraft.objects.filter(pk=draft_id).first(), Program.objects.get()
    if draft is None or not draft.email or not program.is_open:
        return None
    recipient = for_referrer(draft.email, program=program, language=language)
    with in_language_of(recipient), timezone.override(program.zone):
        link = address_of(reverse("draft", "amends.urls_tenant", args=[draft.pk]))
        return Letter(recipient, "", draft_text(link, timezone.localdate(draft.expires_at)))
