"""Two ways that directories are commonly searched, as SQL on the same rows."""

from typing import Any

from network.directory.search import Question
from network.directory.search.sql import DISTANCE

BY_DISTANCE = f"""
    SELECT l.id, l.facts, {DISTANCE} AS km FROM directory_listing l
    JOIN directory_listedsite ON listing_id = l.id WHERE l.is_published ORDER BY km LIMIT 20"""
COUNT = "SELECT count(*) FROM directory_listing WHERE is_published"
NAMED = """
    SELECT l.id, l.facts FROM directory_listing l
    WHERE l.is_published AND (l.name ILIKE ALL (%(like)s) OR l.facts ->> 'description' ILIKE ALL (%(like)s))"""
BY_ILIKE = f"{NAMED} ORDER BY l.name LIMIT 20"


def by_distance(question: Question) -> list[tuple[str, dict[str, Any]]]:
    """Sort every site by its distance, as `order_by(Distance(...))` without an index does, and count for its pages."""
    return [(BY_DISTANCE, {"latitude": question.latitude, "longitude": question.longitude}), (COUNT, {})]


def by_ilike(question: Question) -> list[tuple[str, dict[str, Any]]]:
    """Look for each word in names and descriptions, as `icontains` does; a typo finds nothing."""
    like = {"like": [f"%{word}%" for word in question.text.split()]}
    return [(BY_ILIKE, like), (f"SELECT count(*) FROM ({NAMED}) named", like)]
