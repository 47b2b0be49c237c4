"""Two policies side by side, in words."""

from dataclasses import dataclass
from typing import Any

from programs.policy.catalogue import SETTINGS, Setting
from programs.policy.document import Policy
from programs.policy.kinds import Table


@dataclass(frozen=True)
class Difference:
    setting: Setting
    before: str
    after: str


def differences(before: Policy, after: Policy) -> list[Difference]:
    """Return what two policies say differently, in the order of the catalogue; of a table its changed rows alone."""
    return [
        Difference(setting, *_in_words(setting, getattr(before, name), getattr(after, name)))
        for name, setting in SETTINGS.items()
        if not are_same(setting, getattr(before, name), getattr(after, name))
    ]


def are_same(setting: Setting, one: Any, other: Any) -> bool:
    """Return whether two values of a setting say the same."""
    return bool(_kept(setting, one) == _kept(setting, other))


def _kept(setting: Setting, value: Any) -> Any:
    # The order of several answers decides what is offered first, and changes no rule.
    return set(value) if isinstance(value, tuple) else setting.kind.store(value)


def _in_words(setting: Setting, before: Any, after: Any) -> tuple[str, str]:
    if isinstance(setting.kind, Table):
        changed = [row for row in before if before[row] != after[row]]
        before, after = ({row: table[row] for row in changed} for table in (before, after))
    return setting.kind.say(before), setting.kind.say(after)
