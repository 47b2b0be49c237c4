"""Finds rows that say the same as another of the file, or as something that is here already."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from programs.importing.judging import person_mark
from programs.importing.values import mac_of
from programs.models import ImportBatch, ImportChunk, MediationCase, Mediator, Participant, Program, Survey
from programs.models.imported import ImportKind
from programs.models.participant import Role

HERE = "here"
AT_ONCE = 2_000
FURTHEST_ZONE = timedelta(hours=14)


def marked(batch: ImportBatch, chunks: Iterator[ImportChunk]) -> Iterator[tuple[ImportChunk, int]]:
    """Yield each part with `twice` noted in its results, and how many of its rows that are; nothing is saved here.

    `twice` is the number of the line that said it first, "here" for what the program has, or "".
    """
    seen: dict[str, int] = {}
    for chunk in chunks:
        results, here = chunk.results or [], _known(batch, chunk)
        for row in results:
            first = next((seen[mark] for mark in row["marks"] if mark in seen), None)
            is_here = any(mark in here for mark in row["marks"])
            row["twice"] = HERE if is_here else str(first) if first else ""
            for mark in row["marks"]:
                seen.setdefault(mark, row["line"])
        chunk.results = results
        yield chunk, sum(1 for row in results if row["twice"] and not row["troubles"])


def _known(batch: ImportBatch, chunk: ImportChunk) -> set[str]:
    """Return the marks of what the program has that rows of this part could be."""
    if batch.kind == ImportKind.CASES:
        return _known_cases(chunk)
    if batch.kind == ImportKind.MEDIATORS:
        emails = Mediator.objects.values_list("user__email", flat=True)
        return {mac_of(repr((email.casefold(),))) for email in emails}
    return _known_forms(chunk) if batch.kind == ImportKind.SURVEYS else set()


def _known_forms(chunk: ImportChunk) -> set[str]:
    marks = {row["key"]: row["marks"] for row in chunk.results or [] if row.get("key")}
    there = Survey.objects.filter(pk__in=marks).values_list("pk", flat=True)
    return {mark for key in there for mark in marks[str(key)]}


def _known_cases(chunk: ImportChunk) -> set[str]:
    results = chunk.results or []
    numbers = MediationCase.objects.filter(
        number_mac__in=[row["number"] for row in results if row.get("number")]
    )
    found = {mac_of(repr(("number", mac))) for mac in numbers.values_list("number_mac", flat=True)}
    # Names are sealed: only those of referrals of the same days are opened, where no number says it already.
    days = {
        date.fromisoformat(row["day"])
        for row in results
        if row.get("day") and not any(mark in found for mark in row["marks"])
    }
    return found | (_named_on(days) if days else set())


def _named_on(days: set[date]) -> set[str]:
    zone = Program.objects.get().zone
    first = datetime.combine(min(days), time(), UTC) - FURTHEST_ZONE
    last = datetime.combine(max(days), time(), UTC) + FURTHEST_ZONE + timedelta(days=1)
    people = Participant.objects.filter(
        role=Role.OFFENDER, referral__submitted_at__gte=first, referral__submitted_at__lt=last,
        referral__is_sample=False,
    ).select_related("referral").only("name", "vault_key", "referral__submitted_at")  # fmt: skip
    found = set()
    for person in people.iterator(chunk_size=AT_ONCE):
        day = person.referral.submitted_at.astimezone(zone).date()  # type: ignore[union-attr]
        if day in days:
            found.add(mac_of(repr(person_mark(person.name, day))))
    return found


def stored_marks(kind: str, told: dict[str, Any], number_mac: str) -> dict[str, str]:
    """Return by what rows of cases are looked for in the program: their number's MAC and their day."""
    if kind != ImportKind.CASES:
        return {}
    day = told.get("referred_on")
    return {"number": number_mac, "day": day.isoformat() if day else ""}
