"""Write what is decided about an accreditation, by somebody who did not review, and with words to the program."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from amends import audit
from amends.actions import action
from network.accreditation import guards
from network.accreditation.models import Accreditation, Appeal, Recommendation, Review, State
from network.accreditation.states import STANDS, months_after, state_on
from network.accreditation.writing import begin, demand_words, move, refuse

YEAR = 12


@action
def decide_accreditation(
    *, actor: Any, accreditation: Accreditation, outcome: str, why: str, now: datetime
) -> Accreditation:
    """Accredit a program, with conditions or without, or do not; Refused with all that stands in the way.

    `outcome` is one of Recommendation. What the program had before by this standard is replaced.
    """
    row = begin("decide_accreditation", actor, accreditation, now)
    review = guards.current_review(row)
    refuse(guards.against_deciding(row, review, outcome, actor, now))
    demand_words(why)
    today = timezone.localdate(now)
    row.decided_at, row.decided_by = now, actor
    if outcome == Recommendation.REFUSED:
        row.valid_until = row.return_due = None
        audit.record("accreditation.decided", row, actor=actor, outcome="refused")
        move(row, State.REFUSED, actor, why, now)
        return row
    _replace(row, actor, now)
    _set_days(row, review, outcome, today)
    audit.record("accreditation.decided", row, actor=actor, outcome=str(outcome), until=row.valid_until)
    move(row, State(outcome), actor, why, now)
    return row


@action
def suspend_accreditation(
    *, actor: Any, accreditation: Accreditation, why: str, now: datetime
) -> Accreditation:
    """Have an accreditation rest, with words that the program reads; its days go on."""
    row = begin("suspend_accreditation", actor, accreditation, now)
    demand_words(why)
    row.before = State.PROVISIONAL if row.state == State.PROVISIONAL else State.ACCREDITED
    row.decided_by = actor
    audit.record("accreditation.suspended", row, actor=actor)
    move(row, State.SUSPENDED, actor, why, now)
    return row


@action
def reinstate_accreditation(
    *, actor: Any, accreditation: Accreditation, why: str, now: datetime
) -> Accreditation:
    """Have an accreditation hold again; Refused unless everything is there that it needed in the first place."""
    row = begin("reinstate_accreditation", actor, accreditation, now)
    demand_words(why)
    refuse(guards.against_standing(row, guards.current_review(row)))
    audit.record("accreditation.reinstated", row, actor=actor)
    _reinstate(row, actor, why, now)
    return row


@action
def revoke_accreditation(
    *, actor: Any, accreditation: Accreditation, why: str, now: datetime
) -> Accreditation:
    """End an accreditation for good, with words that the program reads."""
    row = begin("revoke_accreditation", actor, accreditation, now)
    demand_words(why)
    row.decided_by = actor
    audit.record("accreditation.revoked", row, actor=actor)
    move(row, State.REVOKED, actor, why, now)
    return row


@action
def answer_appeal(
    *, actor: Any, accreditation: Accreditation, upheld: bool, answer: str, now: datetime
) -> Appeal:
    """Decide an appeal, as somebody who neither reviewed nor decided.

    One that is upheld leads to a new review by another person, never to an accreditation; a suspension is lifted, if
    what the accreditation needs is there.
    """
    row = begin("answer_appeal", actor, accreditation, now)
    refuse(guards.against_appeal(row, actor))
    demand_words(answer)
    if upheld:
        refuse(guards.against_upholding(row))
    appeal = row.appeal
    appeal.upheld, appeal.answer, appeal.decided_by, appeal.decided_at = upheld, answer, actor, now
    appeal.save()
    audit.record("accreditation.appeal_answered", row, actor=actor, upheld=upheld)
    if upheld and row.state == State.SUSPENDED:
        _reinstate(row, actor, answer, now)
    elif upheld:
        row.reviews.filter(ended_at=None).update(ended_at=now)
        row.valid_until = row.return_due = None
        move(row, State.UNDER_REVIEW, actor, answer, now)
    else:
        move(row, State(row.state), actor, answer, now)
    return appeal


def _reinstate(row: Accreditation, actor: Any, why: str, now: datetime) -> None:
    row.state, row.before = row.before, ""
    move(row, state_on(row, timezone.localdate(now)), actor, why, now)


def _replace(row: Accreditation, actor: Any, now: datetime) -> None:
    """End what the program had by the same standard until now."""
    earlier = (
        Accreditation.objects.select_for_update(of=("self",)).select_related("tenant").exclude(pk=row.pk)
    )
    for each in earlier.filter(standard=row.standard_id, tenant=row.tenant_id, state__in=STANDS):
        ended = state_on(each, timezone.localdate(now))
        move(each, State.LAPSED if ended == State.LAPSED else State.RENEWED, actor, "", now)


def _set_days(row: Accreditation, review: Review | None, outcome: str, today: date) -> None:
    """Set until when it holds: by the standard, or until the first condition has to be met."""
    until = months_after(today, row.by.renewal_months)
    if outcome == Recommendation.PROVISIONAL and review is not None:
        until = min(each.due for each in guards.open_conditions(review) if each.due is not None)
    row.valid_until = until
    following = months_after(today, YEAR)
    row.return_due = following if row.by.has_annual_return and following < until else None
