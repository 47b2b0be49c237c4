"""The entries as a list shows them: when, who, what, about which case."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from amends.accounts.access import AGENCY_PERSON, AGENCY_SOFTWARE, PARTICIPANT
from amends.audit.models import AuditEntry, Kind
from programs.records.about import actors_of, names_of, references_of, shown
from programs.records.entries import ANONYMOUS
from programs.records.words import told

AT_ONCE = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Line:
    """One line of the list; `at` is in the program's time zone."""

    at: dt.datetime
    who: str
    what: str
    about: str


def lines_of(entries: Sequence[AuditEntry]) -> list[Line]:
    """Return the lines of some entries; seven queries at most, however many entries there are."""
    names, references = names_of(actors_of(entries)), references_of(entries)
    return [
        Line(
            at=timezone.localtime(entry.at),
            who=_who(entry, names),
            what=told(entry),
            about=shown(references.get(entry.seq, []))
            or names.get(f"{entry.object_type}:{entry.object_id}", ""),
        )
        for entry in _once(entries)
    ]


def _who(entry: AuditEntry, names: dict[str, str]) -> str:
    """Return who acted; what software did with somebody's token is told from what they did themselves."""
    who = names.get(entry.actor, _somebody(entry.actor))
    return _("%(name)s, by software") % {"name": who} if "token" in entry.facts else who


def _somebody(actor: str) -> str:
    """Return who it was without an account: of a party only that it was one."""
    if actor.startswith(f"{PARTICIPANT}:"):
        return _("A party, on their own page")
    if actor.startswith(f"{AGENCY_PERSON}:"):
        return _("Somebody of a referral agency")
    if actor.startswith(f"{AGENCY_SOFTWARE}:"):
        return _("Software of a referral agency")
    return _("Somebody who is not signed in") if actor == ANONYMOUS else _("The system")


def _once(entries: Sequence[AuditEntry]) -> Iterator[AuditEntry]:
    """Leave out what says the same again: a step that was refused for five reasons has five entries."""
    last: AuditEntry | None = None
    for entry in entries:
        if last is None or entry.kind != Kind.DENIED or not _is_same(entry, last):
            yield entry
        last = entry


def _is_same(one: AuditEntry, other: AuditEntry) -> bool:
    compared = [(each.kind, each.actor, each.verb, each.object_type, each.object_id) for each in (one, other)]
    return compared[0] == compared[1] and abs(one.at - other.at) < AT_ONCE
