"""What courts, laws and standards of a place say about offences: rows of data, each with its source and its day (E5).

A program chooses one as the basis of its policy, which may be stricter and never looser (`programs.policy.floors`).
What is shipped are **examples**: read the source, and ask a lawyer, before anybody relies on one. A file is one
jurisdiction; rows are added or changed there, never in code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

FOLDER = Path(__file__).parent
NONE = "none"
"""The choice of no jurisdiction."""


@dataclass(frozen=True)
class Row:
    """What is said of one kind of offence: whether it is taken, and from which stage on."""

    offence: str
    source: str
    as_of: date
    """The day on which the row was written; the source may have changed since."""
    answer: str = ""
    from_stage: str = ""


@dataclass(frozen=True)
class Jurisdiction:
    id: str
    names: Mapping[str, str]
    """By language."""
    is_example: bool
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Return its name in the current language."""
        return self.names.get((get_language() or "en")[:2], self.names["en"])

    @property
    def label(self) -> str | Promise:
        """Return its name as a choice, in the language of whoever reads it."""
        return _name_of(self.id)

    @property
    def floor(self) -> dict[str, Any]:
        """Return the settings that no policy may loosen on this basis; a partial policy."""
        tables = {
            "offences": {row.offence: row.answer for row in self.rows if row.answer},
            "earliest_stages": {row.offence: row.from_stage for row in self.rows if row.from_stage},
        }
        return {name: rows for name, rows in tables.items() if rows}


def read(path: Path) -> Jurisdiction:
    """Return the jurisdiction of a file; raises KeyError or TypeError for one that lacks something."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Jurisdiction(
        id=path.stem,
        names=told["name"],
        is_example=told["is_example"],
        rows=tuple(Row(**row) for row in told["row"]),
    )


JURISDICTIONS: dict[str, Jurisdiction] = {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _told(identifier: str) -> str:
    return JURISDICTIONS[identifier].name


_name_of = lazy(_told, str)
