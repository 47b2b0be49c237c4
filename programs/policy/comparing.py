"""Two policies side by side, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.policy.catalogue import SETTINGS, Setting
from programs.policy.document import Policy
from programs.policy.kinds import SomeOf, Table
from programs.rules.kinds import Listed


@dataclass(frozen=True)
class Difference:
    setting: Setting
    before: str
    after: str


def differences(before: Policy, after: Policy) -> list[Difference]:
    """Return what two policies say differently, in the order of the catalogue; of a table its changed rows alone."""
    return [
        Difference(setting, *_in_words(setting, before, after))
        for name, setting in SETTINGS.items()
        if not are_same(setting, getattr(before, name), getattr(after, name))
    ]


def are_same(setting: Setting, one: Any, other: Any) -> bool:
    """Return whether two values of a setting say the same."""
    return bool(_kept(setting, one) == _kept(setting, other))


def _kept(setting: Setting, value: Any) -> Any:
    # The order of several answers decides what is offered first, and changes no rule.
    return set(value) if isinstance(setting.kind, SomeOf) else setting.kind.store(value)


def _in_words(setting: Setting, before: Policy, after: Policy) -> tuple[str, str]:
    one, other = getattr(before, setting.id), getattr(after, setting.id)
    if isinstance(setting.kind, Listed):
        was = [setting.kind.say_one(each, before) for each in one if each not in other]
        would = [setting.kind.say_one(each, after) for each in other if each not in one]
        return "; ".join(was) or _("None"), "; ".join(would) or _("None")
    if isinstance(setting.kind, Table):
        changed = [row for row in one if one[row] != other[row]]
        one, other = ({row: table[row] for row in changed} for table in (one, other))
    return setting.kind.say(one), setting.kind.say(other)
