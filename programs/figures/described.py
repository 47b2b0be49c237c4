"""How a figure is described: the shape of a definition, and the units that there are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    """A count out of another one; both are shown, and the share in percent."""
    MONEY = "money"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True)
class Definition:
    """One figure, as it is explained beside its number."""

    id: str
    name: Any
    said: Any
    unit: Unit
    source: Any
    """Where the definition comes from; what is no name of a study is said in the reader's language."""
