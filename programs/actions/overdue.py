"""Say that the promised answer to a referral comes near, or is late. One word counts for all that wait as long."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from programs.models import Program, Referral
from programs.telling import told_of


@action
def remind_of_answer(*, actor: None, referral_id: uuid.UUID, now: datetime) -> int:
    """Write to whoever is told of these referrals that an answer is due soon; return to how many people.

    A second time it is nothing, and so it is once somebody has decided.
    """
    return _say("reminded_at", "referral_reminded", "referral_reminded_again", actor, referral_id, now)


@action
def escalate_answer(*, actor: None, referral_id: uuid.UUID, now: datetime) -> int:
    """Write to the same people and to the program's administrators that an answer is late; return to how many."""
    return _say("escalated_at", "referral_escalated", "referral_escalated_again", actor, referral_id, now)


def _say(mark: str, verb: str, again: str, actor: Any, referral_id: uuid.UUID, now: datetime) -> int:
    # Two jobs of one morning wait for each other here, and the second finds that it was said.
    Program.objects.select_for_update().get()
    asked = Referral.objects.only("answer_by").get(pk=referral_id)
    unsaid = Referral.objects.real().waiting().filter(answer_by__lte=asked.answer_by, **{mark: None})
    found = list(unsaid.select_related("source", "review_by"))
    if asked not in found:
        audit.record(again, asked, actor=actor)
        return 0
    is_late = mark == "escalated_at"
    people = {user for referral in found for user in _told(referral, is_late=is_late)}
    for user in people:
        outbox.queue("programs.referrals_wait", user_id=user.pk, is_late=is_late)
    unsaid.update(**{mark: now})
    for referral in found:
        audit.record(verb, referral, actor=actor, people=len(people))
    return len(people)


def _told(referral: Referral, *, is_late: bool) -> set[User]:
    """Return whoever is told of the referral or looks at it, and the administrators when it is late."""
    people = set(told_of(referral))
    if referral.review_by is not None and referral.review_by.is_active:
        people.add(referral.review_by)
    if is_late:
        people |= set(User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]))
    return people
