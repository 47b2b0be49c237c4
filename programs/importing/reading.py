"""Turns the rows of a file into parts that wait sealed, and finds how a file with the same headings was read before."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.utils.translation import get_language

from amends.files.kinds import Unfit
from programs.importing.declared import fold
from programs.importing.fields import fields_of, guessed
from programs.importing.judging import DAYS
from programs.importing.values import mac_of, order_of_days
from programs.models import ImportBatch, ImportChunk
from programs.models.imported import ROWS_OF_A_CHUNK, ImportState

MOST_TITLES = 5
LOOKED_AT = 200
"""Rows by which it is guessed how days are written."""


def headings_mac(headings: list[str]) -> str:
    """Return by what a file with the same headings is known again."""
    return mac_of("|".join(fold(heading) or "-" for heading in headings), "headings of imports")


def headings_of(rows: Iterator[Any]) -> tuple[list[str], Iterator[Any]]:
    """Return the headings and the rows below them: what stands alone in its row above a table is a title."""
    above: list[Any] = []
    is_head = False
    for line, cells in rows:
        above.append((line, cells))
        is_head = sum(1 for cell in cells if cell) > 1
        if is_head or len(above) > MOST_TITLES:
            break
    first = len(above) - 1 if is_head else 0
    return above[first][1], chain(above[first + 1 :], rows)


def store_rows(batch: ImportBatch, rows: Iterator[Any]) -> int:
    """Keep the rows of a file in sealed parts; return how many there are. Raises Unfit where there are none."""
    count = number = 0
    while part := [[line, cells] for line, cells in islice(rows, ROWS_OF_A_CHUNK)]:
        ImportChunk.objects.create(id=batch.chunk_key(number), batch=batch, number=number, rows=part)
        count, number = count + len(part), number + 1
    if not count:
        raise Unfit("empty")
    return count


def remember(batch: ImportBatch) -> bool:
    """Read this file as the last one with the same headings was read; return whether there was one."""
    before = (
        ImportBatch.objects.filter(kind=batch.kind, headings_mac=batch.headings_mac)
        .exclude(state=ImportState.MAPPING)
        .exclude(columns=[])
        .order_by("-made_at")
        .only("columns", "constants", "choices", "vault_key")
        .first()
    )
    if before is None:
        return False
    batch.columns, batch.constants, batch.choices = before.columns, before.constants, before.choices
    return True


def guess(batch: ImportBatch) -> None:
    """Name the columns by their headings, and say how days are written."""
    batch.columns = guessed(batch.kind, batch.headings or [])
    cells = (cell for _line, row in sample(batch) for cell in row)
    batch.constants = {DAYS: order_of_days(cells, get_language() or "en")}


def sample(batch: ImportBatch) -> list[Any]:
    """Return the first rows of a file that waits."""
    chunk = ImportChunk.objects.filter(pk=batch.chunk_key(0)).first()
    return chunk.rows[:LOOKED_AT] if chunk else []


def needed_fields(batch: ImportBatch) -> list[str]:
    """Return what every row needs and neither a column nor an answer for all of them says."""
    return [
        each.id
        for each in fields_of(batch.kind).values()
        if each.is_needed and each.id not in batch.columns and each.id not in batch.constants
    ]
