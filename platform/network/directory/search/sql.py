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


def page(question: Question, words: str, *, with_counts: bool = False) -> tuple[str, dict[str, Any]]:
    """Return the query for one page of listings, each with reach, km, tier and how many there are in all.

    With counts each row also has `counts`, as JSON: by token, how many programs say yes to it. Candidates are judged
    once for both. Ranked are keys only; what pages show, which is long, is read of those that are left.
    """
    query, denied = _judge(question, words, with_tokens=with_counts)
    query.values |= {
        "size": question.size,
        "offset": (question.page - 1) * question.size,
        "bands": BANDS,
    }
    query.ctes.append(f"""ranked AS MATERIALIZED (
        SELECT id, reach, km, tier, count(*) OVER () AS total FROM judged WHERE {_none(denied)}
        ORDER BY {_order(question)}, id
        LIMIT %(size)s OFFSET %(offset)s)""")
    counted = ""
    if with_counts:
        query.ctes.append(_counted(denied))
        counted = ", (SELECT jsonb_object_agg(token, programs) FROM counted) AS counts"
    sql = f"""{_with(query)}
    SELECT {SHOWN}, ranked.reach, ranked.km, ranked.tier, ranked.total{counted}
    FROM (SELECT *, row_number() OVER () AS at FROM ranked) ranked JOIN directory_listing l USING (id)
    ORDER BY ranked.at"""
    return sql, query.values


def counts(question: Question, words: str) -> tuple[str, dict[str, Any]]:
    """Return the query for the counts alone, for when no program is left to say them beside."""
    query, denied = _judge(question, words, with_tokens=True)
    query.ctes.append(_counted(denied))
    return f"{_with(query)} SELECT token, programs FROM counted", query.values


def relaxed(question: Question, words: str) -> tuple[str, dict[str, Any], list[str]]:
    """Return the query for how many there would be without the wishes of one facet, and the facets in its columns."""
    query, denied = _judge(question, words)
    columns = [f"count(*) FILTER (WHERE {_alone(facet, denied)})" for facet in denied]
    return f"{_with(query)} SELECT {', '.join(columns)} FROM judged", query.values, list(denied)


def _judge(question: Question, words: str, *, with_tokens: bool = False) -> tuple[Query, dict[str, str]]:
    """Return the query as far as all candidates with what ranks them, and by facet the column that denies a wish."""
    query = begin(question, words)
    facets = dict.fromkeys(token.partition(":")[0] for token in question.wishes)
    denied = {facet: f"denied{number}" for number, facet in enumerate(facets)}
    said = " + ".join(f"({wish} = ANY(l.says))::int" for wish in query.wishes.values())
    columns = ["l.id", "c.reach", "c.km", "l.confirmed_on", f"{TIER} AS tier", f"{said or 0} AS said"]
    columns.append(f"{'ts_rank(l.words, %(words)s::tsquery)' if words else 0} AS worded")
    if with_tokens:
        columns.append("l.says || l.assesses AS tokens")
    for facet, name in denied.items():
        own = [
            f"{wish} = ANY(l.denies)" for token, wish in query.wishes.items() if token.startswith(f"{facet}:")
        ]
        columns.append(f"({' OR '.join(own)}) AS {name}")
    query.ctes.append(f"""judged AS (SELECT {", ".join(columns)} FROM {query.candidates}
        JOIN directory_listing l ON l.id = c.listing_id WHERE {" AND ".join(query.conditions)})""")
    return query, denied


def _order(question: Question) -> str:
    if question.is_by_distance:
        return "km"
    band = "CASE WHEN km IS NULL THEN 5 ELSE width_bucket(km, %(bands)s::float8[]) END"
    return f"tier, said DESC, worded DESC, {band}, confirmed_on DESC NULLS LAST"


def _counted(denied: dict[str, str]) -> str:
    """Return how many programs say yes to each token, beside all wishes but those of its own facet."""
    told = [f"SELECT token FROM judged, unnest(tokens) AS token WHERE {_none(denied)}"]
    # A facet's name is one of ours (`vocabulary`), and letters only.
    told += [
        f"SELECT token FROM judged, unnest(tokens) AS token "
        f"WHERE {_alone(facet, denied)} AND starts_with(token, '{facet}:')"
        for facet in denied
    ]
    return f"counted AS (SELECT token, count(*) AS programs FROM ({' UNION ALL '.join(told)}) told GROUP BY token)"


def _with(query: Query) -> str:
    return f"WITH {', '.join(query.ctes)}"


def _none(denied: dict[str, str]) -> str:
    """Return the condition that no facet denies a wish."""
    return " AND ".join(f"NOT {name}" for name in denied.values()) or "TRUE"


def _alone(facet: str, denied: dict[str, str]) -> str:
    """Return the condition that this facet denies a wish and no other does."""
    return " AND ".join(name if each == facet else f"NOT {name}" for each, name in denied.items())
