"""Reads a chain from its beginning and says what does not fit: edited, deleted, reordered, forged, cut off."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from amends.audit.appending import chain_key
from amends.audit.chain import GENESIS, link
from amends.audit.checkpoints import folder
from amends.audit.checkpoints.models import Checkpoint
from amends.audit.checkpoints.signing import Signed, is_genuine
from amends.audit.models import AuditEntry, AuditHead
from tenants.context import current_schema, inside, platform, required_schema
from tenants.place import PUBLIC

# What can be wrong, in words for the person who runs the command.
SENTENCES = {
    "changed": "An entry does not match its hash: it was changed, or written without the key.",
    "broken": "An entry does not follow the one before it.",
    "missing": "Entries are missing before this one.",
    "numbered": "An entry has a number that the chain never gives.",
    "head": "The head does not match the last entry.",
    "cut": "A signed checkpoint saw more entries than there are now.",
    "rewritten": "An entry differs from what a signed checkpoint saw.",
    "forged": "A checkpoint was not signed by the platform.",
    "unreachable": "The chain could not be read.",
}
MOST = 100
BATCH = 2000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and at which entry (None: in no particular one)."""

    what: str
    seq: int | None

    def __str__(self) -> str:
        return self.what if self.seq is None else f"{self.what} at {self.seq}"

    @property
    def sentence(self) -> str:
        """Return the problem in words."""
        return SENTENCES[self.what]


def verify(schema: str) -> list[Problem]:
    """Return what is wrong with the audit of a tenant or the public schema: at most a hundred problems, [] if whole.

    Compares the entries, the head, the checkpoints in the database and those in the folder.
    """
    if current_schema() != schema:
        with entered(schema):
            return verify(schema)
    seen, problems = _checkpoints(schema)
    with _one_moment():
        return (problems + _check_whole(schema, seen))[:MOST]


def entered(schema: str) -> AbstractContextManager[Any]:
    """Enter the place of a chain: a tenant's schema, or the public one."""
    return platform() if schema == PUBLIC else inside(schema)


def _check_whole(schema: str, seen: list[Signed]) -> list[Problem]:
    walk = Walk(chain_key(schema))
    problems: list[Problem] = []
    wanted = {each.seq: each.hash for each in seen}
    found: dict[int, bytes] = {0: GENESIS}
    for entry, wrong in walk.go_on():
        problems += wrong
        if entry and entry.seq in wanted:
            found[entry.seq] = bytes(entry.hash)
        if len(problems) >= MOST:
            break
    # What is missing or differs where a checkpoint looked, also when the walk itself found nothing.
    for each in seen:
        if found.get(each.seq) != each.hash:
            problems.append(Problem("rewritten" if each.seq in found else "cut", each.seq))
    return problems


def check_since(seq: int, mac: bytes | None) -> tuple[list[Problem], int, bytes]:
    """Check the entries after `seq`, whose hash was `mac`, in the schema that is entered.

    Returns what is wrong, and the number and hash of the last entry.
    """
    walk = Walk(chain_key(required_schema()), seq, GENESIS if mac is None else mac)
    problems: list[Problem] = []
    if seq:
        last = AuditEntry.objects.filter(seq=seq).first()
        if last is None or bytes(last.hash) != mac:
            problems.append(Problem("cut" if last is None else "rewritten", seq))
    with _one_moment():
        for _entry, wrong in walk.go_on():
            problems += wrong
            if len(problems) >= MOST:
                break
    return problems, walk.seq, walk.hash


class Walk:
    """A walk along the chain: where it is, and whether the next entry fits."""

    def __init__(self, key: bytes, seq: int = 0, mac: bytes = GENESIS):
        self.key, self.seq, self.hash = key, seq, mac

    def go_on(self) -> Iterator[tuple[AuditEntry | None, list[Problem]]]:
        """Yield each further entry with what is wrong with it, and at last nothing with what is wrong with the head.

        In a transaction that somebody else began, the head may be read after an entry that its walk came too early
        for. So what the head says counts when no entry has come since it was read.
        """
        wrong: list[Problem] = []
        while True:
            begun = self.seq
            for entry in _entries(self.seq):
                yield entry, self.step(entry)
            if wrong and self.seq == begun:
                break
            wrong = self.check_head()
            if not wrong:
                break
        yield None, wrong

    def step(self, entry: AuditEntry) -> list[Problem]:
        """Return what is wrong with the next entry, and go on from it."""
        problems = []
        if entry.seq < 1:
            problems.append(Problem("numbered", entry.seq))
        elif entry.seq != self.seq + 1:
            problems.append(Problem("missing", entry.seq))
        prev, mac = bytes(entry.prev), bytes(entry.hash)
        if prev != self.hash:
            problems.append(Problem("broken", entry.seq))
        if link(self.key, entry.seq, entry.said, prev) != mac:
            problems.append(Problem("changed", entry.seq))
        self.seq, self.hash = entry.seq, mac
        return problems

    def check_head(self) -> list[Problem]:
        """Return whether the head is where the walk ended."""
        heads = list(AuditHead.objects.all())
        if not heads:
            return [Problem("head", self.seq)] if self.seq else []
        fits = len(heads) == 1 and heads[0].seq == self.seq and bytes(heads[0].hash) == self.hash
        return [] if fits else [Problem("head", self.seq)]


@contextmanager
def _one_moment() -> Iterator[None]:
    # Entries and head as of one moment, while the program goes on working.
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _entries(after: int) -> Iterator[AuditEntry]:
    """Yield the entries after a number, in batches; a pooler would not keep a cursor for us."""
    rows = AuditEntry.objects.order_by("seq")
    # From the very beginning also numbers below 1, which only a forger gives.
    batch = list((rows.filter(seq__gt=after) if after else rows)[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(seq__gt=batch[-1].seq)[:BATCH]) if len(batch) == BATCH else []


def _checkpoints(schema: str) -> tuple[list[Signed], list[Problem]]:
    """Return the genuine checkpoints of both places, and what is wrong with the others.

    Each place is enough: whoever empties the table has not emptied the folder.
    """
    with platform():
        stored = [_signed(row) for row in _stored(schema)]
    outside = folder.read(schema)
    genuine: dict[bytes, Signed] = {}
    problems = []
    for each in [*stored, *outside]:
        if each is None or each.schema != schema or not is_genuine(each):
            problems.append(Problem("forged", each.seq if each else None))
        else:
            genuine[each.message] = each
    return list(genuine.values()), problems


def _stored(schema: str) -> Any:
    return Checkpoint.objects.filter(schema=schema).order_by("id")


def _signed(row: Any) -> Signed:
    return Signed(row.schema, row.seq, bytes(row.hash), row.at, row.signer, bytes(row.signature))
