"""Rows become lines, part by part; then everything that changed meanwhile is read anew, so that all is of one moment.

A line waits as [key, version of the row, whether it is shut, digest, text]. The version is PostgreSQL's `xmin`: another
one means that the row was written since. A row is shut where the row policies of sealed and destroyed cases hide it.
"""

import base64
import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField
from django.db.models.expressions import Expression

from programs.models import ImportBatch, StoredFile
from programs.models.stored_file import FileState
from programs.moving.parts import Parts
from programs.moving.rows import digest_of, key_of, line_of, to_json, told_of
from programs.moving.secrets import shut
from programs.moving.travelling import rows_of, travelling
from programs.retention.unseen import seeing_sealed

ROWS = 500
"""Rows of one part: one job, one transaction."""
COMPARED = 2_000
"""Keys that are compared at once."""


class RowVersion(Expression):
    """The number of the transaction that wrote the row as it is."""

    output_field = CharField()
    alias: str

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        resolved = self.copy()
        resolved.alias = query.get_initial_alias()
        return resolved

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"{compiler.quote_name_unless_alias(self.alias)}.xmin::text", ()


def gather(batch: ImportBatch) -> None:
    """Gather the next part; sets `progress["stage"]` to "settle" after the last."""
    progress = batch.progress
    model = travelling()[progress["table"]]
    lines = lines_after(model, progress["after"])
    if lines:
        Parts(batch).add(model._meta.label_lower, lines)
        progress["after"] = lines[-1][0]
        batch.done += len(lines)
    if len(lines) < ROWS:
        progress["table"], progress["after"] = progress["table"] + 1, None
        if progress["table"] == len(travelling()):
            progress["stage"] = "settle"


def lines_after(model: Any, after: Any) -> list[Any]:
    """Return the lines of the rows that follow a key (None: of the first), at most `ROWS`."""
    with seeing_sealed():
        rows = rows_of(model).annotate(row_version=RowVersion())
        if after is not None:
            rows = rows.filter(pk__gt=key_of(model, after))
        found = list(rows[:ROWS])
    seen = _seen(model, [row.pk for row in found])
    return [_line(row, is_shut=row.pk not in seen) for row in found]


def _seen(model: Any, keys: Sequence[Any]) -> set[Any]:
    """Return those of these keys that pages show as well: the others are of sealed or destroyed cases."""
    return set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))


def _line(row: Any, *, is_shut: bool) -> list[Any]:
    label, told = row._meta.label_lower, told_of(row)
    key, digest, text = to_json(row.pk), digest_of(label, told), line_of(told)
    if is_shut:
        closed = shut(text.encode(), f"{label}/{key}")
        text = line_of({row._meta.pk.name: key, "shut": base64.b64encode(closed).decode()})
    return [key, row.row_version, is_shut, digest, text]


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything that is read in the block be as of one moment; in a transaction that is open already, as it is."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def settle(batch: ImportBatch) -> None:
    """Find out what changed, came or went since it was gathered, and read that anew; within `one_moment`."""
    parts = Parts(batch)
    stale: dict[str, list[Any]] = {}
    for model in travelling():
        label = model._meta.label_lower
        parts.drop(f"late {label}")
        old: list[Any] = []
        late: list[Any] = []
        for key in _changed(model, parts.rows(label), old):
            late.append(key)
            if len(late) == ROWS:
                _read_late(parts, model, late)
                late = []
        if late:
            _read_late(parts, model, late)
        if old:
            stale[label] = old
    parts.drop("stale")
    if stale:
        parts.add("stale", [stale])
    _list_files(parts)
    batch.progress["stage"] = "pack"


def _read_late(parts: Parts, model: Any, keys: list[Any]) -> None:
    with seeing_sealed():
        found = list(rows_of(model).filter(pk__in=keys).annotate(row_version=RowVersion()))
    seen = _seen(model, keys)
    parts.add(f"late {model._meta.label_lower}", [_line(row, is_shut=row.pk not in seen) for row in found])


def _changed(model: Any, lines: Iterator[Any], old: list[Any]) -> Iterator[Any]:
    """Yield the keys of rows that are not as they were gathered; `old` gets those whose line holds no longer."""
    lines = iter(lines)
    line = next(lines, None)
    for key, version, is_shut in _now(model):
        while line is not None and key_of(model, line[0]) < key:
            old.append(line[0])
            line = next(lines, None)
        if line is not None and key_of(model, line[0]) == key:
            fits = [version, is_shut] == line[1:3]
            if not fits:
                old.append(line[0])
            line = next(lines, None)
            if fits:
                continue
        yield key
    while line is not None:
        old.append(line[0])
        line = next(lines, None)


def _now(model: Any) -> Iterator[tuple[Any, str, bool]]:
    """Yield key, version and whether it is shut of every row that travels, in the order of their keys."""
    after: Any = None
    while True:
        with seeing_sealed():
            rows = rows_of(model).annotate(row_version=RowVersion())
            if after is not None:
                rows = rows.filter(pk__gt=after)
            page = list(rows.values_list("pk", "row_version")[:COMPARED])
        seen = _seen(model, [key for key, _version in page])
        for key, version in page:
            yield key, version, key not in seen
        if len(page) < COMPARED:
            return
        after = page[-1][0]


def settled(batch: ImportBatch, model: Any) -> Iterator[Any]:
    """Yield the lines of a table as of the moment at which it was settled, in the order of their keys."""
    parts, label = Parts(batch), model._meta.label_lower
    stale: set[Any] = set()
    for told in parts.rows("stale"):
        stale = set(told.get(label, []))
    kept = (line for line in parts.rows(label) if line[0] not in stale)
    late = sorted(parts.rows(f"late {label}"), key=lambda line: key_of(model, line[0]))
    yield from heapq.merge(kept, late, key=lambda line: key_of(model, line[0]))


def _list_files(parts: Parts) -> None:
    """List the contents that go along: [key, whether it is shut] of every file that was checked and found clean."""
    parts.drop("files")
    with seeing_sealed():
        keys = list(rows_of(StoredFile).filter(state=FileState.CLEAN).values_list("pk", flat=True))
    seen = _seen(StoredFile, keys)
    for start in range(0, len(keys), ROWS):
        parts.add("files", [[str(key), key not in seen] for key in keys[start : start + ROWS]])
