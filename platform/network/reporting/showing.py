"""A published document as its page shows it: percentages with ranges, counts, and letters explained beside them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from network.reporting.shares import ALL
from network.reporting.words import ALL_ROWS, KINDS, LETTERS, SHARES, STAGES, TABLES, ShareWords, Words

Document = Mapping[str, Any]


def in_percent(percent: int) -> str:
    """Return a percentage as it is written in the reader's language."""
    return _("%s %%") % number_format(percent, 0)


@dataclass(frozen=True)
class Percent:
    """A percentage and its range of 95 %, in whole percents; all None where it is not reliable."""

    part: int | None
    low: int | None
    high: int | None

    @property
    def text(self) -> str:
        """Return it in words with its range, or the letter that stands for it."""
        if self.part is None or self.low is None or self.high is None:
            return str(LETTERS["u"][0])
        return _("%(part)s %% (%(low)s to %(high)s)") % {
            "part": self.part,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True)
class Shown:
    """A percentage of a document: of which table and row, in words."""

    id: str
    table: str
    row: str
    percent: Percent

    @property
    def words(self) -> ShareWords:
        return SHARES[self.id]


@dataclass(frozen=True)
class Table:
    """A table of a document: its words, its counts, and the percentages of its rows."""

    document: Mapping[str, Any]
    shares: tuple[Shown, ...]

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def words(self) -> Words:
        return TABLES[self.id]

    @cached_property
    def head(self) -> list[Any]:
        """Return the headings of its columns."""
        columns = [
            {"text": self.words.columns[name], "format": "numeric"} for name in self.document["columns"]
        ]
        return [self.words.title, *columns]

    @cached_property
    def rows(self) -> list[list[Any]]:
        """Return its counts, row by row."""
        cells = {(cell["row"], cell["column"]): cell for cell in self.document["cells"]}
        return [
            [str(self.words.rows[row]), *(count_of(cells[row, name]) for name in self.document["columns"])]
            for row in self.document["rows"]
        ]

    @cached_property
    def share_head(self) -> list[Any]:
        """Return the headings of its percentages."""
        names = dict.fromkeys(each.id for each in self.shares)
        return [self.words.title, *({"text": SHARES[name].head, "format": "numeric"} for name in names)]

    @cached_property
    def share_rows(self) -> list[list[Any]]:
        """Return its percentages, row by row; a row without one of them cannot have it."""
        names = dict.fromkeys(each.id for each in self.shares)
        found = {(each.row, each.id): each for each in self.shares}
        rows = dict.fromkeys(each.row for each in self.shares)
        return [
            [
                self.row_name(row),
                *(
                    found[row, name].percent.text if (row, name) in found else str(LETTERS["z"][0])
                    for name in names
                ),
            ]
            for row in rows
        ]

    @property
    def letters(self) -> list[tuple[Any, Any]]:
        """Return the letters that stand in it, with what they mean."""
        marks = {cell["mark"] for cell in self.document["cells"]}
        names = dict.fromkeys(each.id for each in self.shares)
        rows = dict.fromkeys(each.row for each in self.shares)
        marks |= {"u" for each in self.shares if each.percent.part is None}
        marks |= {"z"} if len(self.shares) < len(names) * len(rows) else set()
        return letters_of(marks)

    def row_name(self, row: str) -> str:
        """Return how one of its rows is called; also that of all of them."""
        return str(self.words.rows.get(row, ALL_ROWS))


@dataclass(frozen=True)
class Figures:
    """A whole document, for a page."""

    document: Document

    @property
    def name(self) -> str:
        return str(self.document["domain"]["name"])

    @property
    def year(self) -> int:
        return int(self.document["period"]["key"])

    @property
    def kind(self) -> Any:
        return KINDS[self.document["period"]["kind"]]

    @property
    def is_of_year(self) -> bool:
        return bool(self.document["period"]["kind"] == "year")

    @property
    def published_on(self) -> dt.date:
        return dt.date.fromisoformat(self.document["published_on"])

    @property
    def days(self) -> str:
        """Return the first and the last day of the period in words."""
        begins, ends = (dt.date.fromisoformat(self.document["period"][name]) for name in ("begins", "ends"))
        told = {"begins": date_format(begins, "DATE_FORMAT"), "ends": date_format(ends, "DATE_FORMAT")}
        return _("%(begins)s to %(ends)s") % told

    @cached_property
    def shares(self) -> tuple[Shown, ...]:
        return tuple(
            Shown(each["id"], each["table"], each["row"], percent_of(each))
            for each in self.document["shares"]
        )

    @cached_property
    def headlines(self) -> list[Shown]:
        """Return the percentages over all rows; those of the funnel are of no table."""
        return [each for each in self.shares if each.row == ALL]

    @cached_property
    def totals(self) -> list[list[Any]]:
        """Return how many cases reached which stage, and how many there are in all."""
        return [[str(STAGES[cell["column"]]), count_of(cell)] for cell in self.document.get("totals", ())]

    @property
    def total_letters(self) -> list[tuple[Any, Any]]:
        return letters_of(cell["mark"] for cell in self.document.get("totals", ()))

    @property
    def headline_letters(self) -> list[tuple[Any, Any]]:
        return letters_of("u" for each in self.headlines if each.percent.part is None)

    @cached_property
    def tables(self) -> list[Table]:
        return [
            Table(each, tuple(share for share in self.shares if share.table == each["id"]))
            for each in self.document["tables"]
        ]


def percent_of(share: Mapping[str, Any]) -> Percent:
    """Return a document's share in whole percents."""
    if share["part"] is None:
        return Percent(None, None, None)
    part, low, high = (round(share[name] * 100) for name in ("part", "low", "high"))
    return Percent(part, low, high)


def count_of(cell: Mapping[str, Any]) -> str:
    """Return a document's count in words, or the letter that stands for it."""
    return str(LETTERS[cell["mark"]][0]) if cell["mark"] else number_format(cell["count"], 0)


def letters_of(marks: Iterable[str]) -> list[tuple[Any, Any]]:
    """Return the letters that stand somewhere, with what they mean, in one order."""
    found = set(marks)
    return [LETTERS[mark] for mark in LETTERS if mark in found]
