"""Asks the one file of places, which is read only and the same for everybody."""

import os
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

PATH = Path(__file__).with_name("places.sqlite3")
SCALE = 10_000  # kept coordinates are whole numbers of ten-thousandths of a degree

_held = threading.local()


def ask(sql: str, values: Iterable[object] = ()) -> list[tuple]:
    """Return the rows; nothing is kept open, locked or written down, neither the question nor the answer."""
    return _connection().execute(sql, tuple(values)).fetchall()


def ask_among(sql: str, values: Iterable[object]) -> list[tuple]:
    """Return the rows of a question that ends in `IN ({})`, asked about all values together; none for no values."""
    among = tuple(values)
    return ask(sql.format(", ".join("?" * len(among))), among) if among else []


def degrees(latitude: int | None, longitude: int | None) -> tuple[float | None, float | None]:
    """Return a kept point in degrees."""
    return (
        None if latitude is None else latitude / SCALE,
        None if longitude is None else longitude / SCALE,
    )


def _connection() -> sqlite3.Connection:
    """One for each thread, and a new one after a fork, since SQLite's may not be carried into another process.

    `immutable` says that nobody changes the file while it is open: no lock is taken, and it may lie on a disk that
    cannot be written to. A new release brings a new file and new processes.
    """
    if getattr(_held, "process", None) != os.getpid():
        _held.connection = sqlite3.connect(f"{PATH.as_uri()}?mode=ro&immutable=1", uri=True)
        _held.process = os.getpid()
    return _held.connection
