"""What a webhook says: ids, numbers and states; whoever may know more asks the API with a token of their own."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from amends.outbox.arguments import encoded

TYPE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
MOST_BYTES = 4096


class UnfitMessage(ValueError):
    """A type that is not words with dots between them, a time without a zone, or more than fits."""


@dataclass(frozen=True)
class Message:
    """What is sent, at each attempt the same: `key` is how a receiver knows a second delivery for one."""

    key: UUID
    body: bytes

    @property
    def id(self) -> str:
        """Return the message's id as it stands in `webhook-id`."""
        return f"msg_{self.key.hex}"


def message(key: UUID, kind: str, *, at: datetime, sequence: int, **data: Any) -> Message:
    """Return a message of a type such as `referral.accepted` about something that happened at `at`.

    `sequence` counts an endpoint's messages without a gap, so that a receiver sees their order and what is missing.
    `data` are UUIDs, whole numbers, booleans, None or short tokens. Raises UnfitMessage or UnfitArgument.
    """
    if not TYPE.fullmatch(kind):
        raise UnfitMessage("A type is lower case words with dots between them, such as referral.accepted.")
    if at.tzinfo is None:
        raise UnfitMessage("The time of an event has a zone.")
    said = {
        "type": kind,
        "timestamp": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "sequence": sequence,
        "data": encoded(data),
    }
    body = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    if len(body) > MOST_BYTES:
        raise UnfitMessage(f"A message has at most {MOST_BYTES} bytes.")
    return Message(key, body)
