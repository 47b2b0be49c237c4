"""The set-up of a program: the one-use way in, the link that confirms an address, and choices in the checklist."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from amends import audit, outbox
from amends.actions import action
from programs.models import HandOver, Program, SetUpChoice

HAND_OVER_LASTS = timedelta(minutes=10)


class UnableToHandOver(Exception):
    """The way in was used, or is too old."""


@action
def make_hand_over(*, actor: Any, now: datetime) -> HandOver:
    """Make a way in for `actor`, for one use within minutes; older ones that were not used end with it."""
    HandOver.objects.filter(user=actor, used_at=None).delete()
    hand_over = HandOver.objects.create(user=actor, expires_at=now + HAND_OVER_LASTS)
    audit.record("hand_over_made", actor, actor=actor, hand_over=hand_over.pk)
    return hand_over


@action
def use_hand_over(*, actor: Any, pk: uuid.UUID, now: datetime) -> Any:
    """Use a way in up and return whose it is; raises UnableToHandOver. Of two at once, one gets in."""
    if HandOver.objects.usable(now).filter(pk=pk, user__is_active=True).update(used_at=now) != 1:
        raise UnableToHandOver("This way in was used or is too old.")
    user = HandOver.objects.select_related("user").get(pk=pk).user
    audit.record("hand_over_used", user, actor=user, hand_over=pk)
    return user


@action
def ask_confirmation(*, actor: Any, language: str) -> None:
    """Send the founder a link that confirms the address, in this language."""
    program = Program.objects.get()
    outbox.queue("programs.send_confirmation", user_id=program.founder_id, language=language)
    audit.record("confirmation_asked", program, actor=actor)


@action
def choose_task(*, actor: Any, task: str, choice: str, now: datetime) -> None:
    """Note what somebody chose for a task of the checklist; an empty choice takes the last one back."""
    if choice:
        SetUpChoice.objects.update_or_create(
            task=task, defaults={"choice": choice, "chosen_at": now, "chosen_by": actor}
        )
    else:
        SetUpChoice.objects.filter(task=task).delete()
    audit.record(
        "set_up_chosen", Program.objects.only("pk").get(), actor=actor, task=task, choice=choice or "open"
    )
