"""The chain itself, without a database: what an entry says, as bytes, and the MAC that ties it to the one before."""

import datetime as dt
import hmac
import json
from dataclasses import dataclass
from typing import Any

# What the first entry follows.
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says; facts are JSON values without fractions, so that they read back as they were written."""

    at: dt.datetime
    kind: str
    actor: str
    verb: str
    object_type: str
    object_id: str
    facts: dict[str, Any]


def link(key: bytes, seq: int, said: Said, prev: bytes) -> bytes:
    """Return the MAC of entry `seq`, which follows the entry whose MAC is `prev`."""
    at = said.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [
        1,
        seq,
        at,
        said.kind,
        said.actor,
        said.verb,
        said.object_type,
        said.object_id,
        said.facts,
        prev.hex(),
    ]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode(), "sha256")
