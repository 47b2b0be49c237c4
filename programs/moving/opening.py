"""A line of an archive as what it says: a shut one is opened first, which only the platform can."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from programs.moving.secrets import NotOurs, opened

LONGEST_LINE = 64_000_000
LENGTH = 4
"""Bytes that say how long a step is."""


def plain_of(label: str, text: str) -> dict[str, Any]:
    """Return what a line says; raise NotOurs where it is shut and another platform shut it."""
    told: dict[str, Any] = json.loads(text)
    if "shut" not in told:
        return told
    key = next(str(value) for name, value in told.items() if name != "shut")
    return dict(json.loads(opened(base64.b64decode(told["shut"]), f"{label}/{key}")))


def is_shut(text: str) -> bool:
    return "shut" in json.loads(text)


def opened_content(content: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the content of a file that travelled shut; raise NotOurs where a step was left out or is another's."""
    held, number = bytearray(), 0
    for part in content:
        held += part
        while len(held) >= LENGTH and len(held) > (size := _whole(held)):
            yield opened(bytes(held[LENGTH:size]), f"{name}/{number}")
            del held[:size]
            number += 1
    if len(held) != _whole(held):
        raise NotOurs(name)
    yield opened(bytes(held[LENGTH:]), f"{name}/last/{number}")


def _whole(held: bytearray) -> int:
    return LENGTH + int.from_bytes(held[:LENGTH], "big")
