"""Every percentage that is published: which part of which whole, of a table's rows and of all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from network.reporting.plan import MET, Stage, Table
from network.reporting.ranges import Noisy, Share, share_of


@dataclass(frozen=True)
class Percentage:
    """A part of a whole, by the columns that are counted in each; `part` is contained in `whole`."""

    id: str
    part: frozenset[str]
    whole: frozenset[str]
    table: str = ""
    """The table it is of; empty for those of the funnel, which every funnel table has."""


_MET, _AGREED = frozenset(MET), frozenset({Stage.AGREED.value, Stage.COMPLETED.value})
_REFERRED = _MET | {Stage.REFERRED.value, Stage.SCREENED_IN.value}
_YES, _ANSWERED = frozenset({"yes"}), frozenset({"yes", "no"})

PERCENTAGES = (
    Percentage("mediated_of_referred", _MET, _REFERRED),
    Percentage("agreed_of_mediated", _AGREED, _MET),
    Percentage("completed_of_agreed", frozenset({Stage.COMPLETED.value}), _AGREED),
    Percentage(
        "restitution_full_of_agreed",
        frozenset({"full"}),
        frozenset({"unpaid", "part", "full"}),
        "restitution",
    ),
    Percentage("victim_satisfied_of_answers", _YES, _ANSWERED, "victim_satisfied"),
    Percentage("offender_satisfied_of_answers", _YES, _ANSWERED, "offender_satisfied"),
    Percentage("less_fear_of_answers", frozenset({"less"}), frozenset({"less", "same", "more"}), "fear"),
    Percentage("new_offence_of_known", _YES, _ANSWERED, "new_offence"),
)
BY_ID = {each.id: each for each in PERCENTAGES}
ALL = "all"
"""The row of all rows together."""

Find = Callable[[str, str, str], Noisy | None]
"""Returns what was drawn for a table's row and column, where that cell is possible."""


def shares_in(tables: tuple[Table, ...], find: Find) -> Iterator[tuple[Percentage, str, str, Share | None]]:
    """Yield every percentage of some tables with its table and row; None where too little is there to say anything.

    A funnel's sums over all rows are the same in each of its tables, so they are given once, without a table's name.
    Cells of a row are independent of each other: what makes tables agree shifts each column by itself.
    """
    funnels = [table for table in tables if table.is_funnel]
    for each in PERCENTAGES:
        if not each.table and funnels:
            yield each, "", ALL, _share(each, "", ALL, find)
        for table in funnels if not each.table else [table for table in tables if table.id == each.table]:
            rows = table.rows if table.is_funnel else dict.fromkeys((ALL, *table.rows))
            for row in rows:
                if not table.is_funnel or all((row, column) in table.cells for column in each.whole):
                    yield each, table.id, row, _share(each, table.id, row, find)


def _share(each: Percentage, table: str, row: str, find: Find) -> Share | None:
    drawn = {column: find(table, row, column) for column in each.whole}
    cells = {column: cell for column, cell in drawn.items() if cell is not None}
    part, whole = (
        Noisy(
            sum(cells[name].value for name in names if name in cells),
            sum(cells[name].variance for name in names if name in cells),
        )
        for names in (each.part, each.whole)
    )
    return share_of(part, whole, covariance=part.variance)
