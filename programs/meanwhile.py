"""What a form showed when it was opened: whoever sends it later takes back nothing that was changed meanwhile.

A person says on their own page which ways to them are not safe, at any time, also while staff have their details open.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from programs.actions.referrals import Person
from programs.models import Participant

HOURS = ("safe_from", "safe_until")


def details_of(participant: Participant) -> dict[str, Any]:
    """Return what is on record of how somebody is called and reached, by the names that forms use."""
    names = (*Person.__dataclass_fields__, "supervised_by")
    return {name: getattr(participant, name) for name in names}


def mark_of(values: Mapping[str, Any]) -> str:
    """Return what a form holds of the values it shows: none of them, but by what to tell whether each is the same."""
    return " ".join(f"{name}:{_digest(name, values)}" for name in values)


def read_mark(mark: str) -> dict[str, str]:
    """Return what a mark holds, by the names of the values; what is no mark holds nothing."""
    return {name: digest for name, _colon, digest in (part.partition(":") for part in mark.split())}


def changed(shown: Mapping[str, str], values: Mapping[str, Any]) -> set[str]:
    """Return which of the values that were shown are others in `values`."""
    return {name for name, digest in shown.items() if _digest(name, values) != digest}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """Return which values of `one` are others in `other`."""
    return {name for name in one if _digest(name, one) != _digest(name, other)}


def _digest(name: str, values: Mapping[str, Any]) -> str:
    # From the hour that one said until the hour that another said: nobody said that this is safe.
    compared = [_plain(values[each]) for each in (HOURS if name in HOURS else (name,))]
    return hashlib.sha256(repr(compared).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Return a value without what makes no difference: ends of lines, blanks around, order, None for empty."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return sorted(str(each) for each in value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
