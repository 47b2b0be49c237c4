"""How near published headline percentages are to what happened, and how often their ranges hold it."""

from random import Random
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from network.reporting.document import fit
from network.reporting.intake import Rollup, tables_of
from network.reporting.models import Kind
from network.reporting.plan import Level
from network.reporting.preparing import draw
from network.reporting.shares import ALL, PERCENTAGES, shares_in

SIZES = (60, 90, 130, 180, 280)
"""Cases of five programs: 740 in all."""


def usefulness(draws: int, seed: int) -> dict[str, Any]:
    """Return errors in points and the part of ranges that hold the realised share, of percentages over all rows."""
    from tests.network.reporting.made import counts_of

    chance = Random(seed)
    errors, held, shown, asked = [], 0, 0, 0
    tables = tables_of(Kind.YEAR)
    mine = tuple(table for table in tables if Level.REGION in table.levels)
    for _ in range(draws):
        rollup: Rollup = {
            UUID(int=number): {
                name: {(row, column): n for row, columns in rows.items() for column, n in columns.items()}
                for name, rows in counts_of(cases, chance).items()
            }
            for number, cases in enumerate(SIZES)
        }
        fitted = fit(draw(rollup, list(rollup), mine, Level.REGION, 1), mine, Level.REGION, 1)
        for each, table, row, share in shares_in(mine, fitted.find):
            if row != ALL:
                continue
            asked += 1
            if share is None or not share.is_reliable:
                continue
            true = _realised(rollup, table or "type", each.id)
            shown += 1
            errors.append(abs(share.part - true) * 100)
            held += share.low <= true <= share.high
    return {
        "percentages": asked,
        "shown": round(shown / asked, 3),
        "error_median_points": round(median(errors), 2),
        "error_p90_points": round(quantiles(errors, n=10)[-1], 2),
        "covered": round(held / shown, 4),
    }


def _realised(rollup: Rollup, table: str, name: str) -> float:
    each = next(one for one in PERCENTAGES if one.id == name)
    part = whole = 0
    for counts in rollup.values():
        for (_row, column), n in counts.get(table, {}).items():
            part += n * (column in each.part)
            whole += n * (column in each.whole)
    return part / whole
