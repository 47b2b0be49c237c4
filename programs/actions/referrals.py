"""Take in, look at, accept, decline, withdraw and amend referrals."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from amends import audit, outbox
from amends.actions import action
from programs import files
from programs.facts import CaseFacts
from programs.guards.forwarding import waits_for_victim
from programs.models import (
    MediationCase,
    Offence,
    Office,
    Participant,
    Program,
    Referral,
    ReferralAmendment,
    ReferralDraft,
    ReferralSource,
    StoredFile,
)
from programs.models.participant import Role
from programs.models.referral import OFFICE_OF, OffenceClass, ReferralStage, ReferralState, ReferrerClass
from programs.models.source import asked_of
from programs.openness import demand_open
from programs.overdue import watch_deadline
from programs.receipts import publish_receipt
from programs.references import new_sample_reference
from programs.taking import begin_on_referral, set_due
from programs.telling import tell_of_referral


@dataclass(frozen=True)
class Person:
    """Somebody a referral names, as far as the referrer knows them."""

    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    contact_note: str = ""
    language: str = ""
    unsafe_channels: Sequence[str] = ()
    leave_no_message: bool = False
    safe_days: Sequence[int] = ()
    safe_from: time | None = None
    safe_until: time | None = None
    caller_words: str = ""
    pass_phrase: str = ""
    never_do: str = ""
    is_organisation: bool = False
    is_registered: bool | None = None

    @property
    def details(self) -> dict[str, Any]:
        lists = {"unsafe_channels": list(self.unsafe_channels), "safe_days": list(self.safe_days)}
        return vars(self) | lists


@dataclass(frozen=True)
class Sender:
    """Somebody of an agency of the platform, who came over by hand-over: two rows of the public schema."""

    agency_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True)
class HandedOn:
    """Which program of the platform handed it on, its row there, and until when what came with it may be used."""

    sender_id: uuid.UUID
    forward_id: uuid.UUID
    until: datetime


class IncompleteReferral(ValueError):
    """A referral that lacks what every referral needs (R1), or what its source is asked for; `missing` names it."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


@action
def submit_referral(  # noqa: PLR0913, PLR0915 - the parts of the form, by keyword only
    *,
    actor: Any,
    now: datetime,
    form_key: uuid.UUID,
    stage: str,
    referrer_class: str,
    office_name: str,
    referrer: Person,
    offences: Sequence[str],
    offender: Person,
    victim: Person | None,
    summary: str = "",
    source: ReferralSource | None = None,
    case_number: str = "",
    is_sample: bool = False,
    sender: Sender | None = None,
    handed_on: HandedOn | None = None,
) -> Referral:
    """Take a referral in (R1). The same form sent again returns the referral that it made the first time.

    An offender's own request is kept where no case may begin with it (R6): nothing waits, and nobody is contacted.

    A form that was saved before is erased with its key, and its documents go along with the referral; it says by
    itself whether it was practice. Raises IncompleteReferral, and NotOpen for a real one in a program that is not
    verified, or whose address is not confirmed.
    """
    _demand_complete(stage, referrer_class, referrer, offences, offender)
    if source is not None:
        _demand_as_agreed(source, referrer_class, asked_of(referrer, offender, summary, case_number))
    program = Program.objects.get()
    saved = ReferralDraft.objects.select_for_update().filter(form_key=form_key).defer("answers").first()
    is_sample = is_sample or (saved is not None and saved.is_sample)
    if not is_sample:
        demand_open(program)
    kind = OFFICE_OF.get(ReferrerClass(referrer_class))
    office = source.office if source else None
    if office is None and office_name and kind:
        office = Office.objects.named(office_name, kind)
    is_kept = waits_for_victim(referrer_class, program.policy)
    days = source.days_within(program.policy.answer_days) if source else program.policy.answer_days
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                form_key=form_key,
                is_sample=is_sample,
                **({"reference": new_sample_reference()} if is_sample else {}),
                stage=stage,
                referrer_class=referrer_class,
                office=office,
                source=source,
                case_number=case_number,
                agency_id=sender.agency_id if sender else None,
                agency_person_id=sender.person_id if sender else None,
                handed_on_by=handed_on.sender_id if handed_on else None,
                handed_on_id=handed_on.forward_id if handed_on else None,
                released_until=handed_on.until if handed_on else None,
                referrer_name=referrer.name,
                referrer_email=referrer.email,
                referrer_phone=referrer.phone,
                summary=summary,
                state=ReferralState.AWAITING_VICTIM_INITIATIVE if is_kept else ReferralState.SUBMITTED,
                submitted_at=now,
                answer_by=None if is_kept else now.astimezone(program.zone).date() + timedelta(days=days),
            )
    except IntegrityError:
        referral = Referral.objects.get(form_key=form_key)
        _erase_saved(saved)
        audit.record("submitted_again", referral, actor=actor)
        return referral
    _erase_saved(saved, heir=referral)
    Offence.objects.bulk_create(
        Offence(referral=referral, offence_class=each) for each in dict.fromkeys(offences)
    )
    Participant.objects.create(referral=referral, role=Role.OFFENDER, **offender.details)
    if victim is not None:
        Participant.objects.create(referral=referral, role=Role.VICTIM, **victim.details)
    audit.record(
        "submitted", referral, actor=actor, stage=stage, referrer_class=referrer_class, is_sample=is_sample
    )
    publish_receipt(referral)
    tell_of_referral(referral, actor=actor)
    watch_deadline(referral, program)
    return referral


def _demand_complete(
    stage: str, referrer_class: str, referrer: Person, offences: Sequence[str], offender: Person
) -> None:
    """Raise IncompleteReferral unless all is there that R1 and R2 ask for; of a victim nothing is."""
    needed = {
        "source": referrer_class in ReferrerClass,
        "stage": stage in ReferralStage,
        "offence": bool(offences) and all(each in OffenceClass for each in offences),
        "offender": bool(offender.name.strip()),
        "contact": bool(referrer.name.strip() and (referrer.email or referrer.phone)),
    }
    if missing := [part for part, is_there in needed.items() if not is_there]:
        raise IncompleteReferral(missing)


def _demand_as_agreed(source: ReferralSource, referrer_class: str, told: dict[str, Any]) -> None:
    """Raise IncompleteReferral unless the source is open to this class and all that it is asked for is there."""
    if not source.is_open or source.kind != referrer_class:
        raise IncompleteReferral(["source"])
    if missing := source.lacks(told):
        raise IncompleteReferral(missing)


def _erase_saved(draft: ReferralDraft | None, *, heir: Referral | None = None) -> None:
    """Erase what was saved of a form, with its key; its documents go to the referral that it became, or as well."""
    if draft is None:
        return
    if heir is not None:
        files.hand_over(StoredFile.objects.of(draft), referral=heir)
    files.erase(StoredFile.objects.of(draft))
    outbox.queue("vault.destroy_key", key_id=draft.vault_key)
    draft.delete()


@action
def begin_review(*, actor: Any, referral: Referral, now: datetime) -> Referral:
    """Note who is looking at a referral, so that nobody else begins the same work; raises StepRefused."""
    facts = begin_on_referral("begin_review", referral=referral, actor=actor, now=now)
    facts.referral.state = ReferralState.UNDER_REVIEW
    facts.referral.review_by, facts.referral.review_since = actor, now
    facts.referral.save(update_fields=["state", "review_by", "review_since"])
    audit.record("under_review", facts.referral, actor=actor)
    return facts.referral


@action
def withdraw_referral(*, actor: Any, referral: Referral, now: datetime) -> Referral:
    """Take a referral back for whoever sent it, who shows it by the receipt; raises StepRefused once it is decided."""
    facts = begin_on_referral("withdraw_referral", referral=referral, actor=actor, now=now, has_receipt=True)
    _decide(facts.referral, ReferralState.WITHDRAWN, None, now)
    audit.record("withdrawn", facts.referral, actor=actor)
    publish_receipt(facts.referral)
    return facts.referral


@action
def accept_referral(*, actor: Any, referral: Referral, now: datetime) -> MediationCase:
    """Accept a referral and open its case; raises StepRefused."""
    # Publishing waits for this, or this for it: then the case is one of those that were open, or begins with the new.
    Program.objects.select_for_update().get()
    facts = begin_on_referral("accept_referral", referral=referral, actor=actor, now=now)
    _decide(facts.referral, ReferralState.ACCEPTED, actor, now)
    case = MediationCase.objects.create(
        referral=facts.referral,
        reference=facts.referral.reference,
        is_sample=facts.referral.is_sample,
        policy_id=facts.program.current_policy_id,
        state_since=now,
        opened_at=now,
    )
    Participant.objects.filter(referral=facts.referral).update(case=case)
    set_due(CaseFacts(case=case, program=facts.program, now=now))
    audit.record("accepted", facts.referral, actor=actor, case=case.pk)
    audit.record("opened", case, actor=actor, referral=facts.referral.pk)
    publish_receipt(facts.referral)
    if not case.is_sample:
        outbox.queue("programs.tell_usage")
    return case


@action
def decline_referral(
    *, actor: Any, referral: Referral, now: datetime, reason: str, note: str = ""
) -> Referral:
    """Decline a referral with a reason; raises StepRefused."""
    facts = begin_on_referral("decline_referral", referral=referral, actor=actor, now=now)
    facts.referral.decline_reason = reason
    facts.referral.decline_note = note
    _decide(facts.referral, ReferralState.DECLINED, actor, now)
    audit.record("declined", facts.referral, actor=actor, reason=reason)
    publish_receipt(facts.referral)
    return facts.referral


@action
def amend_referral(
    *, actor: Any, referral: Referral, now: datetime, text: str, reason: str
) -> ReferralAmendment:
    """Add what is wrong or missing in a referral, with the reason; the referral itself stays as it came (R5)."""
    amendment = ReferralAmendment.objects.create(
        referral=referral, text=text, reason=reason, made_at=now, made_by=actor
    )
    audit.record("amended", referral, actor=actor, amendment=amendment.pk)
    return amendment


def _decide(referral: Referral, state: str, actor: Any, now: datetime) -> None:
    referral.state = state
    referral.decided_at = now
    referral.decided_by = actor
    referral.save(update_fields=["state", "decided_at", "decided_by", "decline_reason", "decline_note"])
