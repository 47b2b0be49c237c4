"""Write a review: who does it, that they have no conflict, what they find of each criterion, what they recommend."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from amends import audit
from amends.actions import Refused, action
from network.accreditation import guards, reasons
from network.accreditation.models import Accreditation, Evidence, Finding, Result, Review, State
from network.accreditation.writing import ask_anew, begin, demand_words, locked, move, push, refuse
from network.oversight.actions import note_looks
from network.oversight.models import Membership

PAGE = "accreditation-evidence"
JUST_NOW = timedelta(minutes=5)


@action
def assign_reviewer(*, actor: Any, accreditation: Accreditation, reviewer: Any, now: datetime) -> Review:
    """Ask an accreditor of the network to review, instead of whoever was asked before."""
    row = begin("assign_reviewer", actor, accreditation, now)
    refuse(guards.against_reviewer(row, reviewer))
    row.reviews.filter(ended_at=None).update(ended_at=now)
    review = Review.objects.create(accreditation=row, reviewer=reviewer, assigned_by=actor, assigned_at=now)
    audit.record("accreditation.reviewer_assigned", row, actor=actor, reviewer=reviewer.pk)
    # The program hears of it, and says whether the reviewer has an account in it.
    if row.state == State.APPLIED:
        move(row, State.UNDER_REVIEW, actor, "", now)
    else:
        push(row)
    return review


@action
def declare_reviewer_conflict(
    *, actor: Any, accreditation: Accreditation, has_conflict: bool, words: str, now: datetime
) -> Review:
    """Declare as the reviewer whether one has a conflict of interest; said once, so that nobody takes it back."""
    row = begin("declare_reviewer_conflict", actor, accreditation, now)
    review = guards.current_review(row)
    if review is None or review.reviewer_id != actor.pk:
        raise Refused(reasons.REVIEWER)
    if review.has_conflict is not None:
        raise Refused(reasons.CONFLICTED if review.has_conflict else reasons.REVIEW_OVER)
    if has_conflict:
        demand_words(words)
    review.has_conflict, review.conflict, review.declared_at = has_conflict, words, now
    review.save(update_fields=["has_conflict", "conflict", "declared_at"])
    audit.record("accreditation.conflict_declared", row, actor=actor, has_conflict=has_conflict)
    return review


@action
def record_finding(
    *,
    actor: Any,
    accreditation: Accreditation,
    criterion: str,
    result: str,
    words: str,
    condition: str,
    due: date | None,
    now: datetime,
) -> Finding:
    """Write what was found of a criterion, instead of what was written before; Refused to whoever may not review."""
    row = begin("record_finding", actor, accreditation, now)
    review = _own_review(row, actor)
    if row.by.content.find(criterion) is None:
        raise Refused(reasons.NO_CRITERION)
    demand_words(words)
    today = timezone.localdate(now)
    if condition and (due is None or due <= today or result == Result.MET):
        raise Refused(reasons.DUE_AHEAD)
    said = {"result": result, "words": words, "condition": condition, "due": due if condition else None}
    finding, _made = Finding.objects.update_or_create(review=review, criterion=criterion, defaults=said)
    audit.record("accreditation.found", row, actor=actor, criterion=criterion, result=str(result))
    ask_anew(row, review, now)
    return finding


@action
def finish_review(
    *, actor: Any, accreditation: Accreditation, recommends: str, words: str, now: datetime
) -> Review:
    """Recommend something as the reviewer; the findings stay as they are from then on, and somebody else decides."""
    row = begin("finish_review", actor, accreditation, now)
    review = _own_review(row, actor)
    refuse(guards.against_finishing(row, review))
    review.recommends, review.words, review.done_at = recommends, words, now
    review.save(update_fields=["recommends", "words", "done_at"])
    audit.record("accreditation.reviewed", row, actor=actor, recommends=str(recommends))
    ask_anew(row, review, now)
    return review


@action
def compare_reviewer(*, actor: Any, accreditation: Accreditation, now: datetime) -> Review | None:
    """Have the program say anew whether the reviewer has an account in it, unless it did so minutes ago."""
    row = locked(accreditation, now)
    refuse(guards.against_stranger(row, actor))
    review = guards.current_review(row)
    if review is None or (review.asked_at is not None and now - review.asked_at <= JUST_NOW):
        audit.record("accreditation.comparison_fresh", row, actor=actor)
        return review
    ask_anew(row, review, now)
    audit.record("accreditation.comparison_asked", row, actor=actor)
    return review


@action
def close_condition(*, actor: Any, accreditation: Accreditation, criterion: str, now: datetime) -> Finding:
    """Say as the reviewer that a condition is met; what is left of the time follows from those still open."""
    row = begin("close_condition", actor, accreditation, now)
    review = guards.current_review(row)
    if review is None or review.reviewer_id != actor.pk:
        raise Refused(reasons.REVIEWER)
    refuse(guards.against_conflict(review))
    finding = review.findings.filter(criterion=criterion).first()
    if finding is None or not finding.is_open:
        raise Refused(reasons.NO_CONDITION)
    finding.met_at = now
    finding.save(update_fields=["met_at"])
    if left := guards.open_conditions(review):
        row.valid_until = left[0].due
        row.save(update_fields=["valid_until"])
    audit.record("accreditation.condition_met", row, actor=actor, criterion=criterion)
    push(row)
    return finding


@action
def note_evidence_look(*, actor: Any, evidence: Evidence, now: datetime) -> None:
    """Keep that somebody opened a document of a program, and have the program hear of it."""
    row = evidence.accreditation
    refuse(guards.against_stranger(row, actor))
    memberships = Membership.objects.filter(network=row.network_id, tenant=row.tenant_id).order_by(
        "-began_at"
    )
    note_looks(actor=actor, memberships=memberships[:1], page=PAGE, now=now)
    audit.record("accreditation.evidence_looked_at", row, actor=actor, evidence=evidence.pk)


def _own_review(row: Accreditation, actor: Any) -> Review:
    """Return the review that somebody goes on with; Refused to whoever may not."""
    review = guards.current_review(row)
    refuse(guards.against_reviewing(review, actor))
    if review is None:
        raise Refused(reasons.REVIEWER)
    return review
