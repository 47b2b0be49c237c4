"""Gathers the entries of a request, task or command, and has them appended once.

A failed action's entries are dropped with its changes (`scope`); what was refused or read stays, because it
happened. Entries whose transaction did not commit are appended again when the gathering ends.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from amends.audit.appending import append
from amends.audit.chain import Said
from amends.audit.facts import LONGEST_LIST, fit, fit_facts, is_several, name_actor, named, named_all
from tenants.context import required_schema

log = logging.getLogger(__name__)


class NotGathering(RuntimeError):
    """An entry was made where nobody would append it: wrap the work in `audit.gathering()`."""


@dataclass(slots=True)
class Gathered:
    """An entry on its way: `appended` once flushed, gone from the list once committed."""

    schema: str
    said: Said
    number: int
    appended: bool = False

    @property
    def survives(self) -> bool:
        """Return whether this happened even when the transaction around it is rolled back."""
        return self.said.kind != "change"


@dataclass(slots=True)
class Gatherer:
    """The entries since `gathering()` began, in their order."""

    entries: list[Gathered] = field(default_factory=list)
    count: int = 0
    denials: int = 0
    common: dict[str, Any] = field(default_factory=dict)


_gatherer: ContextVar[Gatherer | None] = ContextVar("audit_gatherer", default=None)


def _current() -> Gatherer:
    gatherer = _gatherer.get()
    if gatherer is None:
        raise NotGathering("Wrap this in audit.gathering(), or its entry would be lost.")
    return gatherer


@contextmanager
def gathering() -> Iterator[None]:
    """Gather until the end of the block, then append what no flush has appended; inside another one, do nothing.

    When the block raises, only what survives a rollback is appended.
    """
    if _gatherer.get() is not None:
        yield
        return
    gatherer = Gatherer()
    token = _gatherer.set(gatherer)
    try:
        try:
            yield
        except BaseException:
            gatherer.entries = [each for each in gatherer.entries if each.survives]
            _append_survivors(gatherer)
            raise
        _finish(gatherer)
    finally:
        _gatherer.reset(token)


def _finish(gatherer: Gatherer) -> None:
    # Inside a transaction nobody knows yet whether it commits; outside, what is still here did not.
    if gatherer.entries and not connection.in_atomic_block:
        gatherer.entries = [each for each in gatherer.entries if each.survives or not each.appended]
        for each in gatherer.entries:
            each.appended = False
    flush()
    left = {each.schema for each in gatherer.entries if not each.appended}
    if left:
        raise NotGathering(
            f"Entries were left over for a schema that is not entered any more: {sorted(left)}."
        )


def _append_survivors(gatherer: Gatherer) -> None:
    if not connection.in_atomic_block:
        _finish(gatherer)
        return
    try:
        with transaction.atomic():
            flush()
    except DatabaseError:
        # The transaction around this cannot be written to any more, so it will not commit either.
        log.warning("Audit entries were lost with the transaction around their gathering.")


class Scope:
    """The entries of one action."""

    def __init__(self, gatherer: Gatherer):
        self._gatherer = gatherer
        self._start = gatherer.count
        self._denials = gatherer.denials

    @property
    def recorded(self) -> int:
        """Return how many entries the action made, refusals aside."""
        return self._gatherer.count - self._start - (self._gatherer.denials - self._denials)

    def flush(self) -> None:
        """Append what was gathered, in the action's transaction."""
        flush()

    def rewind(self) -> None:
        """After a rollback, drop the changes; what was read or refused waits to be appended."""
        gatherer = self._gatherer
        gatherer.entries = [each for each in gatherer.entries if each.number <= self._start or each.survives]
        for each in gatherer.entries:
            if each.number > self._start:
                each.appended = False


@contextmanager
def scope() -> Iterator[Scope]:
    """Gather for one action, around its transaction: when it raises, its changes are not said."""
    with gathering():
        mine = Scope(_current())
        try:
            yield mine
        except BaseException:
            mine.rewind()
            raise


def flush() -> None:
    """Append what was gathered for the schema that is entered, in the open transaction or in its own."""
    gatherer = _current()
    waiting = [each for each in gatherer.entries if not each.appended]
    if not waiting:
        return
    schema = required_schema()
    waiting = [each for each in waiting if each.schema == schema]
    append(schema, [each.said for each in waiting])
    for each in waiting:
        each.appended = True
    transaction.on_commit(lambda: _confirm(gatherer, waiting))


def _confirm(gatherer: Gatherer, committed: list[Gathered]) -> None:
    numbers = {each.number for each in committed}
    gatherer.entries = [each for each in gatherer.entries if each.number not in numbers]


def say_with_all(**facts: Any) -> None:
    """Add these facts to every entry from now on: by which token of the actor's all of this is done."""
    _current().common |= fit_facts(facts)


def record(verb: str, obj: Any, *, actor: Any, **facts: Any) -> None:
    """Say that `actor` changed `obj` (a row, or a pair of type and id)."""
    _say("change", verb, named(obj), actor, facts)


def read(obj_or_list: Any, *, actor: Any, purpose: str = "") -> None:
    """Say that `actor` was shown personal data of one row, or of a list of rows of one type."""
    _say_of_several("read", "read", obj_or_list, actor, {"purpose": purpose} if purpose else {})


def export(obj_or_list: Any, *, actor: Any, **facts: Any) -> None:
    """Say that `actor` took personal data away: a file, a print."""
    _say_of_several("export", "export", obj_or_list, actor, facts)


def denied(verb: str, obj: Any, *, actor: Any, rule: str) -> None:
    """Say that `actor` was refused `verb` by a rule; it is kept although the action is rolled back."""
    _say("denied", verb, named(obj), actor, {"rule": rule})


def _say_of_several(kind: str, verb: str, thing: Any, actor: Any, facts: dict[str, Any]) -> None:
    if not is_several(thing):
        _say(kind, verb, named(thing), actor, facts)
        return
    object_type, ids = named_all(thing)
    for start in range(0, len(ids), LONGEST_LIST):
        part = ids[start : start + LONGEST_LIST]
        _say(kind, verb, (object_type, ""), actor, {**facts, "count": len(part)}, ids=part)


def _say(
    kind: str,
    verb: str,
    obj: tuple[str, str],
    actor: Any,
    facts: dict[str, Any],
    ids: list[str] | None = None,
) -> None:
    gatherer = _current()
    stored = gatherer.common | fit_facts(facts)
    if ids is not None:
        stored["ids"] = ids  # Ids of rows, made by us.
    said = Said(timezone.now(), kind, name_actor(actor), fit("verb", verb), *obj, stored)
    gatherer.count += 1
    gatherer.denials += kind == "denied"
    gatherer.entries.append(Gathered(required_schema(), said, gatherer.count))
