"""Which pictures a page of figures has: its headlines with a study's marks, and each percentage over a table's rows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from network.reporting.shares import ALL
from network.reporting.showing import Figures, Table, in_percent, letters_of
from network.reporting.studies import MARKERS
from network.reporting.whiskers import Bar, chart_of
from network.reporting.words import LETTERS

LEAST_BARS = 2
"""One row alone is no comparison: the headlines show it already."""


def headline_chart(figures: Figures) -> dict[str, Any] | None:
    """Return the chart of a document's percentages over all rows."""
    told = {"name": figures.name, "year": figures.year}
    bars = [
        Bar(str(each.words.title), each.percent, MARKERS[each.id].percent if each.id in MARKERS else None)
        for each in figures.headlines
    ]
    return chart_of("headlines", _("%(name)s, %(year)s: the shares as a picture") % told, bars)


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


def beside(parts: Iterable[Figures]) -> dict[str, Any]:
    """Return what the study found beside which percentages of some documents, as a table, with its letters."""
    rows = []
    for each in (share for figures in parts for share in figures.headlines):
        marker = MARKERS.get(each.id)
        if marker:
            without = in_percent(marker.without) if marker.without is not None else str(LETTERS["z"][0])
            percents = [{"text": text, "format": "numeric"} for text in (in_percent(marker.percent), without)]
            rows.append([marker.of, each.words.title, *percents])
    numeric = [
        {"text": text, "format": "numeric"} for text in (_("With mediation"), _("Similar people without"))
    ]
    return {
        "studies": rows,
        "study_head": [_("What the study counted"), _("Stands beside"), *numeric],
        "study_letters": letters_of("z" for row in rows if row[3]["text"] == str(LETTERS["z"][0])),
    }
