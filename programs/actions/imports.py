"""Take spreadsheets in: keep them, name their columns, check, import, undo, erase what they said (decision 0028)."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from amends import audit, outbox
from amends.actions import action
from programs.importing import others, reading, surveying, twice, undoing, writing
from programs.importing.erasing import erase_file
from programs.importing.judged import Judged
from programs.importing.judging import Judge, made_of
from programs.importing.troubles import Trouble
from programs.importing.values import mac_of, number_mac
from programs.models import ImportBatch, ImportChunk, Program
from programs.models.imported import AT_WORK, BEFORE, ImportKind, ImportState
from programs.openness import demand_open
from tenants.ids import uuid7

MAKERS: dict[str, Any] = {
    ImportKind.CASES: writing.make_cases,
    ImportKind.PEOPLE: others.make_people,
    ImportKind.MEDIATORS: others.make_mediators,
    ImportKind.AGREEMENTS: others.make_agreements,
    ImportKind.PAYMENTS: others.make_payments,
    ImportKind.SURVEYS: surveying.make_surveys,
}
MOST_KINDS_FOUND = 60
MOST_WORDS = 40
"""How many reasons, and unknown words of one column, are named; more say nothing that these do not."""
WAITS = timedelta(hours=1)


class NotNow(Exception):
    """The file is in another state by now: whoever asked is shown which."""


class WorkedOn(Exception):
    """Somebody has done something since in `count` of its cases: undoing would undo that too."""

    def __init__(self, count: int):
        super().__init__(count)
        self.count = count


@action
def upload_import(
    *, actor: Any, now: datetime, form_key: uuid.UUID, kind: str, file_name: str, rows: Iterator[Any]
) -> ImportBatch:
    """Keep a file sealed; its first row holds the headings. The same form sent again is the same file.

    Raises NotOpen in a program that does not deal with real people yet, and what `rows` raises.
    """
    program = Program.objects.select_for_update().get()
    demand_open(program)
    if there := ImportBatch.objects.filter(form_key=form_key).first():
        audit.record("import_uploaded_again", there, actor=actor)
        return there
    headings, rows = reading.headings_of(rows)
    batch = ImportBatch(
        form_key=form_key,
        kind=kind,
        made_at=now,
        made_by=actor,
        file_name=file_name[:120],
        headings=headings,
        headings_mac=reading.headings_mac(headings),
        rows=0,
    )
    batch.save()
    batch.rows = reading.store_rows(batch, rows)
    if not reading.remember(batch):
        reading.guess(batch)
    batch.save()
    _erase_later(batch, program, now)
    audit.record("import_uploaded", batch, actor=actor, kind=kind, rows=batch.rows)
    return batch


@action
def name_columns(
    *, actor: Any, batch: ImportBatch, columns: Sequence[str], constants: Mapping[str, str]
) -> ImportBatch:
    """Say what each column means, and what holds for every row; then the rows are checked. Raises NotNow."""
    locked = _locked(batch.pk, BEFORE)
    locked.columns, locked.constants = list(columns), dict(constants)
    _begin_checking(locked)
    audit.record("import_columns_named", locked, actor=actor)
    return locked


@action
def explain_words(*, actor: Any, batch: ImportBatch, words: Mapping[str, Mapping[str, str]]) -> ImportBatch:
    """Say what words of the file mean, by field and word ("" for nothing); then the rows are checked again.

    Raises NotNow.
    """
    locked = _locked(batch.pk, (ImportState.CHECKED,))
    for name, meant in words.items():
        known = locked.choices.setdefault(name, {})
        known |= {mac_of(word): value for word, value in meant.items()}
    _begin_checking(locked)
    audit.record("import_words_explained", locked, actor=actor)
    return locked


@action
def check_import_part(*, actor: None, batch_id: uuid.UUID, number: int, now: datetime) -> ImportBatch:
    """Judge the rows of one part, then queue the next, or the search for what comes twice."""
    batch = _locked(batch_id, (ImportState.CHECKING,))
    chunk = ImportChunk.objects.get(pk=batch.chunk_key(number))
    rows = Judge(batch, _today(now)).judged(chunk.rows)
    chunk.results = [_result_of(batch, row) for row in rows]
    chunk.save()
    good = [row for row in rows if not row.troubles]
    _count(batch, {"good": len(good), "bad": len(rows) - len(good)})
    _count(batch, made_of(batch.kind, good), "made")
    _gather(batch, rows)
    batch.done = number + 1
    batch.save()
    if batch.done < batch.chunks:
        outbox.queue("programs.import_check", batch_id=batch.pk, number=batch.done)
    else:
        outbox.queue("programs.import_compare", batch_id=batch.pk)
    audit.record("import_part_checked", batch, actor=actor, number=number, good=len(good))
    return batch


@action
def compare_import(*, actor: None, batch_id: uuid.UUID) -> ImportBatch:
    """Find rows that come twice, in the file or here; with that the file is checked."""
    batch = _locked(batch_id, (ImportState.CHECKING,))
    parts = ImportChunk.objects.filter(pk__in=batch.chunk_keys).defer("rows").order_by("number")
    for chunk, count in twice.marked(batch, parts.iterator(chunk_size=4)):
        if count:
            chunk.save(update_fields=["results"])
            _count(batch, {"twice": count})
    batch.state = ImportState.CHECKED
    batch.save()
    audit.record("import_checked", batch, actor=actor, **_said(batch))
    return batch


@action
def begin_import(
    *, actor: Any, batch: ImportBatch, takes_twice: bool = False, taken_twice: Sequence[int] = ()
) -> ImportBatch:
    """Have the good rows imported, of those that come twice all, or the lines that are named. Raises NotNow."""
    demand_open(Program.objects.get())
    locked = _locked(batch.pk, (ImportState.CHECKED,))
    locked.takes_twice, locked.taken_twice = takes_twice, sorted(taken_twice)
    locked.state, locked.done = ImportState.IMPORTING, 0
    locked.save()
    outbox.queue("programs.import_part", batch_id=locked.pk, number=0)
    audit.record("import_begun", locked, actor=actor, takes_twice=takes_twice, chosen=len(taken_twice))
    return locked


@action
def make_import_part(*, actor: None, batch_id: uuid.UUID, number: int, now: datetime) -> ImportBatch:
    """Make the rows of one part, note what became of each, and queue the next part: all in one transaction."""
    batch = _locked(batch_id, (ImportState.IMPORTING,))
    chunk = ImportChunk.objects.get(pk=batch.chunk_key(number))
    before = {each["line"]: each for each in chunk.results or []}
    rows = Judge(batch, _today(now)).judged(chunk.rows)
    left_out = [row for row in rows if not row.troubles and _is_left_out(batch, before[row.line])]
    lines = {row.line for row in left_out}
    good = [row for row in rows if not row.troubles and row.line not in lines]
    _make(batch, good, now)
    for row in rows:
        result = before[row.line]
        result["troubles"] = [list(each) for each in row.troubles]
        result["made"] = not row.troubles and row.line not in lines
    made = sum(1 for row in good if not row.troubles)
    chunk.results = list(before.values())
    chunk.save()
    _count(batch, {"made": made, "left_out": len(left_out), "failed": len(rows) - made - len(left_out)})
    batch.done = number + 1
    if batch.done < batch.chunks:
        outbox.queue("programs.import_part", batch_id=batch.pk, number=batch.done)
    else:
        batch.state, batch.ended_at = ImportState.IMPORTED, now
        _erase_later(batch, Program.objects.get(), now)
    batch.save()
    audit.record("import_part_made", batch, actor=actor, number=number, made=made)
    return batch


@action
def undo_import(*, actor: Any, batch: ImportBatch) -> ImportBatch:
    """Have everything taken back that a file made; raises NotNow, and WorkedOn when that would undo somebody's work."""
    locked = _locked(batch.pk, (ImportState.IMPORTED,))
    if count := undoing.worked_on(locked):
        audit.denied("undo_import", locked, actor=actor, rule="import_worked_on")
        raise WorkedOn(count)
    locked.state, locked.worked_on = ImportState.UNDOING, 0
    locked.save(update_fields=["state", "worked_on"])
    outbox.queue("programs.import_undo", batch_id=locked.pk)
    audit.record("import_undo_asked", locked, actor=actor)
    return locked


@action
def finish_undo(*, actor: None, batch_id: uuid.UUID, now: datetime) -> ImportBatch:
    """Delete all that a file made, in one transaction; where somebody worked meanwhile nothing, which the file says."""
    batch = _locked(batch_id, (ImportState.UNDOING,))
    cases = undoing.locked_cases(batch)
    if count := undoing.worked_on(batch):
        batch.state, batch.worked_on = ImportState.IMPORTED, count
        batch.save(update_fields=["state", "worked_on"])
        audit.record("import_undo_stopped", batch, actor=actor, cases=count)
        return batch
    if batch.erased_at:
        batch.vault_key = uuid7()  # what follows is sealed, and the key before is destroyed
        batch.save(update_fields=["vault_key"])
    gone = undoing.take_back(batch, cases)
    batch.state, batch.ended_at = ImportState.UNDONE, now
    batch.save(update_fields=["state", "ended_at"])
    audit.record("import_undone", batch, actor=actor, **gone)
    return batch


@action
def discard_import(*, actor: Any, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Throw a file away of which nothing was made; raises NotNow."""
    locked = _locked(batch.pk, BEFORE)
    locked.state, locked.ended_at = ImportState.DISCARDED, now
    erase_file(locked, now)
    audit.record("import_discarded", locked, actor=actor)
    return locked


@action
def erase_import(*, actor: None, batch_id: uuid.UUID, now: datetime) -> None:
    """Erase what a file said, when its time is over: one that waited for somebody is thrown away with that.

    Raises NotNow where its time is not over yet, or it is erased already; outbox.NotYet while it is worked on.
    """
    batch = ImportBatch.objects.select_for_update().defer("file_name", "headings", "found").get(pk=batch_id)
    days = timedelta(days=Program.objects.get().policy.import_days)
    if batch.erased_at or (batch.ended_at and batch.ended_at + days > now):
        raise NotNow(batch.state)
    if batch.state in AT_WORK:
        raise outbox.NotYet(now + WAITS)
    if batch.state in BEFORE:
        batch.state, batch.ended_at = ImportState.DISCARDED, now
    erase_file(batch, now)
    audit.record("import_erased", batch, actor=actor)


def _locked(batch_id: uuid.UUID, states: Sequence[str]) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in states:
        raise NotNow(batch.state)
    return batch


def _today(now: datetime) -> Any:
    return timezone.localdate(now, Program.objects.get().zone)


def _erase_later(batch: ImportBatch, program: Program, now: datetime) -> None:
    days = timedelta(days=program.policy.import_days)
    outbox.queue("programs.import_erase", batch_id=batch.pk, not_before=now + days)


def _begin_checking(batch: ImportBatch) -> None:
    batch.state, batch.done, batch.counts, batch.found = ImportState.CHECKING, 0, {}, {}
    batch.save()
    outbox.queue("programs.import_check", batch_id=batch.pk, number=0)


def _result_of(batch: ImportBatch, row: Judged) -> dict[str, Any]:
    number = row.told.get("number")
    mac = number_mac(number) if number and batch.kind == ImportKind.CASES else ""
    return row.stored() | twice.stored_marks(batch.kind, row.told, mac) | {"twice": ""}


def _count(batch: ImportBatch, more: Mapping[str, int], under: str = "rows") -> None:
    batch.counts[under] = dict(Counter(batch.counts.get(under, {})) + Counter(more))


def _said(batch: ImportBatch) -> dict[str, int]:
    return {name: batch.counts.get("rows", {}).get(name, 0) for name in ("good", "bad", "twice")}


def _gather(batch: ImportBatch, rows: Sequence[Judged]) -> None:
    """Add up what is wrong by field and reason, with the first lines of each, and the words nobody explained."""
    found = batch.found or {}
    reasons, words = found.setdefault("reasons", {}), found.setdefault("words", {})
    for row in rows:
        for trouble in row.troubles:
            name = f"{trouble.field}|{trouble.code}"
            if name in reasons or len(reasons) < MOST_KINDS_FOUND:
                told = reasons.setdefault(name, {"count": 0, "lines": [], "said": trouble.said})
                told["count"] += 1
                told["lines"] = (told["lines"] + [row.line])[:5]
            if trouble.code == "choice":
                said = words.setdefault(trouble.field, {})
                if trouble.said in said or len(said) < MOST_WORDS:
                    said[trouble.said] = said.get(trouble.said, 0) + 1
    batch.found = found


def _is_left_out(batch: ImportBatch, result: Mapping[str, Any]) -> bool:
    return bool(result["twice"]) and not batch.takes_twice and result["line"] not in batch.taken_twice


def _make(batch: ImportBatch, good: list[Judged], now: datetime) -> None:
    """Make rows together; where the database refuses one, each by itself, so that one keeps back none of the others."""
    make = MAKERS[batch.kind]
    try:
        with transaction.atomic():
            make(batch, good, now)
    except (DataError, IntegrityError):
        for row in good:
            try:
                with transaction.atomic():
                    make(batch, [row], now)
            except (DataError, IntegrityError):
                row.troubles.append(Trouble("", "not_saved"))
