"""Asks the question, and says what to let go of when nothing answers it."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from network.directory.models import Listing
from network.directory.search import sql
from network.directory.search.asking import Question
from network.directory.search.text import query_of

FARTHER = (160.0, 400.0, 1_000.0, 2_500.0, 20_038.0)
"""Kilometers of each wider ring in which the nearest are looked for; the last is half around the earth."""


@dataclass(frozen=True)
class Hit:
    """One program of the answer."""

    listing: Listing
    reach: int | None
    """How wide the served place is that covers the one asked for (`models.Reach`); None: it says of none."""
    km: float | None
    """To its nearest site with a point; None: farther than was looked, or it has none."""
    tier: int


@dataclass(frozen=True)
class Found:
    """One page of the answer."""

    hits: list[Hit]
    total: int
    counts: dict[str, int] = field(default_factory=dict)
    """By token: how many programs say yes, or look at each case."""
    without: dict[str, int] = field(default_factory=dict)
    """By facet, when nothing was found: how many there would be without the wish of this one."""


def find(question: Question, *, with_counts: bool = False) -> Found:
    """Return a page of the programs that answer a question; with how many each facet has, if that is asked."""
    words = query_of(question.text)
    if question.text.strip() and not words:
        return Found([], 0)
    rows = _listings(question, words, with_counts=with_counts)
    total = rows[0].total if rows else _total(question, words)
    counts = _counts(question, words, rows) if with_counts else {}
    without = _without(question, words) if not total and question.wishes else {}
    return Found([Hit(row, row.reach, row.km, row.tier) for row in rows], total, counts, without)


def _listings(question: Question, words: str, *, with_counts: bool = False) -> list[Any]:
    """Return the listings of a page, each with what `sql.page` says of it."""
    return list(Listing.objects.raw(*sql.page(question, words, with_counts=with_counts)))


def _counts(question: Question, words: str, rows: list[Any]) -> dict[str, int]:
    if rows:
        return json.loads(rows[0].counts or "{}")
    return dict(_rows(*sql.counts(question, words)))


def nearest(question: Question) -> Found:
    """Return the programs nearest to the point of a question, however far; its codes are not asked."""
    asked = replace(question, codes=(), page=1, is_by_distance=True)
    found = Found([], 0)
    for radius in FARTHER:
        found = find(replace(asked, radius=radius))
        if found.total >= question.size:
            break
    return found


def _total(question: Question, words: str) -> int:
    """Return how many there are when a page beyond the last is asked for."""
    if question.page == 1:
        return 0
    first = _listings(replace(question, page=1, size=1), words)
    return first[0].total if first else 0


def _without(question: Question, words: str) -> dict[str, int]:
    text, values, facets = sql.relaxed(question, words)
    return {facet: count for facet, count in zip(facets, _rows(text, values)[0], strict=True) if count}


def _rows(text: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
