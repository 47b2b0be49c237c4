"""Which pictures a page of figures has: its headlines with a study's marks, and each percentage over a table's rows."""

from typing import Any

from network.reporting.shares import ALL
from network.reporting.showing import Figures, Table, in_percent
from network.reporting.studies import MARKERS
from network.reporting.whiskers import Bar, chart_of
from network.reporting.words import LETTERS

LEAST_BARS = 2
"""One row alone is no comparison: the headlines show it already."""


def headline_chart(figures: Figures) -> dict[str, Any] | None:
    """Return the chart of a document's percentages over all rows."""
    bars = [
        Bar(str(each.words.title), each.percent, MARKERS[each.id].percent if each.id in MARKERS else None)
        for each in figures.headlines
    ]
    return chart_of("headlines", figures.name, bars)


def charts_of(table: Table) -> list[dict[str, Any]]:
    """Return a chart for each percentage of a table, over its rows."""
    charts = []
    for name in dict.fromkeys(each.id for each in table.shares):
        rows = [each for each in table.shares if each.id == name and each.row != ALL]
        known = [each for each in rows if each.percent.part is not None]
        if len(known) < LEAST_BARS:
            continue
        bars = [Bar(table.row_name(each.row), each.percent) for each in rows]
        charts.append(chart_of(f"{table.id}-{name}", f"{rows[0].words.title}: {table.words.title}", bars))
    return [each for each in charts if each]


def studies_of(figures: Figures) -> list[list[str]]:
    """Return what the study found beside which of a document's percentages, as rows of a table."""
    rows = []
    for each in figures.headlines:
        marker = MARKERS.get(each.id)
        if marker:
            without = in_percent(marker.without) if marker.without is not None else str(LETTERS["z"][0])
            rows.append([str(marker.of), in_percent(marker.percent), without, str(each.words.title)])
    return rows
