"""Hand a referral on to another program, and keep what only the person harmed may begin (R6, R7)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.handing_on import document_of
from programs.models import InformationRelease, Referral, ReferralForward
from programs.models.forward import ENDING_ANSWERS, ForwardAnswer
from programs.models.referral import ReferralState
from programs.receipts import publish_receipt
from programs.taking import begin_on_referral


@action
def forward_referral(
    *,
    actor: Any,
    referral: Referral,
    now: datetime,
    program_name: str,
    program_contact: str,
    release: InformationRelease | None = None,
) -> ReferralForward:
    """Hand a referral on by name; what goes with it is sealed for whoever prints or sends it. Raises StepRefused.

    Without a release it is blind: the person gets the other program's contact, and nothing goes out. Nothing of it is
    in a job or in public but that the referral was forwarded.
    """
    if release is not None:  # somebody may be taking it back just now
        rows = InformationRelease.objects.select_for_update(of=("self",)).select_related("participant")
        release = rows.get(pk=release.pk)
    asked: dict[str, Any] = {"program_name": program_name, "release": release}
    facts = begin_on_referral("forward_referral", referral=referral, actor=actor, now=now, **asked)
    _put(facts.referral, ReferralState.FORWARDED, actor, now)
    forward = ReferralForward(
        referral=facts.referral,
        release=release,
        program_name=program_name.strip(),
        program_contact=program_contact,
        document=document_of(facts, release) if release else "",
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

    A referral that is not with them any more is looked at again here, by whoever noted it.
    """
    facts = begin_on_referral("record_forward_answer", referral=referral, actor=actor, now=now)
    forward = facts.referral.forwards.get(answer=ForwardAnswer.PENDING)
    forward.answer, forward.answered_at = answer, now
    forward.save(update_fields=["answer", "answered_at"])
    audit.record("forward_answered", facts.referral, actor=actor, forward=forward.pk, answer=answer)
    if answer in ENDING_ANSWERS:
        facts.referral.review_by, facts.referral.review_since = actor, now
        facts.referral.save(update_fields=["review_by", "review_since"])
        _put(facts.referral, ReferralState.UNDER_REVIEW, None, None)
        publish_receipt(facts.referral)
    return forward


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
