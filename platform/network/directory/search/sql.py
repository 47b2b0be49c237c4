"""The query of the directory, put together from constant pieces; every value is a parameter.

Two sets of candidates, who serves the place and who is near, become one row for each program. Without a place the
candidates are who has the words, or everybody. `is_open` leaves out programs that were suspended, closed, or are no
longer vouched for.
"""

from dataclasses import dataclass, field
from typing import Any

from network.directory.search.asking import KM_OF_A_MILE, Question
from network.places.distance import EARTH, boxes

MOST_BY_WORDS = 1_000
"""Candidates that are ranked when only words are asked for: ranking all that have a common word costs most."""
BANDS = [round(miles * KM_OF_A_MILE, 3) for miles in (10, 25, 50, 100)]

SHOWN = "l.id, l.slug, l.origin, l.source, l.is_sample, l.facts, l.confirmed_on, l.updated_at"
IS_OPEN = """l.is_published AND NOT EXISTS (
    SELECT FROM tenants_tenant t WHERE t.id = l.tenant_id AND (
        t.suspended_at IS NOT NULL OR t.verified_at IS NULL OR t.state NOT IN ('trial', 'active')))"""

SERVING = """serving AS MATERIALIZED (
    SELECT listing_id, min(reach) AS reach FROM directory_serves WHERE code = ANY(%(codes)s) GROUP BY listing_id)"""

DISTANCE = f"""2 * {EARTH} * asin(least(1, sqrt(
    sin(radians(latitude - %(latitude)s) / 2) ^ 2
    + cos(radians(%(latitude)s)) * cos(radians(latitude)) * sin(radians(longitude - %(longitude)s) / 2) ^ 2)))"""

NEAR = f"""near AS MATERIALIZED (
    SELECT listing_id, min(km) AS km
    FROM (SELECT listing_id, {DISTANCE} AS km FROM directory_listedsite WHERE {{boxes}}) measured
    WHERE km <= %(radius)s GROUP BY listing_id)"""

BY_WORDS = """worded AS MATERIALIZED (
    SELECT id AS listing_id FROM directory_listing
    WHERE words @@ %(words)s::tsquery AND is_published LIMIT %(most)s)"""

TIER = """CASE
    WHEN l.capacity = 'closed' THEN 5
    WHEN c.reach = 0 AND l.capacity = 'accepting' THEN 1
    WHEN c.reach = 0 THEN 2
    WHEN c.reach > 0 THEN 3
    ELSE 4 END"""


@dataclass
class Query:
    """A query and its parameters."""

    ctes: list[str] = field(default_factory=list)
    candidates: str = ""
    conditions: list[str] = field(default_factory=lambda: [IS_OPEN])
    values: dict[str, Any] = field(default_factory=dict)
    wishes: dict[str, str] = field(default_factory=dict)
    """By token: the parameter that stands for it."""


def begin(question: Question, words: str) -> Query:
    """Return the query for the candidates of a question; `words` as `text.query_of` made them."""
    query = Query(values={"words": words, "most": MOST_BY_WORDS})
    for number, token in enumerate(question.wishes):
        query.values[f"wish{number}"] = token
        query.wishes[token] = f"%(wish{number})s"
    if question.codes:
        query.ctes.append(SERVING)
        query.values["codes"] = list(question.codes)
    if question.has_point:
        query.ctes.append(NEAR.format(boxes=_boxes(question, query.values)))
    query.candidates = _candidates(question, query, has_words=bool(words))
    return query


def _boxes(question: Question, values: dict[str, Any]) -> str:
    assert question.latitude is not None  # noqa: S101 - `has_point` was asked
    assert question.longitude is not None  # noqa: S101 - as above
    values |= {
        "latitude": question.latitude,
        "longitude": question.longitude,
        "radius": question.radius,
    }
    conditions = []
    for number, box in enumerate(boxes(question.latitude, question.longitude, question.radius)):
        names = [f"box{number}_{side}" for side in ("south", "north", "west", "east")]
        values |= dict(zip(names, box, strict=True))
        south, north, west, east = (f"%({name})s" for name in names)
        conditions.append(f"(latitude BETWEEN {south} AND {north} AND longitude BETWEEN {west} AND {east})")
    return " OR ".join(conditions)


def _candidates(question: Question, query: Query, *, has_words: bool) -> str:
    if question.has_place and has_words:
        query.conditions.append("l.words @@ %(words)s::tsquery")
    match bool(question.codes), question.has_point:
        case True, True:
            return "(SELECT listing_id, reach, km FROM serving FULL JOIN near USING (listing_id)) c"
        case True, False:
            return "(SELECT listing_id, reach, NULL::float8 AS km FROM serving) c"
        case False, True:
            return "(SELECT listing_id, NULL::int AS reach, km FROM near) c"
    if has_words:
        query.ctes.append(BY_WORDS)
        return "(SELECT listing_id, NULL::int AS reach, NULL::float8 AS km FROM worded) c"
    return "(SELECT id AS listing_id, NULL::int AS reach, NULL::float8 AS km FROM directory_listing) c"


def page(question: Question, words: str) -> tuple[str, dict[str, Any]]:
    """Return the query for one page of listings, each with reach, km, tier and how many there are in all.

    Ranked are keys only; what pages show, which is long, is read of those that are left.
    """
    query = begin(question, words)
    wishes = list(query.wishes.values())
    query.conditions += [f"NOT {wish} = ANY(l.denies)" for wish in wishes]
    query.values |= {
        "size": question.size,
        "offset": (question.page - 1) * question.size,
        "bands": BANDS,
    }
    query.ctes.append(f"""ranked AS MATERIALIZED (
        SELECT l.id, c.reach, c.km, {TIER} AS tier, count(*) OVER () AS total
        FROM {query.candidates} JOIN directory_listing l ON l.id = c.listing_id
        WHERE {" AND ".join(query.conditions)}
        ORDER BY {_order(question, wishes, has_words=bool(words))}, l.id
        LIMIT %(size)s OFFSET %(offset)s)""")
    sql = f"""{_with(query)}
    SELECT {SHOWN}, ranked.reach, ranked.km, ranked.tier, ranked.total
    FROM (SELECT *, row_number() OVER () AS at FROM ranked) ranked JOIN directory_listing l USING (id)
    ORDER BY ranked.at"""
    return sql, query.values


def _order(question: Question, wishes: list[str], *, has_words: bool) -> str:
    if question.is_by_distance:
        return "c.km"
    keys = ["tier"]
    if wishes:
        keys.append(f"{' + '.join(f'({wish} = ANY(l.says))::int' for wish in wishes)} DESC")
    if has_words:
        keys.append("ts_rank(l.words, %(words)s::tsquery) DESC")
    if question.has_point:
        keys.append("CASE WHEN c.km IS NULL THEN 5 ELSE width_bucket(c.km, %(bands)s::float8[]) END")
    return ", ".join([*keys, "l.confirmed_on DESC NULLS LAST"])


def counts(question: Question, words: str) -> tuple[str, dict[str, Any]]:
    """Return the query for how many programs say yes to each token, beside all wishes but those of its own facet."""
    query, denied = _with_denials(question, words)
    # Judged once for each program, not once for each of its tokens.
    query.ctes.append(f"judged AS MATERIALIZED ({_judged(query, denied, 'l.says || l.assesses AS tokens')})")
    none = " AND ".join(f"NOT {name}" for name in denied.values()) or "TRUE"
    counted = [f"SELECT token FROM judged, unnest(tokens) AS token WHERE {none}"]
    # A facet's name is one of ours (`vocabulary`), and letters only.
    counted += [
        f"SELECT token FROM judged, unnest(tokens) AS token "
        f"WHERE {_alone(facet, denied)} AND starts_with(token, '{facet}:')"
        for facet in denied
    ]
    sql = f"{_with(query)} SELECT token, count(*) FROM ({' UNION ALL '.join(counted)}) told GROUP BY token"
    return sql, query.values


def relaxed(question: Question, words: str) -> tuple[str, dict[str, Any], list[str]]:
    """Return the query for how many there would be without the wishes of one facet, and the facets in its columns."""
    query, denied = _with_denials(question, words)
    columns = [f"count(*) FILTER (WHERE {_alone(facet, denied)})" for facet in denied]
    sql = f"{_with(query)} SELECT {', '.join(columns)} FROM ({_judged(query, denied, '1')}) judged"
    return sql, query.values, list(denied)


def _with(query: Query) -> str:
    return f"WITH {', '.join(query.ctes)}" if query.ctes else ""


def _with_denials(question: Question, words: str) -> tuple[Query, dict[str, str]]:
    query = begin(question, words)
    facets = dict.fromkeys(token.partition(":")[0] for token in question.wishes)
    denied = {facet: f"denied{number}" for number, facet in enumerate(facets)}
    return query, denied


def _judged(query: Query, denied: dict[str, str], column: str) -> str:
    """Return the rows of all candidates, with a column for each facet that says whether it denies a wish."""
    columns = [column]
    for facet, name in denied.items():
        own = [
            f"{wish} = ANY(l.denies)" for token, wish in query.wishes.items() if token.startswith(f"{facet}:")
        ]
        columns.append(f"({' OR '.join(own)}) AS {name}")
    return f"""SELECT {", ".join(columns)} FROM {query.candidates}
        JOIN directory_listing l ON l.id = c.listing_id WHERE {" AND ".join(query.conditions)}"""


def _alone(facet: str, denied: dict[str, str]) -> str:
    """Return the condition that this facet denies a wish and no other does."""
    return " AND ".join(name if each == facet else f"NOT {name}" for each, name in denied.items())
