"""The program's copies of what its networks publish, read from one column."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from network.guidance.models import Demand
from programs.models import PolicyFloor, Program
from programs.policy import floors
from programs.policy.catalogue import SETTINGS
from programs.policy.kinds import NotAllowed


@dataclass(frozen=True)
class Guide:
    """What one network publishes, as this program was brought it last; dates are texts as JSON holds them."""

    network: str
    name: str
    number: int = 0
    """The number of the delivery that was taken last."""
    is_member: bool = False
    ends_on: str = ""
    """Since the program left: the day from which what was required holds no more."""
    template: Mapping[str, Any] = field(default_factory=dict)
    """number, settings, why, holds_from and published_on; empty where nothing is asked."""
    resources: tuple[Mapping[str, Any], ...] = ()
    """What can be taken over, without its words: id, version (its id), number, kind, name and about."""
    taken: Mapping[str, Any] = field(default_factory=dict)
    """What was taken over, by the id of the resource: number, name, kind and on which day."""
    torn: tuple[str, ...] = ()
    """Settings on which it contradicts others, as the network was told last."""
    said: int = 0
    """The number of that word."""
    looks_on: str = ""
    """The day for which it was queued last that the program looks again."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Return the copy that JSON holds; what a later release added is left out."""
        known = {name: value for name, value in raw.items() if name in cls.__dataclass_fields__}
        lists = {name: tuple(raw.get(name, ())) for name in ("resources", "torn")}
        return cls(**known | lists)

    def as_json(self) -> dict[str, Any]:
        """Return what the column holds."""
        lists = {"resources": [dict(each) for each in self.resources], "torn": list(self.torn)}
        return asdict(self) | lists

    @property
    def settings(self) -> dict[str, Mapping[str, Any]]:
        """Return what is asked, by the settings that this release knows, with values that are some."""
        asked = self.template.get("settings", {})
        return {name: asked[name] for name in SETTINGS if name in asked and _is_value(name, asked[name])}

    @property
    def required(self) -> dict[str, Any]:
        """Return the values of what is required, as JSON holds them."""
        return {
            name: each["value"]
            for name, each in self.settings.items()
            if each["demand"] == Demand.REQUIRED and SETTINGS[name].kind.has_stricter
        }

    def is_pending(self, today: dt.date) -> bool:
        """Return whether what it publishes holds only from a later day."""
        return bool(self.is_member and self.template) and today < day_of(self.template["holds_from"])

    def due(self, today: dt.date) -> dict[str, Any] | None:
        """Return what is required on a day; None where it stays as it was the day before."""
        if not self.is_member:
            return {} if self.ends_on and today >= day_of(self.ends_on) else None
        return None if self.is_pending(today) else self.required

    def next_day(self, today: dt.date) -> dt.date | None:
        """Return the day on which something of it holds, or ends; None where no such day is to come."""
        told = self.template["holds_from"] if self.is_pending(today) else self.ends_on
        day = day_of(told) if told else None
        return day if day and day > today else None


def day_of(text: str) -> dt.date:
    """Return a day that JSON holds."""
    return dt.date.fromisoformat(text)


def guides_of(program: Program) -> list[Guide]:
    """Return what every network publishes, or published while the program belonged to it."""
    found = [Guide.read(raw) for raw in program.guidance.values()]
    return sorted(found, key=lambda each: (not each.is_member, each.name, each.network))


def keep(program: Program, guide: Guide) -> None:
    """Write a copy into the program, whose row is locked by the caller."""
    program.guidance[guide.network] = guide.as_json()
    program.save(update_fields=["guidance"])


def torn_now(rows: list[PolicyFloor], conflicts: list[floors.Conflict]) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return, by the network, on which settings it is one of those that contradict each other."""
    names = {each.setting.id for each in conflicts}
    return {row.network_id: tuple(sorted(names & row.values.keys())) for row in rows}


def with_torn(guide: Guide, torn: tuple[str, ...]) -> Guide:
    """Return a copy that says what its network is to be told."""
    return replace(guide, torn=torn, said=guide.said + 1)


def _is_value(name: str, asked: Mapping[str, Any]) -> bool:
    try:
        SETTINGS[name].kind.read(asked["value"])
    except (NotAllowed, KeyError):
        return False
    return True
