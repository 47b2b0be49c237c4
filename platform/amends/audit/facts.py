"""What an entry may say: ids, enumerations, dates and numbers; anything that could be free text is refused.

An entry outlives the erasure of what it speaks of, so nothing about a person may get in.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

# Names of states, rules ("E1", "C2") and the like: too short and too plain for a sentence, a name or an address.
TOKEN = re.compile(r"(?:[a-z][a-z0-9_.:-]{0,63}|[A-Z]{1,4}[0-9]{0,4}[a-z]?)\Z")
# 15 digits reach for amounts and counts.
LARGEST = 10**15
LONGEST_LIST = 1000


class UnfitFact(TypeError):
    """Something was to be put into the audit that may be personal data."""


def fit_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as they are stored (JSON); raise UnfitFact, which never repeats the value."""
    return {_fit_name(name): fit(name, value) for name, value in facts.items()}


def fit(name: str, value: Any) -> Any:
    """Return one value as it is stored."""
    if isinstance(value, (list, tuple, set, frozenset)) and len(value) <= LONGEST_LIST:
        return [_fit_one(name, each) for each in value]
    return _fit_one(name, value)


def _fit_one(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        # Declared in our code, so it is no free text; Django's choices count as text or numbers too.
        value = value.value
    if isinstance(value, int) and abs(value) < LARGEST:
        return int(value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value) < LARGEST:
        return format(value, "f")
    if isinstance(value, (UUID, dt.date)):  # datetimes are dates
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if isinstance(value, str) and TOKEN.match(value):
        return str(value)
    raise UnfitFact(f"The fact {name!r} is a {type(value).__name__} that may hold free text.")


def _fit_name(name: str) -> str:
    if not TOKEN.match(name):
        raise UnfitFact("The name of a fact must be a short word.")
    return name


def named(thing: Any) -> tuple[str, str]:
    """Return the type and id of what an entry is about: a row, or a pair of both."""
    if isinstance(thing, Model):
        return thing._meta.label_lower, str(thing.pk)
    if isinstance(thing, tuple) and len(thing) == len(("type", "id")):
        kind, key = thing
        return str(fit("type", kind)), "" if key is None else str(fit("id", key))
    raise UnfitFact("An entry is about a row, or a pair of type and id.")


def named_all(things: Any) -> tuple[str, list[str]]:
    """Return the common type and the ids of rows that were read together."""
    pairs = [named(each) for each in things]
    kinds = {kind for kind, _ in pairs}
    if len(kinds) > 1:
        raise UnfitFact("Rows that are read together are of one type.")
    return (kinds.pop() if kinds else ""), [key for _, key in pairs]


def is_several(thing: Any) -> bool:
    """Return whether `thing` is a list of rows rather than one row or pair."""
    return isinstance(thing, Iterable) and not isinstance(thing, (tuple, Model))


def name_actor(actor: Any) -> str:
    """Return who acts: "accounts.user:<id>" for a row, "anonymous", or a token such as "command"."""
    if isinstance(actor, Model) and actor.pk is not None:
        return f"{actor._meta.label_lower}:{actor.pk}"
    if actor is None or getattr(actor, "is_anonymous", False):
        return "anonymous"
    if isinstance(actor, tuple):
        return ":".join(named(actor))
    return str(_fit_one("actor", actor))
