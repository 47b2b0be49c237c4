"""What stands in the way of a step of an accreditation: each rule by itself, all of them told at once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from amends.accounts.models import Role
from amends.console.actions import Hindrance
from network.accreditation import reasons
from network.accreditation.models import (
    Accreditation,
    Evidence,
    Finding,
    Recommendation,
    Result,
    Review,
    State,
)
from network.accreditation.states import ASKED, GOOD, STANDS, state_on
from network.oversight.models import NetworkOfficer

FROM: dict[str, tuple[State, ...]] = {
    "assign_reviewer": ASKED,
    "declare_reviewer_conflict": (State.UNDER_REVIEW,),
    "record_finding": (State.UNDER_REVIEW,),
    "finish_review": (State.UNDER_REVIEW,),
    "decide_accreditation": (State.UNDER_REVIEW, State.PROVISIONAL),
    "close_condition": (State.PROVISIONAL,),
    "suspend_accreditation": GOOD,
    "reinstate_accreditation": (State.SUSPENDED,),
    "revoke_accreditation": STANDS,
    "answer_appeal": (State.REFUSED, State.PROVISIONAL, State.SUSPENDED, State.REVOKED),
}
"""In which states each step can be taken; everything else is refused as "accreditation_state"."""
FRESH = dt.timedelta(hours=1)
"""How old the program's answer may be, whether the reviewer has an account in it, when an accreditation is decided."""
APPEALED = FROM["answer_appeal"]
"""Against which decisions a program can appeal."""


def against_step(step: str, row: Accreditation, actor: Any, today: dt.date) -> Iterator[Hindrance]:
    """Yield what every step asks: a state from which it leads, and somebody who acts for the network."""
    if state_on(row, today) not in FROM[step]:
        yield reasons.STATE
    yield from against_stranger(row, actor)


def against_stranger(row: Accreditation, actor: Any) -> Iterator[Hindrance]:
    """Yield that somebody does not act for the network of an accreditation."""
    if not NetworkOfficer.objects.filter(user=actor.pk, network=row.network_id).exists():
        yield reasons.OF_NETWORK


def against_reviewer(row: Accreditation, reviewer: Any) -> Iterator[Hindrance]:
    """Yield why somebody cannot be asked to review: no accreditor here, in it before, or who decided it."""
    acts = NetworkOfficer.objects.filter(
        user=reviewer.pk, network=row.network_id, user__is_active=True
    ).exists()
    if not acts or not reviewer.has_role(Role.NETWORK_ACCREDITOR):
        yield reasons.ACCREDITOR
    if row.reviews.filter(reviewer=reviewer.pk).exists() or row.decided_by_id == reviewer.pk:
        yield reasons.ANOTHER_REVIEWER


def against_reviewing(review: Review | None, actor: Any) -> Iterator[Hindrance]:
    """Yield why somebody cannot write findings: not the reviewer, or not free of a conflict."""
    if review is None or review.reviewer_id != actor.pk:
        yield reasons.REVIEWER
        return
    yield from against_conflict(review)
    if review.done_at is not None:
        yield reasons.REVIEW_OVER


def against_conflict(review: Review) -> Iterator[Hindrance]:
    """Yield why a reviewer is not known to be free of a conflict, as far as they and the program said."""
    if review.has_conflict is None:
        yield reasons.DECLARED
    elif review.has_conflict:
        yield reasons.CONFLICTED
    if review.belongs:
        yield reasons.BELONGS


def is_compared(review: Review, now: dt.datetime) -> bool:
    """Return whether the program answered, when it was asked last and not long ago, whose accounts it has."""
    is_fresh = review.asked_at is not None and now - review.asked_at <= FRESH
    return is_fresh and review.answered >= review.asked


def against_finishing(row: Accreditation, review: Review) -> Iterator[Hindrance]:
    """Yield what is missing before a review is finished."""
    if missing_findings(row, review):
        yield reasons.FOUND


def against_deciding(
    row: Accreditation, review: Review | None, outcome: str, actor: Any, now: dt.datetime
) -> Iterator[Hindrance]:
    """Yield why somebody cannot decide so."""
    if review is None or review.done_at is None:
        yield reasons.REVIEW_DONE
        return
    if review.reviewer_id == actor.pk:
        yield reasons.ANOTHER_DECIDES
    if row.reviews.filter(reviewer=actor.pk, has_conflict=True).exists():
        yield reasons.CONFLICTED
    if outcome == Recommendation.REFUSED:
        return
    if not is_compared(review, now):
        yield reasons.COMPARED_ANEW
    yield from against_standing(row, review)
    if outcome == Recommendation.ACCREDITED and open_conditions(review):
        yield reasons.NO_OPEN_CONDITION
    if outcome == Recommendation.PROVISIONAL and not open_conditions(review):
        yield reasons.HAS_CONDITION


def against_standing(row: Accreditation, review: Review | None) -> Iterator[Hindrance]:
    """Yield why a program cannot be accredited, with or without conditions: what no path leads around."""
    if review is None or review.done_at is None:
        yield reasons.REVIEW_DONE
        return
    yield from against_conflict(review)
    if review.belongs is None:
        yield reasons.COMPARED
    if missing_findings(row, review):
        yield reasons.FOUND
    required = {each.id for each in row.by.content.criteria if each.required}
    shown = set(Evidence.objects.filter(accreditation=row).values_list("criterion", flat=True))
    if required - shown:
        yield reasons.EVIDENCE
    if Finding.objects.filter(review=review, criterion__in=required, result=Result.NOT_MET).exists():
        yield reasons.MET


def against_appeal(row: Accreditation, actor: Any) -> Iterator[Hindrance]:
    """Yield why somebody cannot answer an appeal."""
    appeal = getattr(row, "appeal", None)
    if appeal is None or appeal.decided_at is not None:
        yield reasons.APPEAL_WAITS
    took_part = row.reviews.filter(reviewer=actor.pk).exists()
    if took_part or row.decided_by_id == actor.pk:
        yield reasons.APPEAL_BY_ANOTHER


def against_upholding(row: Accreditation) -> Iterator[Hindrance]:
    """Yield why what an appeal asks for cannot be done: a suspension is lifted, anything else is reviewed anew."""
    if row.state == State.SUSPENDED:
        yield from against_standing(row, current_review(row))
    elif Accreditation.objects.filter(
        standard=row.standard_id, tenant=row.tenant_id, state__in=ASKED
    ).exists():
        yield reasons.OTHER_ASKED


def current_review(row: Accreditation) -> Review | None:
    """Return the review that counts."""
    found: Review | None = row.reviews.filter(ended_at=None).first()
    return found


def missing_findings(row: Accreditation, review: Review) -> list[str]:
    """Return the criteria of which nothing was found yet."""
    found = set(review.findings.values_list("criterion", flat=True))
    return [each.id for each in row.by.content.criteria if each.id not in found]


def open_conditions(review: Review) -> list[Finding]:
    """Return what is still to be done, the earliest first."""
    return sorted(
        (each for each in review.findings.all() if each.is_open), key=lambda each: (each.due, each.pk)
    )
