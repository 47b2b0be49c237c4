"""To whom a message may go, by which way and in which words; made by whoever knows what is safe for that person."""

from dataclasses import dataclass, field
from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"


class Discretion(StrEnum):
    """What a stranger who sees the message on a screen may learn."""

    # Staff and agencies: the subject may say what it is about.
    OPEN = "open"
    # Parties to a case: sender and subject say nothing, whatever the caller wrote.
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Recipient:
    """One address. `language` is a code of settings.LANGUAGES; the address is kept out of logs and tracebacks."""

    channel: Channel
    address: str = field(repr=False)
    language: str
    discretion: Discretion
