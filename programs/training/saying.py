"""What a statement of training says, and the one form of bytes in which it is signed.

A statement is JSON with sorted keys and no spaces, UTF-8, its signature among the keys. A file that says the same in
other bytes is refused: then no byte can change without a check that fails.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from programs.policy.vocabulary import Level

KIND = "amends training statement"
LONGEST = 16_000
"""Bytes of a file that is read at all."""
LASTS = dt.timedelta(days=90)
MOST_HOURS = 9999
_PARTS = {
    "": {
        "kind",
        "id",
        "issuer",
        "key",
        "holder",
        "training",
        "cases",
        "issued_at",
        "expires_at",
        "signature",
    },
    "issuer": {"id", "name"},
    "holder": {"name", "email"},
    "training": {
        *("level", "hours", "supervised_on", "observed_on", "checked_until", "since"),
        *("verified_by", "noted_on", "taken_from"),
    },
}
_SIGNATURE = re.compile(r"[0-9a-f]{128}\Z")


class NotAStatement(ValueError):
    """The bytes are no statement in its one form."""


@dataclass(frozen=True)
class Training:
    """How far a mediator is trained, as one program noted it."""

    level: str
    hours: int
    supervised_on: dt.date | None
    observed_on: dt.date | None
    checked_until: dt.date | None
    since: dt.date
    """The day on which they became a mediator there."""
    verified_by: str
    """The name of the program that noted it."""
    noted_on: dt.date | None
    """When that program noted it last; None where it came with a file."""
    taken_from: tuple[str, ...]
    """The programs whose statements that program took over, by name."""

    @property
    def level_label(self) -> Any:
        return Level(self.level).label


@dataclass(frozen=True)
class Statement:
    """A statement as it was read, whose signature nobody has checked yet."""

    id: uuid.UUID
    issuer: uuid.UUID
    issuer_name: str
    key: int
    name: str
    email: str
    training: Training
    cases: int | None
    """In how many cases they mediated; None where they did not want it said."""
    issued_at: dt.datetime
    expires_at: dt.datetime
    signature: bytes
    signed: bytes
    """The bytes that were signed."""

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Return what a file says; raise NotAStatement."""
        try:
            return cls._read(raw)
        except (ValueError, RecursionError, KeyError, TypeError, OverflowError) as error:
            raise NotAStatement("The file is no statement of training.") from error

    @classmethod
    def _read(cls, raw: bytes) -> Self:
        if len(raw) > LONGEST:
            raise NotAStatement("Too long.")
        said = json.loads(raw)
        _check_shape(said)
        if canonical(said) != raw or not _SIGNATURE.match(said["signature"]):
            raise NotAStatement("Not in its form.")
        return cls(
            id=_id(said["id"]),
            issuer=_id(said["issuer"]["id"]),
            issuer_name=said["issuer"]["name"],
            key=_number(said["key"]),
            name=said["holder"]["name"],
            email=said["holder"]["email"],
            training=_training(said["training"]),
            cases=None if said["cases"] is None else _number(said["cases"]),
            issued_at=_moment(said["issued_at"]),
            expires_at=_moment(said["expires_at"]),
            signature=bytes.fromhex(said["signature"]),
            signed=to_sign(said),
        )


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return the one form of bytes of what is said."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def to_sign(said: Mapping[str, Any]) -> bytes:
    """Return what the signature of a document is over: its kind stands before it, so that it fits no other kind."""
    rest = {name: value for name, value in said.items() if name != "signature"}
    return f"{said['kind']}\n".encode() + canonical(rest)


def moment(value: dt.datetime) -> str:
    """Return a moment in its one form, in UTC and to the second."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(value: dt.date | None) -> str | None:
    """Return a day in its one form."""
    return None if value is None else value.isoformat()


def _check_shape(said: Any) -> None:
    parts = {"": said, **{name: said[name] for name in _PARTS if name}}
    for name, part in parts.items():
        if not isinstance(part, dict) or part.keys() != _PARTS[name]:
            raise NotAStatement("Something is missing or too much.")
    texts = (
        said["kind"],
        said["signature"],
        *said["issuer"].values(),
        *said["holder"].values(),
        said["training"]["verified_by"],
        *said["training"]["taken_from"],
    )
    if said["kind"] != KIND or not all(isinstance(each, str) for each in texts):
        raise NotAStatement("Another kind of file.")


def _training(said: Mapping[str, Any]) -> Training:
    hours, since = _number(said["hours"]), _day(said["since"])
    if hours > MOST_HOURS or since is None or not isinstance(said["taken_from"], list):
        raise NotAStatement("No training.")
    return Training(
        level=Level(said["level"]).value,
        hours=hours,
        supervised_on=_day(said["supervised_on"]),
        observed_on=_day(said["observed_on"]),
        checked_until=_day(said["checked_until"]),
        since=since,
        verified_by=said["verified_by"],
        noted_on=_day(said["noted_on"]),
        taken_from=tuple(said["taken_from"]),
    )


def _id(text: Any) -> uuid.UUID:
    found = uuid.UUID(text)
    if str(found) != text:
        raise NotAStatement("An id in another form.")
    return found


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise NotAStatement("No number.")
    return value


def _day(text: Any) -> dt.date | None:
    if text is None:
        return None
    found = dt.date.fromisoformat(text)
    if found.isoformat() != text:
        raise NotAStatement("A day in another form.")
    return found


def _moment(text: Any) -> dt.datetime:
    found = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    if moment(found) != text:
        raise NotAStatement("A moment in another form.")
    return found
