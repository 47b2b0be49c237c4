"""Accreditations in any state, and words of programs, made as the tests need them."""

import base64
import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from network.accreditation.actions import hear_accreditation, hear_evidence
from network.accreditation.models import Accreditation, Appeal, Review, State
from network.accreditation.states import months_after

WHY = "These are our reasons."


def said(scene: Any, number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return what a program says when it applies."""
    told = {
        "id": str(uuid.uuid4()),
        "by": str(scene.version.pk),
        "number": number,
        "wish": "applied",
        "answers": {"training": {"rating": "fully", "words": "All of us are trained."}},
        "appeal": "",
        "returns": [],
        "belongs": {},
        "answered": {},
    }
    return told | changes


def applied(scene: Any, **changes: Any) -> Accreditation:
    """Return what a program applied for just now."""
    row = hear_accreditation(actor=None, tenant=scene.tenant, said=said(scene, **changes), now=timezone.now())
    assert row is not None
    return row


def prove(scene: Any, row: Accreditation, *criteria: str) -> None:
    """Hand in a document for each of these criteria; for all of them, if none is named."""
    for each in criteria or [each.id for each in row.by.content.criteria]:
        document = {
            "id": str(uuid.uuid4()),
            "accreditation": str(row.pk),
            "criterion": each,
            "kind": "policy",
            "name": "policy.txt",
            "file_kind": "txt",
            "content": base64.b64encode(b"We train everybody.").decode(),
        }
        hear_evidence(actor=None, tenant=scene.tenant, said=document, now=timezone.now())


def review_of(scene: Any, row: Accreditation, *, condition: bool = False, done: bool = True) -> Review:
    """Return a whole review without a conflict, which may have one condition."""
    now, today = timezone.now(), timezone.localdate()
    review = Review.objects.create(
        accreditation=row,
        reviewer=scene.reviewer,
        assigned_by=scene.officer,
        assigned_at=now,
        has_conflict=False,
        declared_at=now,
        belongs=False,
        asked=1,
        asked_at=now,
        answered=1,
        recommends="accredited",
        done_at=now if done else None,
    )
    for number, each in enumerate(row.by.content.criteria):
        has_one = condition and number == 0
        review.findings.create(
            criterion=each.id,
            result="partly" if has_one else "met",
            words="As it should be.",
            condition="Write it down." if has_one else "",
            due=today + dt.timedelta(days=60) if has_one else None,
        )
    return review


def in_state(scene: Any, state: str, *, done: bool = True, appeals: bool = False) -> Accreditation:
    """Return an accreditation that is told in this state, with everything that it takes to be there."""
    row, today = applied(scene), timezone.localdate()
    prove(scene, row)
    if state != State.APPLIED:
        review_of(scene, row, condition=state == State.PROVISIONAL, done=done)
    days = {
        State.RENEWAL_DUE: today + dt.timedelta(days=30),
        State.LAPSED: today - dt.timedelta(days=1),
        State.PROVISIONAL: today + dt.timedelta(days=60),
    }
    if state not in (State.APPLIED, State.UNDER_REVIEW, State.WITHDRAWN):
        row.decided_at, row.decided_by = timezone.now(), scene.officer
        row.valid_until = days.get(state, months_after(today, 24))
    row.before = State.ACCREDITED if state == State.SUSPENDED else ""
    # What time brings about is not written yet.
    row.state = State.ACCREDITED if state in (State.RENEWAL_DUE, State.LAPSED) else state
    row.save()
    if appeals:
        Appeal.objects.create(accreditation=row, words="No.", against=state, appealed_at=timezone.now())
    return Accreditation.objects.get(pk=row.pk)


def answers_of(row: Accreditation, *, belongs: bool = False) -> dict[str, Any]:
    """Return what a program says when it compared every reviewer with its accounts, as it was asked last."""
    reviews = list(row.reviews.all())
    return {
        "belongs": {str(each.pk): belongs for each in reviews},
        "answered": {str(each.pk): each.asked for each in reviews},
    }
