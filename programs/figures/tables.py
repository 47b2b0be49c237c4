"""The shape of a report: tables of rows, each with its number and the definition that it has by its id."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from programs.figures.definitions import DEFINITIONS
from programs.figures.described import Definition, Unit

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Row:
    """One number. `part` names the row within its definition; the definition's own row has none."""

    definition: Definition
    value: Decimal | int | None
    """A count, an amount, hours or days; None where there was nothing to count from."""
    of: int | None = None
    """What it is a share of, or how many cases the days are taken from."""
    part: str = ""
    label: Any = ""
    column: str = ""
    """In a table that sets two groups beside each other: which of them."""

    @property
    def key(self) -> str:
        """Return what is the same in every report that has this row."""
        return f"{self.definition.id}/{self.part}" if self.part else self.definition.id

    @property
    def unit(self) -> Unit:
        return self.definition.unit

    @property
    def is_part(self) -> bool:
        return bool(self.part)

    def percent(self, places: int = 0) -> Decimal | None:
        """Return the share, rounded half up as people round; None where it is no share, or one of nothing."""
        if self.unit != Unit.SHARE or not self.of or self.value is None:
            return None
        return (HUNDRED * self.value / self.of).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Table:
    """Rows under one heading."""

    id: str
    title: Any
    rows: tuple[Row, ...]
    said: Any = ""
    """A sentence above the table."""
    columns: tuple[tuple[str, Any], ...] = ()
    """Groups whose numbers stand beside each other, with their names; each row is of one of them then."""

    @property
    def definitions(self) -> list[Definition]:
        """Return the definitions that its rows go by, each once, in their order."""
        return list(dict.fromkeys(row.definition for row in self.rows))


def row(name: str, value: Decimal | int | None, of: int | None = None) -> Row:
    """Return the row of a definition itself."""
    definition = DEFINITIONS[name]
    return Row(definition, value, of, label=definition.name)


def parts(
    name: str, counts: dict[str, int], choices: Any, of: int | None = None, under: str = ""
) -> list[Row]:
    """Return a row for each of some choices, `(value, words)`, also for those that nothing was counted for."""
    definition = DEFINITIONS[name]
    return [Row(definition, counts.get(value, 0), of, f"{under}{value}", words) for value, words in choices]
