"""What pages and downloads show of a file: reasons in words, the first rows, and those that failed."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.importing.fields import fields_of
from programs.importing.troubles import Trouble, sentence
from programs.importing.twice import HERE
from programs.models import ImportBatch, ImportChunk, Program

MADE: dict[str, Any] = {
    "cases": gettext_lazy("Cases"),
    "closed": gettext_lazy("of these closed"),
    "open": gettext_lazy("of these still open: they begin at intake"),
    "people": gettext_lazy("People"),
    "mediators": gettext_lazy("Mediators"),
    "sessions": gettext_lazy("Sessions that were held"),
    "agreements": gettext_lazy("Agreements"),
    "payments": gettext_lazy("Payments and hours"),
    "surveys": gettext_lazy("Forms of surveys, and answers about new offenses"),
}
FIGURES: dict[str, Any] = {
    "promised_monetary_restitution": gettext_lazy("Promised in money"),
    "done_monetary_restitution": gettext_lazy("Paid of it"),
    "promised_service_to_victim": gettext_lazy("Hours for people harmed, promised"),
    "done_service_to_victim": gettext_lazy("Hours for people harmed, done"),
    "promised_community_service": gettext_lazy("Hours for the community, promised"),
    "done_community_service": gettext_lazy("Hours for the community, done"),
}
OF_AGREEMENTS = pgettext_lazy("import", "Things that were agreed")
MOST_SHOWN = 50
MOST_TWICE = 100
FIRST = 5
RISKY = ("=", "+", "-", "@", "\t", "\r")


class Reason(NamedTuple):
    """Something that is wrong with some rows."""

    column: str
    sentence: str
    rows: int
    lines: list[int]


class Bad(NamedTuple):
    """A row that is left out, and why."""

    line: int
    cells: list[str]
    troubles: list[str]


def reasons(batch: ImportBatch) -> list[Reason]:
    """Return what is wrong, the most frequent first."""
    found = [
        Reason(column_of(batch, name.split("|")[0]), _said(name, told), told["count"], told["lines"])
        for name, told in ((batch.found or {}).get("reasons") or {}).items()
    ]
    return sorted(found, key=lambda each: -each.rows)


def _said(name: str, told: dict[str, Any]) -> str:
    field, _stroke, code = name.partition("|")
    return sentence(Trouble(field, code, told["said"]))


def column_of(batch: ImportBatch, field: str) -> str:
    """Return the heading of the column that says a thing, else what the thing is called; "" for a whole row."""
    if not field:
        return ""
    headings = batch.headings or []
    place = batch.columns.index(field) if field in batch.columns else len(headings)
    return (headings[place] if place < len(headings) else "") or str(fields_of(batch.kind)[field].label)


def told_of(batch: ImportBatch, result: dict[str, Any]) -> list[str]:
    """Return what is wrong with a row, each after its column."""
    said = []
    for each in result["troubles"]:
        trouble = Trouble(*each)
        column = column_of(batch, trouble.field)
        said.append(f"{column}: {sentence(trouble)}" if column else sentence(trouble))
    if not said and result.get("twice") and not result.get("made"):
        code = "is_there" if result["twice"] == HERE else "in_file"
        said.append(sentence(Trouble("", code, result["twice"])))
    return said


def _rows(batch: ImportBatch) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Yield cells and result of each row, part by part."""
    parts = ImportChunk.objects.filter(pk__in=batch.chunk_keys).order_by("number").select_related("batch")
    for chunk in parts.iterator(chunk_size=4):
        results = {each["line"]: each for each in chunk.results or []}
        for line, cells in chunk.rows:
            if line in results:
                yield cells, results[line]


def bad_rows(batch: ImportBatch, most: int = MOST_SHOWN) -> list[Bad]:
    """Return the first rows that something is wrong with."""
    found = []
    for cells, result in _rows(batch):
        if result["troubles"]:
            found.append(Bad(result["line"], cells, told_of(batch, result)))
            if len(found) == most:
                break
    return found


def rows_twice(batch: ImportBatch) -> list[tuple[int, str]]:
    """Return line and words of the first rows that come twice."""
    found = []
    for cells, result in _rows(batch):
        if result["twice"] and not result["troubles"]:
            is_here = result["twice"] == HERE
            why = _("it is here already") if is_here else _("as line {line}").format(line=result["twice"])
            said = " · ".join(cell for cell in cells if cell)[:80]
            found.append(
                (
                    result["line"],
                    _("Line {line}, {why}: {said}").format(line=result["line"], why=why, said=said),
                )
            )
            if len(found) == MOST_TWICE:
                break
    return found


def first_rows(batch: ImportBatch) -> list[list[tuple[str, str]]]:
    """Return what the first good rows say, as column and cell."""
    found = []
    for cells, result in _rows(batch):
        if not result["troubles"] and not result["twice"]:
            told = zip(batch.columns, cells, strict=False)
            found.append([(column_of(batch, name), cell) for name, cell in told if name and cell])
            if len(found) == FIRST:
                break
    return found


def made_rows(batch: ImportBatch, program: Program) -> list[list[Any]]:
    """Return what good rows become, as label and figure."""
    counted = batch.counts.get("made", {})
    labels = MADE | ({"agreements": OF_AGREEMENTS} if batch.kind == "agreements" else {})
    rows = [[str(label), counted[name]] for name, label in labels.items() if counted.get(name)]
    for name, label in FIGURES.items():
        if counted.get(name):
            figure = Decimal(counted[name]) / 100
            unit = program.currency if "monetary" in name else _("hours")
            rows.append(
                [
                    str(label),
                    f"{figure:.2f} {unit}" if "monetary" in name else f"{figure.normalize():f} {unit}",
                ]
            )
    return rows


def failed_rows(batch: ImportBatch) -> Iterator[str]:
    """Yield the lines of a CSV with every row that was not imported, its number and all reasons after its own cells."""
    yield "\ufeff" + _line([*(batch.headings or []), _("Line"), _("Why it was not imported")])
    width = len(batch.headings or [])
    for cells, result in _rows(batch):
        if not result.get("made"):
            padded = [*cells, *[""] * (width - len(cells))]
            yield _line([*padded, str(result["line"]), " ".join(told_of(batch, result))])


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells])
    return out.getvalue()
