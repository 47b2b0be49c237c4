"""The sealed parts in which lines wait between two jobs, numbered in the order in which they were made."""

from collections.abc import Iterator
from typing import Any

from programs.models import ImportBatch, ImportChunk

SPAN = tuple[int, int]
"""The first number of a run of parts, and how many there are."""


class Parts:
    """Writes parts of a batch and reads them again, one after the other."""

    def __init__(self, batch: ImportBatch):
        self.batch = batch

    @property
    def next(self) -> int:
        return int(self.batch.progress.get("next", 0))

    def add(self, name: str, rows: list[Any]) -> None:
        """Append a part to the run of this name."""
        number = self.next
        ImportChunk.objects.create(
            id=self.batch.chunk_key(number), batch=self.batch, number=number, rows=rows
        )
        self.batch.progress.setdefault("runs", {}).setdefault(name, []).append(number)
        self.batch.progress["next"] = number + 1

    def numbers(self, name: str) -> list[int]:
        return list(self.batch.progress.get("runs", {}).get(name, []))

    def read(self, number: int) -> list[Any]:
        """Return what one part holds."""
        rows: list[Any] = ImportChunk.objects.get(pk=self.batch.chunk_key(number)).rows
        return rows

    def rows(self, name: str) -> Iterator[Any]:
        """Yield what a run holds, with one part in memory at a time."""
        for number in self.numbers(name):
            yield from self.read(number)

    def drop(self, *names: str) -> None:
        """Delete runs."""
        for name in names:
            keys = [self.batch.chunk_key(number) for number in self.numbers(name)]
            ImportChunk.objects.filter(pk__in=keys).delete()
            self.batch.progress.get("runs", {}).pop(name, None)

    def drop_all(self) -> None:
        self.drop(*list(self.batch.progress.get("runs", {})))
