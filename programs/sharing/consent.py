"""What the program said about taking part in figures across programs, read from one column of its row."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from network.oversight.models import Share
from network.reporting.models import Kind
from network.reporting.periods import seals_on
from programs.models import Program
from programs.networks.copies import IS_MEMBER, Copy, copies_of

WORDS = 1
"""The version of the text that is agreed to (`templates/programs/sharing/words.html`)."""


@dataclass(frozen=True)
class Consent:
    """The program's last word; dates are texts as JSON holds them."""

    number: int = 0
    """Counts what the program said."""
    words: int = 0
    region: str = ""
    """A code of `network.places`."""
    network: str = ""
    """The network whose figures its cases are in besides, by its id; empty for none."""
    first_year: int = 0
    """From which the figures of this region and network have its cases."""
    began: int = 0
    """The first year of all since the program takes part without a break: what was closed before is never counted."""
    last_year: int | None = None
    """The last year whose figures its cases are in, once the program has ended it."""
    given_at: str = ""
    given_by: str = ""
    """The id of the account."""

    @classmethod
    def of(cls, program: Program) -> Self:
        """Return what the program said last; all empty where it never said anything."""
        raw: Mapping[str, Any] = program.shared_figures.get("consent", {})
        return cls(**{name: value for name, value in raw.items() if name in cls.__dataclass_fields__})

    @property
    def is_given(self) -> bool:
        """Return whether the program takes part, now or from a year that is still to come."""
        return self.number > 0 and self.last_year is None

    def holds_for(self, year: int) -> bool:
        """Return whether cases of a year may be counted."""
        return self.number > 0 and self.began <= year <= (year if self.last_year is None else self.last_year)

    def as_json(self) -> dict[str, Any]:
        """Return what the column holds."""
        return asdict(self)


def first_year_from(today: dt.date) -> int:
    """Return the first year of a consent that is given today: the next, as nothing is counted back."""
    return today.year + 1


def last_year_sealed(today: dt.date) -> int:
    """Return the last year whose sealing has begun by today: what ends today ends all that is not."""
    year = today.year - 1
    return year if seals_on(Kind.YEAR, year) <= today else year - 1


def figures_shared_with(program: Program) -> list[Copy]:
    """Return the networks that the program belongs to and shares its figures with."""
    return [
        each for each in copies_of(program) if each.state in IS_MEMBER and Share.FIGURES.value in each.shares
    ]


def keep(program: Program, consent: Consent) -> None:
    """Write the program's word into its row, which the caller has locked, with those before it."""
    before = program.shared_figures.get("consent")
    if before:
        program.shared_figures.setdefault("earlier", []).append(before)
    program.shared_figures["consent"] = consent.as_json()
    program.save(update_fields=["shared_figures"])
