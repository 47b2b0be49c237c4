"""Reads a spreadsheet in a process of its own: `python -m amends.files.tables`, and `rows_of`, which asks it.

The file comes by standard input; each row that says anything goes to standard output as a line of JSON, after the
number that a spreadsheet shows for it. The last line is `{"end": rows}` or `{"no": reason}`. As in `checking`,
whatever a hostile file does to a parser happens where there is no secret, no file to write, and little memory and
time. Of a formula only the value is read that was stored with it.
"""

import csv
import datetime as dt
import io
import json
import re
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeVar

from amends.files.checking import limit
from amends.files.examining import environment_of_checking
from amends.files.kinds import Unfit
from amends.files.texts import decoded

T = TypeVar("T")

LARGEST = 20_000_000
MOST_ROWS = 50_001
"""With the headings."""
MOST_CELLS = 100
LONGEST_CELL = 5_000
LARGEST_UNPACKED = 400_000_000
MOST_SIGNS = 50_000_000
"""In all cells together: a package of 20 MB can unpack to ten times that."""
MOST_SECONDS = 100
HEAD = 4_096
SEPARATORS = ",;\t|"
REASONS = (
    "kind",  # neither CSV nor XLSX
    "xls",  # the older format of Excel, or one that a password opens
    "empty",
    "large",
    "rows",
    "wide",
    "cell",
    "broken",
    "quote",  # a quotation mark that nobody closed
    "active",
    "huge",
    "slow",
    "far",  # a cell lies so far from the others that the table between them does not fit into memory
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What no file of ours could hold again, but for line ends and tabs.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SEPARATOR = re.compile(r"sep=(.)\r?\n?$", re.IGNORECASE)
_WORDS = {True: "true", False: "false"}


def rows_of(upload: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row of a file that came in; raise Unfit as soon as it is known that it is none."""
    if upload.size > LARGEST:
        raise Unfit("large")
    upload.seek(0)
    process = subprocess.Popen(
        [sys.executable, "-m", "amends.files.tables"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment_of_checking(),
    )
    feeder = threading.Thread(target=_feed, args=(process.stdin, upload.read()), daemon=True)
    clock = threading.Timer(MOST_SECONDS + 20, process.kill)
    feeder.start()
    clock.start()
    try:
        for line in process.stdout or ():
            told = json.loads(line)
            if isinstance(told, dict):
                if "no" in told:
                    raise Unfit(told["no"] if told["no"] in REASONS else "broken")
                return
            yield told[0], told[1:]
        # It died on the way: by abort where there was no memory for a table that was never filled.
        raise Unfit("far" if process.wait() == -signal.SIGABRT else "slow")
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        feeder.join()
        if process.stdout:
            process.stdout.close()


def _feed(pipe: Any, content: bytes) -> None:
    with suppress(BrokenPipeError, OSError):
        pipe.write(content)
    with suppress(BrokenPipeError, OSError):
        pipe.close()


def main() -> None:
    """Answer for one file."""
    limit(MOST_SECONDS)
    out, count = sys.stdout, 0
    try:
        for number, cells in _few(_rows(sys.stdin.buffer.read())):
            count += 1
            out.write(json.dumps([number, *cells], ensure_ascii=True) + "\n")
        told: dict[str, Any] = {"end": count} if count else {"no": "empty"}
    except Unfit as error:
        told = {"no": error.reason}
    except (MemoryError, RecursionError):
        told = {"no": "slow"}
    out.write(json.dumps(told) + "\n")
    out.flush()


def _few(rows: Iterator[T]) -> Iterator[T]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise Unfit("rows")
        yield row


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if not content.strip():
        raise Unfit("empty")
    if content.startswith(_OLE):
        raise Unfit("xls")
    found = _of_workbook(content) if content.startswith(_ZIP) else _of_text(content)
    signs = 0
    for number, cells in found:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_CELLS:
            raise Unfit("wide")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Unfit("cell")
        if (signs := signs + sum(map(len, cells))) > MOST_SIGNS:
            raise Unfit("huge")
        if cells:
            yield number, cells


def _of_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(content)
    csv.field_size_limit(LARGEST)  # a cell that is too long is told by `_rows`
    lines = text[:HEAD].lstrip("\r\n").splitlines() or [""]
    first = lines[0]
    said = _SEPARATOR.match(first)  # spreadsheets write it for each other; it is no row
    # A title above the table holds none.
    parted = next((line for line in lines if any(sign in line for sign in SEPARATORS)), first)
    delimiter = said[1] if said else max(SEPARATORS, key=parted.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if said and number == 1:
                continue
            yield number, [_tidy(cell) for cell in cells]
    except csv.Error:
        raise Unfit("quote") from None


def _text(content: bytes) -> str:
    # UTF-16 without its mark: every second byte of plain letters is zero.
    head = content[:HEAD]
    if head[1::2].count(0) > len(head) // 4:
        text = content.decode("utf-16-le", "replace")
    elif head[::2].count(0) > len(head) // 4:
        text = content.decode("utf-16-be", "replace")
    else:
        text = decoded(content) if _is_decodable(content) else content.decode("latin-1")
    # What is left of control signs says that this is no text at all; a page is none that anybody meant.
    if "\x00" in text or text.lstrip("\ufeff \r\n\t")[:1] in ("<", "{", "%"):
        raise Unfit("kind")
    return text.removeprefix("\ufeff")


def _is_decodable(content: bytes) -> bool:
    with suppress(Unfit):
        decoded(content)
        return True
    return False


def _of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    _check_package(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        for name in shown or book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            # Rows above the first one that says anything are not given.
            for number, values in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1):
                yield number, [_said(value) for value in values]
            return
    except (CalamineError, ValueError, OverflowError, OSError):
        raise Unfit("broken") from None


def _check_package(content: bytes) -> None:
    """Refuse bombs, entities and what a password locks; a part never unpacks to more than its entry says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names:
                raise Unfit("kind")
            if len(entries) > HEAD or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise Unfit("huge")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unfit("active")
            for entry in entries:
                with package.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(HEAD).replace(b"\0", b"").upper():
                        raise Unfit("active")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unfit("broken") from None


def _said(value: Any) -> str:
    """Return a cell's value as somebody would type it: days as 2026-05-01, numbers without a needless fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 6))
    return _tidy(str(value))


def _tidy(cell: str) -> str:
    """Return a cell without signs that cannot be stored, and without the mark that keeps a formula from running."""
    cell = _CONTROLS.sub("", cell).strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


if __name__ == "__main__":
    main()
