"""A published document as one table of all its numbers, for spreadsheets and software that reads CSV."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from amends.web.sheets import table

Document = Mapping[str, Any]
COLUMNS = (
    *("period", "year", "level", "code", "name", "attempt", "published_on", "state", "what", "table"),
    *("row", "column", "count", "percent", "low", "high", "sd", "mark"),
)
"""The same in every file and language: software reads them."""


def as_csv(document: Document) -> bytes:
    """Return a line for each number, in the document's order; of the same document always the same bytes."""
    head = _head(document)
    lines = [
        [*head.values(), *(line.get(name, "") for name in COLUMNS[len(head) :])] for line in _lines(document)
    ]
    return table([COLUMNS, *lines])


def checksum_of(content: bytes) -> str:
    """Return SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def _head(document: Document) -> dict[str, Any]:
    period, domain = document["period"], document["domain"]
    return {
        "period": period["kind"],
        "year": period["key"],
        "level": domain["level"],
        "code": domain["code"],
        "name": domain["name"],
        "attempt": document["attempt"],
        "published_on": document["published_on"],
        "state": document["state"],
    }


def _lines(document: Document) -> Iterator[dict[str, Any]]:
    if document["state"] == "withheld":
        yield {"what": "withheld", "row": document["why"], "mark": "c"}
    for cell in document.get("totals", ()):
        yield {"what": "total", "column": cell["column"]} | _counted(cell)
    for each in document["tables"]:
        for cell in each["cells"]:
            told = {"what": "count", "table": each["id"], "row": cell["row"], "column": cell["column"]}
            yield told | {"sd": "" if cell["mark"] == "z" else each["sd"]} | _counted(cell)
    for share in document["shares"]:
        told = {"what": "percent", "table": share["table"], "row": share["row"], "column": share["id"]}
        names = (("percent", "part"), ("low", "low"), ("high", "high"))
        numbers = {name: _whole(share[key]) for name, key in names}
        yield told | numbers | {"mark": share["mark"]}


def _counted(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": "" if cell["count"] is None else cell["count"], "mark": cell["mark"]}


def _whole(share: float | None) -> int | str:
    return "" if share is None else round(share * 100)
