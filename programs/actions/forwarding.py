"""Hand a referral on to another program, and keep what only the person harmed may begin (R6, R7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amends import audit
from amends.actions import action
from programs.handing_on import ask_back, document_of
from programs.models import InformationRelease, Referral, ReferralForward
from programs.models.forward import ENDING_ANSWERS, ForwardAnswer
from programs.models.referral import ReferralState
from programs.receipts import publish_receipt
from programs.receivers import receiver_of
from programs.taking import begin_on_referral
from programs.telling import tell_of_referral


@action
def forward_referral(
    *,
    actor: Any,
    referral: Referral,
    now: datetime,
    program_name: str,
    program_contact: str,
    release: InformationRelease | None = None,
    receiver_id: UUID | None = None,
) -> ReferralForward:
    """Hand a referral on by name; what goes with it is sealed for whoever prints or sends it. Raises StepRefused.

    Without a release it is blind: the person gets the other program's contact, and nothing goes out. With one, and a
    program of the platform, the page that shows what was released takes it there (`programs.parcels`); the name is
    then the one that the platform knows. Nothing of it is in a job or in public but that the referral was forwarded.
    """
    receiver = receiver_of(receiver_id) if receiver_id else None
    if receiver is not None and receiver.name:
        program_name = receiver.name
    if release is not None:  # somebody may be taking it back just now
        rows = InformationRelease.objects.select_for_update(of=("self",)).select_related("participant")
        release = rows.get(pk=release.pk)
    asked: dict[str, Any] = {"program_name": program_name, "release": release, "receiver": receiver}
    facts = begin_on_referral("forward_referral", referral=referral, actor=actor, now=now, **asked)
    _put(facts.referral, ReferralState.FORWARDED, actor, now)
    forward = ReferralForward(
        referral=facts.referral,
        release=release,
        program_name=program_name.strip(),
        program_contact=program_contact,
        document=document_of(facts, release) if release else "",
        receiver_id=receiver_id if release else None,
        made_at=now,
        made_by=actor,
    )
    forward.save(force_insert=True)
    released = release.pk if release else None
    audit.record("forwarded", facts.referral, actor=actor, forward=forward.pk, release=released)
    publish_receipt(facts.referral)
    return forward


@action
def record_forward_answer(*, actor: Any, referral: Referral, now: datetime, answer: str) -> ReferralForward:
    """Note what the other program answered, or that it was taken back; raises StepRefused.

    A referral that is not with them any more is looked at again here, by whoever noted it. A program of the platform
    that has it is asked to give it up, and it comes back when that program says that it did.
    """
    asked: dict[str, Any] = {"answer": answer}
    facts = begin_on_referral("record_forward_answer", referral=referral, actor=actor, now=now, **asked)
    forward = facts.referral.forwards.get(answer=ForwardAnswer.PENDING)
    if forward.is_there:
        ask_back(forward, now)
        audit.record("forward_asked_back", facts.referral, actor=actor, forward=forward.pk)
        return forward
    audit.record("forward_answered", facts.referral, actor=actor, forward=forward.pk, answer=answer)
    _end(forward, facts.referral, answer, actor, now)
    return forward


def _end(forward: ReferralForward, referral: Referral, answer: str, reviewer: Any, now: datetime) -> None:
    """Note the answer of a handing on; a referral that came back is looked at again."""
    forward.answer, forward.answered_at = answer, now
    forward.save(update_fields=["answer", "answered_at"])
    if answer in ENDING_ANSWERS:
        referral.review_by, referral.review_since = reviewer, now
        referral.save(update_fields=["review_by", "review_since"])
        _put(referral, ReferralState.UNDER_REVIEW, None, None)
        publish_receipt(referral)


@action
def hear_receiver(
    *, actor: None, forward_id: UUID, receiver_id: UUID, answer: str, group: str, version: int, now: datetime
) -> None:
    """Note what the program that a referral was handed on to says of it; a word that was overtaken changes nothing.

    A handing on that was ended here before it arrived there is asked back, and so is one whose release ended meanwhile.
    """
    found = ReferralForward.objects.filter(pk=forward_id, receiver_id=receiver_id).first()
    if found is None:  # nothing went from here to that program
        audit.record("forward_unknown", ("tenants.tenant", receiver_id), actor=actor, forward=forward_id)
        return
    referral = Referral.objects.select_for_update().get(pk=found.referral_id)
    forward = ReferralForward.objects.select_related("release").get(pk=forward_id)
    audit.record("forward_heard", referral, actor=actor, forward=forward_id, answer=answer, version=version)
    if version <= forward.answer_version:
        return
    forward.answer_version, forward.answer_group = version, group
    forward.arrived_at = forward.arrived_at or now
    forward.save(update_fields=["answer_version", "answer_group", "arrived_at"])
    if answer == ForwardAnswer.PENDING:
        may_stay = forward.release is not None and forward.release.is_live(now)
        if forward.answer != ForwardAnswer.PENDING or not may_stay:
            ask_back(forward, now)
    elif forward.answer == ForwardAnswer.PENDING:
        _end(forward, referral, answer, forward.made_by, now)
        if answer in ENDING_ANSWERS:
            tell_of_referral(referral, actor=actor)


@action
def keep_for_victim(*, actor: Any, referral: Referral, now: datetime) -> Referral:
    """Keep an offender's own request until the person harmed asks; nobody is contacted for it. Raises StepRefused."""
    facts = begin_on_referral("keep_for_victim", referral=referral, actor=actor, now=now)
    _put(facts.referral, ReferralState.AWAITING_VICTIM_INITIATIVE, None, None)
    audit.record("kept_for_victim", facts.referral, actor=actor)
    publish_receipt(facts.referral)
    return facts.referral


@action
def join_referral(*, actor: Any, referral: Referral, now: datetime, other: Referral) -> Referral:
    """Join a kept request to the one that the person harmed made in the same matter; raises StepRefused.

    It stays what it is and its sender learns nothing by it: that somebody asked is theirs to tell.
    """
    other = Referral.objects.visible_to(actor).get(pk=other.pk)
    facts = begin_on_referral("join_referral", referral=referral, actor=actor, now=now, other=other)
    facts.referral.joined_to = other
    facts.referral.save(update_fields=["joined_to"])
    audit.record("joined", facts.referral, actor=actor, other=other.pk)
    return facts.referral


def _put(referral: Referral, state: str, actor: Any, now: datetime | None) -> None:
    referral.state, referral.decided_by, referral.decided_at = state, actor, now
    referral.save(update_fields=["state", "decided_by", "decided_at"])
