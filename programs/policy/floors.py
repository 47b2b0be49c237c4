"""What no version may loosen: minimums of a track, of networks, of a chosen jurisdiction. All are partial policies."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.jurisdictions import JURISDICTIONS
from programs.policy.catalogue import SETTINGS, Setting
from programs.policy.kinds import Irreconcilable, NotAllowed

Values = Mapping[str, Any]
"""Some or all settings by their id."""

FIXED: Mapping[str, Values] = {
    # After severe violence: only the person harmed begins (R6), no override (E1), nothing uninvited (A1).
    "vod": {
        "stages": ("post_adjudication", "post_sentence", "post_release"),
        "initiative": ("victim",),
        "disputed_may_be_overridden": False,
        "requires_conviction": True,
        "no_pending_appeal": True,
        "agreement": "if_victim_asks",
        "premise": "victim_supreme",
        "level": "advanced",
    }
}
"""By track. They can be switched off by nobody."""


@dataclass(frozen=True)
class Floor:
    """A minimum, who set it, and why."""

    set_by: str | Promise
    why: str | Promise
    values: Values


@dataclass(frozen=True)
class Breach:
    """A value that is looser than a floor."""

    setting: Setting
    floor: Floor

    @property
    def least(self) -> str:
        """Return what the floor asks for, in words."""
        return self.setting.kind.say(self.floor.values[self.setting.id])


def fixed_floors(track: str) -> tuple[Floor, ...]:
    """Return what holds for every program of a track."""
    values = FIXED.get(track)
    if values is None:
        return ()
    return (Floor(_("Standards for work after severe violence"), _("This cannot be switched off."), values),)


def basis(jurisdiction: str) -> tuple[Floor, ...]:
    """Return what the jurisdiction asks for that a policy names as its basis; nothing where it names none."""
    found = JURISDICTIONS.get(jurisdiction)
    if found is None:
        return ()
    return (Floor(found.label, _("It is the basis that this program has chosen."), found.floor),)


def breaches(values: Values, floors: Iterable[Floor]) -> list[Breach]:
    """Return every setting of `values` that is looser than one of the floors asks."""
    return [
        Breach(SETTINGS[name], floor)
        for floor in floors
        for name, least in floor.values.items()
        if name in values and not SETTINGS[name].kind.meets(values[name], least)
    ]


@dataclass(frozen=True)
class Conflict:
    """A setting for which several floors ask what no value can meet together."""

    setting: Setting
    floors: tuple[Floor, ...]


def conflicts(floors: Iterable[Floor]) -> list[Conflict]:
    """Return every setting on which floors cannot be reconciled, with all that speak of it."""
    found: dict[str, list[Floor]] = {}
    for floor in floors:
        for name in floor.values:
            found.setdefault(name, []).append(floor)
    return [
        Conflict(SETTINGS[name], tuple(each)) for name, each in found.items() if not _can_be_met(name, each)
    ]


def avoidable(before: Values, after: Values, floors: Iterable[Floor]) -> list[Breach]:
    """Return the breaches of a change that can be otherwise.

    Where floors cannot be met together, what stays as it was, or becomes stricter, stands in nobody's way: or nothing
    could be published before others agree.
    """
    asked = list(floors)
    torn = {each.setting.id for each in conflicts(asked)}
    return [
        each
        for each in breaches(after, asked)
        if not ((name := each.setting.id) in torn and each.setting.kind.meets(after[name], before[name]))
    ]


def _can_be_met(name: str, floors: Sequence[Floor]) -> bool:
    try:
        _joined(name, floors)
    except Irreconcilable:
        return False
    return True


def _joined(name: str, floors: Sequence[Floor]) -> Any:
    """Return what all these floors ask together; raise Irreconcilable where nothing meets them all."""
    kind, (first, *others) = SETTINGS[name].kind, floors
    least = first.values[name]
    for floor in others:
        least = kind.join(least, floor.values[name])
    return least


def combined(floors: Iterable[Floor]) -> dict[str, Any]:
    """Return what several floors ask together, the strictest of each setting.

    One on which they contradict each other is left out: nobody guesses whom to follow.
    """
    asked: dict[str, list[Floor]] = {}
    for floor in floors:
        for name in floor.values:
            asked.setdefault(name, []).append(floor)
    found: dict[str, Any] = {}
    for name, each in asked.items():
        with suppress(Irreconcilable):
            found[name] = _joined(name, each)
    return found


def tightened(values: Values, floors: Iterable[Floor]) -> dict[str, Any]:
    """Return all values, each as strict as itself and as every floor.

    Where the floors can be met and not by less of what the program has, it gets what they ask for; where they
    contradict each other, the value stays as it is.
    """
    least = combined(floors)
    return {
        name: SETTINGS[name].kind.lift(value, least[name]) if name in least else value
        for name, value in values.items()
    }


def read_known(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a floor that was taken once; a setting that is no more is left out."""
    return read_floor({name: value for name, value in raw.items() if name in SETTINGS})


def read_floor(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a floor from JSON; raise NotAllowed for what can be none."""
    if unknown := [name for name in raw if name not in SETTINGS or not SETTINGS[name].kind.has_stricter]:
        raise NotAllowed(f"No floor can be set for: {', '.join(sorted(unknown))}.")
    return {name: SETTINGS[name].kind.read(value) for name, value in raw.items()}
