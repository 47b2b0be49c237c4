"""Lets tables that count the same cases by the same stages agree about how many reached each, by least squares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cells = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Agreed:
    """Noisy tables that agree, and the variances that noise leaves in them."""

    tables: dict[str, dict[tuple[str, str], float]]
    totals: dict[str, float]
    """How many cases reached each stage and no further one, as every table has it now."""
    total_variances: dict[str, float]
    cell_variances: dict[tuple[str, str], float]
    """By table and stage."""


def agree(tables: Mapping[str, Cells], stages: Sequence[str], variance: float) -> Agreed:
    """Return tables of categories by stages, drawn with noise of one variance, such that the sums of each stage agree.

    A sum of k cells has k times the noise, so each table's sum counts by 1 / k; what is missing to the agreed one is
    shared out evenly among its cells. That is the least squares solution, as the noise of all cells is alike. A table
    may lack cells in which no case can be.
    """
    fitted = {name: dict(cells) for name, cells in tables.items()}
    totals, of_totals, of_cells = {}, {}, {}
    for stage in stages:
        rows = {name: [row for row, there in cells if there == stage] for name, cells in tables.items()}
        weights = {name: 1 / len(found) for name, found in rows.items()}
        whole = sum(weights.values())
        sums = {name: sum(tables[name][row, stage] for row in found) for name, found in rows.items()}
        totals[stage] = sum(weights[name] * each for name, each in sums.items()) / whole
        of_totals[stage] = variance / whole
        for name, weight in weights.items():
            for row in rows[name]:
                fitted[name][row, stage] += (totals[stage] - sums[name]) * weight
            # What a cell loses is the noise of its own table's sum, and it takes on its part of the agreed one's.
            of_cells[name, stage] = variance * (1 - weight) + variance * weight**2 / whole
    return Agreed(fitted, totals, of_totals, of_cells)
