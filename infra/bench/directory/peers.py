"""Two ways that directories are commonly searched, as SQL on the same rows, for the same question and its pages."""

from typing import Any

from network.directory.search import Question
from network.directory.search.sql import DISTANCE, IS_OPEN

ASKED = f"{IS_OPEN} AND NOT l.denies && %(wishes)s::varchar[]"
BY_DISTANCE = f"""
    SELECT l.id, l.facts, {DISTANCE} AS km FROM directory_listing l
    JOIN directory_listedsite ON listing_id = l.id WHERE {ASKED} ORDER BY km LIMIT 20"""
NAMED = f"""
    SELECT l.id, l.facts FROM directory_listing l
    WHERE {IS_OPEN} AND (l.name ILIKE ALL (%(like)s) OR l.facts ->> 'description' ILIKE ALL (%(like)s))"""

Statements = list[tuple[str, dict[str, Any]]]


def by_distance(question: Question) -> Statements:
    """Sort every site by its distance, as `order_by(Distance(...))` without an index does, and count for its pages."""
    values = {
        "latitude": question.latitude,
        "longitude": question.longitude,
        "wishes": list(question.wishes),
    }
    return [(BY_DISTANCE, values), (f"SELECT count(*) FROM directory_listing l WHERE {ASKED}", values)]


def by_ilike(question: Question) -> Statements:
    """Look for each word in names and descriptions, as `icontains` does; a typo finds nothing."""
    like = {"like": [f"%{word}%" for word in question.text.split()]}
    return [
        (f"{NAMED} ORDER BY l.name LIMIT 20", like),
        (f"SELECT count(*) FROM ({NAMED}) named", like),
    ]
