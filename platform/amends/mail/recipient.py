"""To whom a message may go, by which way and in which words; made by whoever knows what is safe for that person."""

from dataclasses import dataclass, field
from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class Discretion(StrEnum):
    """What a stranger who sees the message on a screen may learn."""

    # Staff and agencies: the subject may say what it is about.
    OPEN = "open"
    # Parties to a case: sender and subject say nothing, whatever the caller wrote.
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Recipient:
    """One address. `language` is a code of settings.LANGUAGES; the address is kept out of logs and tracebacks.

    `sender` is the name beside our address; for somebody who needs discretion the owner gives the program's neutral
    name. Without one there is only the address.
    """

    channel: Channel
    address: str = field(repr=False)
    language: str
    discretion: Discretion
    sender: str = field(default="", repr=False)
