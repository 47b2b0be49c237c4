"""Checking a statement for a page: the issuer is asked for its list, and what is refused is noted."""

from typing import Any

from django.utils import timezone

from amends import audit
from programs.models import Mediator
from programs.training.checking import Checked, check
from programs.training.hearing import hear_ended


def checked_for(request: Any, mediator: Mediator, text: str, *, is_answering: bool = False) -> Checked:
    """Return what every check of a text finds, the issuer's own list among them. As `check`."""
    now = timezone.now()
    checked = check(
        text,
        mediator=mediator,
        program=request.program,
        hear=lambda issuer: hear_ended(issuer, now),
        now=now,
        is_answering=is_answering,
    )
    for reason in checked.reasons:
        if is_answering:
            audit.denied("take_training", mediator, actor=request.user, rule=reason.id)
        else:
            audit.denied("hand_in_training", mediator, actor=request.user, rule=reason.id)
    return checked
