"""Every file of an archive against its manifest, before the first row; lines are laid out in parts, parents first."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from programs.models import ImportBatch
from programs.moving.arriving import Archive, Unfit, archive_of
from programs.moving.opening import LONGEST_LINE, plain_of
from programs.moving.packing import MOST_BYTES, line_file
from programs.moving.parts import Parts
from programs.moving.rows import NONE_YET, chained, digest_of, digest_of_all
from programs.moving.travelling import model_of, self_columns

ROWS = 250
FILES = 10
"""Rows of one part; of stored files fewer, as each brings its content."""


def check(batch: ImportBatch) -> None:
    """Check the next table, or the next files; sets `progress["stage"]` to "enter" after the last. Raises Unfit."""
    progress = batch.progress
    archive = archive_of(batch)
    try:
        manifest = archive.manifest()
        if progress["table"] < len(manifest["tables"]):
            _check_table(batch, archive, manifest, manifest["tables"][progress["table"]])
            progress["table"] += 1
        else:
            _check_files(batch, archive, manifest)
    finally:
        archive.close()


def _check_table(batch: ImportBatch, archive: Archive, manifest: Any, told: Any) -> None:
    """Lay the lines of a table out in parts; where rows name rows of the same table, in rounds."""
    label = told["table"]
    expected = next(each for each in manifest["files"] if each["name"] == line_file(label))
    found = {"rows": 0, "digest": NONE_YET}
    parts, size = Parts(batch), FILES if label == "programs.storedfile" else ROWS
    waiting: list[Any] = []
    orphans = 0
    placed: set[str] = set()
    columns = _names(model_of(label))
    for line in _lines(archive, expected, found, label):
        plain = line["plain"]
        if any(plain.get(name) is not None for name in columns):
            orphans += 1
            continue
        waiting = _keep(parts, label, [*waiting, line["kept"]], size)
        if columns:
            placed.add(line["key"])
    _keep(parts, label, waiting, 1)
    if (found["rows"], found["digest"]) != (told["rows"], told["digest"]):
        raise Unfit("damaged", line_file(label))
    while orphans:
        came = _next_round(archive, expected, label, columns, placed)
        if not came:
            raise Unfit("damaged", line_file(label))
        for start in range(0, len(came), size):
            parts.add(label, [line["kept"] for line in came[start : start + size]])
        placed |= {line["key"] for line in came}
        orphans -= len(came)
    batch.done += told["rows"]


def _names(model: Any) -> tuple[str, ...]:
    return tuple(model._meta.get_field(name.removesuffix("_id")).name for name in self_columns(model))


def _next_round(
    archive: Archive, expected: Any, label: str, columns: tuple[str, ...], placed: set[str]
) -> list[Any]:
    """Return the lines that are not placed yet, and whose parents are."""
    told = {"rows": 0, "digest": NONE_YET}
    return [
        line
        for line in _lines(archive, expected, told, label)
        if line["key"] not in placed
        and all(line["plain"][name] is None or line["plain"][name] in placed for name in columns)
    ]


def _keep(parts: Parts, label: str, waiting: list[Any], size: int) -> list[Any]:
    if len(waiting) < size:
        return waiting
    parts.add(label, waiting)
    return []


def _lines(archive: Archive, expected: Any, found: dict[str, Any], label: str) -> Iterator[dict[str, Any]]:
    """Yield each line with what it says in the open; raise Unfit unless the file is what the manifest says."""
    name, sha = expected["name"], sha256()
    key = model_of(label)._meta.pk.name
    for raw in _split(_measured(archive.read(name), sha), name):
        try:
            # What was changed is found here as well, before the end of the file tells.
            text = raw.decode()
            plain = plain_of(label, text)
        except (ValueError, TypeError, StopIteration):
            raise Unfit("damaged", name) from None
        found["rows"] += 1
        found["digest"] = chained(found["digest"], digest_of(label, plain))
        yield {"key": str(plain.get(key, "")), "plain": plain, "kept": text}
    if sha.hexdigest() != expected["sha256"]:
        raise Unfit("damaged", name)


def _measured(content: Iterable[bytes], sha: Any) -> Iterator[bytes]:
    for part in content:
        sha.update(part)
        yield part


def _split(content: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield lines, of which one at a time is in memory."""
    held = b""
    for part in content:
        *lines, held = (held + part).split(b"\n")
        yield from lines
        if len(held) > LONGEST_LINE:
            raise Unfit("damaged", name)
    if held:
        raise Unfit("damaged", name)


def _check_files(batch: ImportBatch, archive: Archive, manifest: Any) -> None:
    """Check what is no table: stored files, schemas, the audit; until it is enough for one job."""
    progress = batch.progress
    tables = {line_file(each["table"]) for each in manifest["tables"]}
    rest = [each for each in manifest["files"] if each["name"] not in tables]
    at, read = progress.setdefault("file", 0), 0
    while at < len(rest) and read < MOST_BYTES:
        sha = sha256()
        for part in archive.read(rest[at]["name"]):
            sha.update(part)
            read += len(part)
        if sha.hexdigest() != rest[at]["sha256"]:
            raise Unfit("damaged", rest[at]["name"])
        at += 1
    progress["file"] = at
    if at == len(rest):
        tables_told = {each["table"]: each for each in manifest["tables"]}
        if digest_of_all(tables_told) != manifest["digest"]:
            raise Unfit("damaged", "manifest.json")
        progress |= {"stage": "enter", "table": 0, "part": 0}
        batch.done = 0
