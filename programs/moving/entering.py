"""Rows of an archive into the tables of an empty program, part by part; each is read back and compared."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import sql

from amends.accounts.models import checked_roles
from amends.vault import cipher
from amends.vault.bootstrapper import ring
from amends.vault.fields import key_id_for
from amends.vault.sealed import Ciphertext
from amends.vault.shredding import destroy_data_key
from amends.vault.streams import SealingStream, content_binding
from programs.files import path_of
from programs.importing.values import number_mac
from programs.models import ImportBatch, PolicyVersion, Program, StoredFile
from programs.models.stored_file import FileState
from programs.moving.arriving import Archive, archive_of
from programs.moving.opening import is_shut, opened_content, plain_of
from programs.moving.parts import Parts
from programs.moving.rows import BLANK, NONE_YET, SHREDDED, chained, digest_of, from_json, to_json, told_of
from programs.moving.travelling import (
    ELSEWHERE,
    OF_THE_PROGRAM,
    PROGRAM,
    REPLACED,
    columns_of,
    is_sealed,
    model_of,
    rows_of,
    travelling,
)
from programs.retention.unseen import seeing_sealed
from tenants.ids import uuid7
from tenants.place import required_schema

PROVED = 500
TIMED = 7
"""The version of UUID that begins with its time."""


class NotSame(Exception):
    """Rows that were written are not what the archive says; `label` names the table."""

    def __init__(self, label: str):
        super().__init__(label)
        self.label = label


class Stream:
    """Reads what an iterator yields, for a stream that wants a file."""

    def __init__(self, parts: Iterable[bytes]):
        self._parts, self._left = iter(parts), b""

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end."""
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._left = part
        given, self._left = self._left[:size], self._left[size:]
        return given


def enter(batch: ImportBatch) -> None:
    """Write the next part; sets `progress["stage"]` to "prove" after the last. Raises NotSame."""
    progress, parts = batch.progress, Parts(batch)
    label, numbers = _next(batch, parts)
    if label is None:
        progress |= {"stage": "prove", "table": 0, "after": None, "digest_so_far": NONE_YET, "rows_so_far": 0}
        batch.done = 0
        return
    lines: list[str] = parts.read(numbers[progress["part"]])
    with seeing_sealed():
        if label == PROGRAM:
            _describe(json.loads(lines[0]))
        else:
            _Part(batch, model_of(label)).write(lines)
    progress["part"] += 1
    batch.done += len(lines)


def _next(batch: ImportBatch, parts: Parts) -> tuple[str | None, list[int]]:
    progress, tables = batch.progress, [model._meta.label_lower for model in travelling()]
    while progress["table"] < len(tables):
        label = tables[progress["table"]]
        numbers = parts.numbers(label)
        if progress["part"] < len(numbers):
            return label, numbers
        progress |= {"table": progress["table"] + 1, "part": 0}
    return None, []


def make_room() -> None:
    """Delete what set-up put where something arrives in its place."""
    for label in REPLACED:
        model_of(label)._default_manager.all().delete()


def _describe(told: dict[str, Any]) -> None:
    """Give the program's own row what travels of it."""
    program = Program.objects.select_for_update().get()
    fields = {field.name: field for field in columns_of(Program)}
    for name in (name for name in OF_THE_PROGRAM if name in told):
        setattr(program, fields[name].attname, from_json(fields[name], told[name]))
    program.save()
    if told_of(program, frozenset(told)) != told:
        raise NotSame(PROGRAM)


class _Part:
    """The rows of one part of a table."""

    def __init__(self, batch: ImportBatch, model: Any):
        self.batch, self.model = batch, model
        self.label: str = model._meta.label_lower

    def write(self, lines: list[str]) -> None:
        """Write rows in one statement, read them back, and compare them with what the lines say."""
        told = [plain_of(self.label, line) for line in lines]
        rows = [self._row(each) for each in told]
        self._take_contents(rows, [is_shut(line) for line in lines])
        self._fetch_parents(rows)
        ring().make({key_id_for(row) for row in rows if self._is_sealing(row)})
        fields = list(self.model._meta.concrete_fields)
        query = sql.InsertQuery(self.model)
        query.insert_values(
            fields, [self._stored(row, each) for row, each in zip(rows, told, strict=True)], raw=True
        )
        query.get_compiler(connection=connection).execute_sql(None)
        self._compare(told)

    def _row(self, told: dict[str, Any]) -> Any:
        """Return a row that is not saved yet; the keys that it needs are its own or new."""
        values = {
            field.attname: from_json(field, told[field.name])
            for field in columns_of(self.model)
            if field.name in told and told[field.name] not in (SHREDDED, BLANK)
        }
        row = self.model(**values)
        if special := _SPECIAL.get(self.label):
            special(self.batch, row)
        return row

    def _is_sealing(self, row: Any) -> bool:
        return any(
            is_sealed(field) and row.__dict__.get(field.attname) is not None
            for field in self.model._meta.concrete_fields
        )

    def _fetch_parents(self, rows: list[Any]) -> None:
        """Give rows whose values are sealed the rows that hold their keys, in one query for each column."""
        if hasattr(self.model, "vault_key") or not any(map(is_sealed, self.model._meta.concrete_fields)):
            return
        for field in self.model._meta.concrete_fields:
            if not (field.is_relation and _leads_to_key(field.related_model)):
                continue
            keys = {getattr(row, field.attname) for row in rows} - {None}
            parents = field.related_model._default_manager.select_related().in_bulk(keys)
            for row in rows:
                if getattr(row, field.attname) is not None:
                    setattr(row, field.name, parents[getattr(row, field.attname)])

    def _stored(self, row: Any, told: dict[str, Any]) -> Any:
        """Return what the columns of a row get: sealed ones are sealed for it here, nothing is made anew."""
        stored = _Values()
        for field in self.model._meta.concrete_fields:
            value = row.__dict__.get(field.attname)
            if told.get(field.name) == SHREDDED:
                value = self._lost(field, row.pk)
            elif told.get(field.name) == BLANK and is_sealed(field):
                value = Ciphertext(b"")
            elif is_sealed(field) and value is not None:
                value = Ciphertext(
                    field.seal(getattr(row, field.attname), required_schema(), row.pk, key_id_for(row))
                )
            setattr(stored, field.attname, value)
        return stored

    def _lost(self, field: Any, pk: Any) -> Ciphertext:
        """Return bytes that nothing opens, under a key that was destroyed before it sealed anything."""
        progress = self.batch.progress
        if "lost_key" not in progress:
            progress["lost_key"] = str(uuid7())
            destroy_data_key(required_schema(), UUID(progress["lost_key"]))
        key_id = UUID(progress["lost_key"])
        bound = cipher.binding(required_schema(), self.model._meta.db_table, field.column, pk, key_id)
        return Ciphertext(cipher.seal(AESGCM(cipher.new_key()), key_id, bound, b""))

    def _take_contents(self, rows: list[Any], shut: list[bool]) -> None:
        """Store the contents of files, sealed anew for their rows: bytes first, rows second."""
        if self.model is not StoredFile:
            return
        archive = archive_of(self.batch)
        try:
            for row, was_shut in zip(rows, shut, strict=True):
                row.content_key = cipher.new_key()
                # A file that was lost where it came from is named in the manifest, and is as lost here.
                if row.state == FileState.CLEAN and f"files/{row.pk}" in archive.inside:
                    _take_content(archive, row, was_shut=was_shut)
        finally:
            archive.close()

    def _compare(self, told: list[dict[str, Any]]) -> None:
        key = self.model._meta.pk.name
        there = {
            str(each[key]): each
            for each in (
                told_of(row, frozenset(told[0]))
                for row in self.model._default_manager.filter(
                    pk__in=[from_json(self.model._meta.pk, each[key]) for each in told]
                )
            )
        }
        for each in told:
            found = there.get(str(each[key]))
            if found is None or digest_of(self.label, found) != digest_of(self.label, each):
                raise NotSame(self.label)


def _leads_to_key(model: Any) -> bool:
    return hasattr(model, "vault_key") or hasattr(model, "vault_key_holder")


class _Values:
    """The columns of a row as the statement takes them."""


def _take_content(archive: Archive, row: StoredFile, *, was_shut: bool) -> None:
    name = f"files/{row.pk}"
    content: Iterable[bytes] = archive.read(name)
    sealing = SealingStream(
        cast("BinaryIO", Stream(opened_content(content, name) if was_shut else content)),
        content_binding(required_schema(), StoredFile._meta.db_table, row.pk),
    )
    # Of an attempt that a kill cut off; its key is nowhere.
    default_storage.delete(path_of(row.pk))
    default_storage.save(path_of(row.pk), File(cast("Any", sealing)))
    if (sealing.size, sealing.digest) != (row.size, row.digest):
        raise NotSame(StoredFile._meta.label_lower)
    row.content_key = sealing.key


def _account(batch: ImportBatch, row: Any) -> None:
    """Nobody gets in by an archive: accounts are disabled, without a password, and of roles of a program."""
    checked_roles(row.roles)
    if row.is_active:
        batch.progress.setdefault("waiting", []).append(str(row.pk))
    row.is_active, row.has_second_factor = False, False
    row.set_unusable_password()
    if type(row).objects.filter(email=row.email).exists():
        row.former_email, row.email = row.email, f"{row.pk}{ELSEWHERE}"
        batch.progress["twice"] = batch.progress.get("twice", 0) + 1


def _version(batch: ImportBatch, row: Any) -> None:
    """Versions of the policy count on from those that are there."""
    if "versions" not in batch.progress:
        last = PolicyVersion.objects.order_by("-number").first()
        batch.progress["versions"] = last.number if last else 0
    row.number += batch.progress["versions"]


def _case(batch: ImportBatch, row: Any) -> None:
    row.number_mac = number_mac(row.own_number) if row.number_mac and row.own_number else ""


_SPECIAL = {"accounts.user": _account, "programs.policyversion": _version, "programs.mediationcase": _case}


def prove(batch: ImportBatch, now: datetime) -> None:
    """Compare the next rows of a table as a whole with the manifest; sets `stage` to "done" after the last."""
    progress = batch.progress
    model = travelling()[progress["table"]]
    label = model._meta.label_lower
    expected = progress["tables"].get(label)
    rows = _page(batch, model) if expected else []
    only = frozenset(expected["columns"]) if expected else frozenset()
    for row in rows:
        if not _came_since(batch, row.pk):
            progress["digest_so_far"] = chained(
                progress["digest_so_far"], digest_of(label, told_of(row, only))
            )
            progress["rows_so_far"] += 1
    batch.done += len(rows)
    if len(rows) == PROVED:
        progress["after"] = to_json(rows[-1].pk)
        return
    if expected:
        same = [progress["rows_so_far"], progress["digest_so_far"]] == [expected["rows"], expected["digest"]]
        progress.setdefault("proved", {})[label] = same
    progress |= {"table": progress["table"] + 1, "after": None, "digest_so_far": NONE_YET, "rows_so_far": 0}
    if progress["table"] == len(travelling()):
        progress |= {"stage": "done", "same": all(progress["proved"].values())}


def _page(batch: ImportBatch, model: Any) -> list[Any]:
    """Return the next rows of a table, but for those that were here before the archive."""
    own = batch.progress["own"].get(model._meta.label_lower, [])
    with seeing_sealed():
        rows = rows_of(model).exclude(pk__in=own)
        if batch.progress["after"] is not None:
            rows = rows.filter(pk__gt=from_json(model._meta.pk, batch.progress["after"]))
        return list(rows[:PROVED])


def _came_since(batch: ImportBatch, key: Any) -> bool:
    """Return whether somebody made a row while the archive was taken in: its key tells when."""
    return isinstance(key, UUID) and key.version == TIMED and key > UUID(batch.progress["begun"])
