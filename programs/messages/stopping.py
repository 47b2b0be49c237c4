"""What becomes of messages when somebody leaves, or a case comes to its end."""

from datetime import datetime
from typing import Any

from amends import audit
from programs.models import MediatedMessage, MediationCase, Participant
from programs.models.message import OUT, UNDELIVERED, MessageState


def stop_messages(
    case: MediationCase, *, actor: Any, now: datetime, leaver: Participant | None = None
) -> None:
    """Take back what was offered and not opened, and what somebody who leaves had not passed on. In an action."""
    rows = MediatedMessage.objects.filter(case=case)
    if leaver is not None:
        own = rows.filter(sender=leaver, state__in=UNDELIVERED)
        if own.update(state=MessageState.WITHDRAWN, changed_at=now):
            audit.record("messages_stopped", case, actor=actor, whose="sender")
    if rows.filter(state__in=OUT).update(state=MessageState.APPROVED, changed_at=now):
        audit.record("messages_stopped", case, actor=actor, whose="recipient")
