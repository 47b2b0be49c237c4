"""What a job may be told: ids, numbers, yes or no, and short tokens; never anything a person wrote.

The row of a job lies in the public schema, outside the tenant's wall and its vault.
"""

import re
from typing import Any
from uuid import UUID

TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST = 12

Argument = UUID | int | bool | str | None


class UnfitArgument(ValueError):
    """An argument that does not belong in the public schema: free text, a number too big, a structure."""


def encoded(args: dict[str, Any]) -> dict[str, Any]:
    """Return `args` as JSON can hold them; raise UnfitArgument, which names the argument and not its value."""
    if len(args) > MOST:
        raise UnfitArgument(f"A job takes at most {MOST} arguments.")
    return {_name(name): _value(name, value) for name, value in args.items()}


def decoded(args: dict[str, Any]) -> dict[str, Argument]:
    """Return what `encoded` was given: a string in the form of a UUID is one again."""
    return {
        name: UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else value
        for name, value in args.items()
    }


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise UnfitArgument("The name of an argument is lower case letters, digits and underscores.")
    return name


def _value(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return int(value)
    # An enumeration of strings is stored as its value.
    if isinstance(value, str) and TOKEN.fullmatch(value):
        return str.__str__(value)
    raise UnfitArgument(f"{name} is not a UUID, a whole number, yes or no, or a short token.")
