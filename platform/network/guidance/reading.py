"""Reads a list of resources that somebody brings: a table of courses as CSV, or any of them as JSON."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from network.guidance.bodies import fit_body
from network.guidance.models import Kind

MOST = 50
LARGEST = 200_000
"""Letters of a list."""
NAME, ABOUT = 120, 2000
NEEDED = ("title", "hours", "form", "language", "provider")
COLUMNS = (*NEEDED, "link", "about")


@dataclass(frozen=True)
class Found:
    """One resource as it can be published."""

    kind: str
    name: str
    about: str
    body: dict[str, Any]


class BadList(ValueError):
    """Something in a list cannot be published; `problems` says what, in words with the number of the line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_list(text: str) -> list[Found]:
    """Return all that a list holds; BadList with every problem of every line when there is any."""
    if len(text) > LARGEST:
        raise BadList([_("The list is too long. Bring it in parts.")])
    rows = list(_of_json(text) if text.lstrip().startswith(("[", "{")) else _of_table(text))
    if not rows:
        raise BadList([_("There is no line with a resource in it.")])
    if len(rows) > MOST:
        raise BadList(
            [_("There are %(count)s lines, and at most %(most)s.") % {"count": len(rows), "most": MOST}]
        )
    found, problems = [], []
    for where, raw in rows:
        try:
            found.append(_one(raw))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise BadList(problems)
    return found


def _of_table(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    text = text.removeprefix("\ufeff")
    above = text[: len(text) - len(text.lstrip())].count("\n")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text.strip()), delimiter=delimiter, strict=True)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        if missing := [name for name in NEEDED if name not in names]:
            told = {"missing": ", ".join(missing), "columns": ", ".join(COLUMNS)}
            raise BadList([_("The first line lacks: %(missing)s. It names the columns: %(columns)s.") % told])
        reader.fieldnames = names
        for row in reader:
            # The inner reader counts: the other stops before lines that are empty.
            number = above + reader.reader.line_num
            yield _("Line %(number)s") % {"number": number}, _course(row)
    except csv.Error as error:
        where: dict[str, Any] = {"number": above + reader.reader.line_num, "what": error}
        raise BadList([_("Line %(number)s cannot be read as a table: %(what)s") % where]) from error


def _course(row: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Return a line as an entry; columns beyond those of the first line are kept, to be told."""
    raw = {name: value or "" for name, value in row.items() if name is not None}
    told = {"kind": Kind.COURSE.value, "name": raw.get("title", ""), "about": raw.get("about", "")}
    return {**told, "body": raw, "beyond": row.get(None, [])}


def _of_json(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadList([_("Line %(number)s cannot be read as JSON.") % {"number": line}]) from error
    for number, each in enumerate(raw if isinstance(raw, list) else [raw], start=1):
        yield _("Entry %(number)s") % {"number": number}, each


def _one(raw: Any) -> Found:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("body"), Mapping):
        raise ValueError(_("it has to hold kind, name, about and body"))  # noqa: TRY004 - told as any other
    if raw.get("beyond"):
        raise ValueError(
            _("there are more columns than in the first line; put a text with commas between quotes")
        )
    name, about = str(raw.get("name") or "").strip(), str(raw.get("about") or "").strip()
    if not name or len(name) > NAME:
        raise ValueError("name, title: " + _("between 1 and %(most)s letters are needed") % {"most": NAME})
    if len(about) > ABOUT:
        raise ValueError("about: " + _("at most %(most)s letters") % {"most": ABOUT})
    kind = str(raw.get("kind") or "")
    if kind not in Kind.values:
        raise ValueError("kind: " + _("one of %(known)s is needed") % {"known": ", ".join(Kind.values)})
    return Found(kind, name, about, fit_body(kind, raw["body"]))
