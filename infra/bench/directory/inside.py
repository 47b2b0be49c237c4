"""What the benchmark runs in the application: filling the directory, and asking it in four ways."""

import datetime as dt
import json
import random
import statistics
import time
from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection, transaction

from infra.bench.directory import peers
from infra.bench.directory.mix import ZIPS, Asked, mixed, recall_names, with_typos
from network import places
from network.directory import index
from network.directory.models import Fragment, ListedSite, Listing, Origin, Serves
from network.directory.samples import County, sample_facts
from network.directory.search import Question, find
from network.directory.search.finding import nearest
from network.directory.words import fragments_of
from tenants.context import as_owner, platform

SEED = 11
BATCH = 1_000
HSDS = "/api/hsds/v3/service_at_locations"
"""Five in a hundred questions come from other software."""
QUESTIONS = 2_000
PEER_QUESTIONS = 60
NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def counties() -> list[County]:
    """Return the counties in which programs are invented."""
    found = []
    for state in places.states():
        for named in places.counties_of(state.code):
            place = places.place_of(named.code)
            if place and place.latitude is not None and place.longitude is not None:
                letters = state.code.partition(":")[2]
                found.append(County(place.code, place.name, place.latitude, place.longitude, letters))
    return found


def fill(size: int) -> None:
    """Bring the directory to so many programs; say how long it took."""
    started = time.monotonic()
    with as_owner():
        before = Listing.objects.filter(slug__startswith="bench-").count()
        new = enumerate(islice(sample_facts(SEED, size, counties()), before, None), before)
        while batch := list(islice(new, BATCH)):
            _store(batch)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE directory_listing, directory_serves, directory_listedsite")
            cursor.execute("VACUUM ANALYZE directory_fragment")
    _say({"added": size - before, "seconds": round(time.monotonic() - started, 1)})


def _store(batch: list[tuple[int, tuple[str, Any]]]) -> None:
    """Store many at once what `store_listing` stores one by one, by the same functions."""
    listings, served, points, words = [], [], [], set()
    for number, (_slug, facts) in batch:
        listing = Listing(
            slug=f"bench-{number}", origin=Origin.PUBLIC_SOURCES, source="invented", facts=facts.as_json(),
            is_published=True, is_sample=True, updated_at=NOW, confirmed_on=NOW.date() - dt.timedelta(number % 300),
        )  # fmt: skip
        words |= index.prepare(listing, facts, places.names_of(facts.serves).values())
        listings.append(listing)
        served += index.places_of(listing, facts)
        points += index.points_of(listing, facts)
    with transaction.atomic():
        known = set(Fragment.objects.filter(word__in=words).values_list("word", flat=True))
        rows = [Fragment(fragment=part, word=word) for word in words - known for part in fragments_of(word)]
        Fragment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
        Listing.objects.bulk_create(listings, batch_size=250)
        Serves.objects.bulk_create(served, batch_size=5_000)
        ListedSite.objects.bulk_create(points, batch_size=5_000)


def paths() -> None:
    """Say the addresses of pages that people ask for, in the mix of the benchmark."""
    dice = random.Random(SEED + 1)
    with platform():
        asked = [each.path for each in mixed(dice, 700, _names(300))]
    asked += [
        f"{HSDS}?{urlencode({'postcode': code, 'proximity': '80000'})}" for code in dice.choices(ZIPS, k=35)
    ]
    dice.shuffle(asked)
    _say({"paths": asked})


def _names(count: int) -> list[str]:
    newest = Listing.objects.filter(slug__startswith="bench-").order_by("id")
    total = newest.count()
    step = max(1, total // count)
    return [newest[at].name for at in range(0, total, step)][:count]


def measure() -> None:
    """Ask the database in our way, in the limit's and in the peers'; and by names with typos."""
    with platform():
        names = _names(300)
        asked = mixed(random.Random(SEED), QUESTIONS, names)
        ours, limit = _beside_limit(asked)
        by_distance, by_text = _peers(asked)
        found = {
            "database": {
                "questions": len(asked),
                "ours_ms": _percentiles(ours),
                "limit_ms": _percentiles(limit),
                "ratio_to_limit_p50": round(statistics.median(ours) / statistics.median(limit), 2),
                "peers_ms": {
                    "distance_without_index": _percentiles(by_distance.theirs),
                    "ilike": _percentiles(by_text.theirs),
                },
                "peers_over_ours": {
                    "distance_without_index": by_distance.ratio,
                    "ilike": by_text.ratio,
                },
            },
            "typos": _typos(names),
        }
    _say(found)


def _ask(asked: Asked) -> Any:
    if asked.kind == "nearest":
        return nearest(asked.question)
    return find(asked.question, with_counts=asked.kind == "counted")


class _Watch:
    """Notes each statement that the application sends, and for how long it waited for it."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []
        self.seconds = 0.0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements.append((sql, params))


WARM = 50
"""Questions that are asked once before the clock runs."""


def _beside_limit(asked: list[Asked]) -> tuple[list[float], list[float]]:
    """Return the milliseconds that each question spent in the database, in our way and in the limit's.

    The limit is the same statements, prepared and asked straight over the driver, rows fetched. Each question is asked
    in both ways one after the other, so that what else the machine does slows both.
    """
    ours, limit = [], []
    # Django's own cursor puts values into the text, which no server can prepare.
    with psycopg.Cursor(connection.connection) as cursor:
        for number, each in enumerate([*asked[:WARM], *asked]):
            watch = _watched(each)
            straight = _straight(cursor, watch.statements)
            if number >= WARM:
                ours.append(watch.seconds * 1000)
                limit.append(straight * 1000)
    return ours, limit


def _watched(asked: Asked) -> _Watch:
    watch = _Watch()
    with connection.execute_wrapper(watch):
        _ask(asked)
    return watch


def _straight(cursor: psycopg.Cursor[Any], statements: list[tuple[str, Any]]) -> float:
    passed = 0.0
    for sql, params in statements:
        started = time.perf_counter()
        cursor.execute(sql, params, prepare=True).fetchall()
        passed += time.perf_counter() - started
    return passed


class _Beside:
    """A peer's milliseconds and ours for the same questions."""

    def __init__(self, theirs: list[float], ours: list[float]):
        self.theirs, self.ours = theirs, ours

    @property
    def ratio(self) -> float:
        return round(statistics.median(self.theirs) / statistics.median(self.ours), 2)


def _peers(asked: list[Asked]) -> tuple[_Beside, _Beside]:
    near = [each for each in asked if each.kind == "near"][:PEER_QUESTIONS]
    text = [each for each in asked if each.question.text][:PEER_QUESTIONS]
    return _beside_peer(near, peers.by_distance), _beside_peer(text, peers.by_ilike)


def _beside_peer(asked: list[Asked], ask: Callable[[Question], list[tuple[str, Any]]]) -> _Beside:
    theirs, ours = [], []
    with connection.cursor() as cursor:
        for each in asked:
            started = time.perf_counter()
            for sql, params in ask(each.question):
                cursor.execute(sql, params)
                cursor.fetchall()
            theirs.append((time.perf_counter() - started) * 1000)
            ours.append(_watched(each).seconds * 1000)
    return _Beside(theirs, ours)


def _typos(names: list[str]) -> dict[str, float]:
    """Return how often a program is among the first 20 by its name, and by its name with two letters wrong."""
    dice = random.Random(SEED + 2)
    chosen = recall_names(names)
    plain = sum(_is_found(name, name) for name in chosen)
    wrong = sum(_is_found(with_typos(dice, name, 2), name) for name in chosen)
    return {
        "names": len(chosen),
        "found": plain,
        "found_with_typos": wrong,
        "share_kept": round(wrong / plain, 3),
    }


def _is_found(typed: str, name: str) -> bool:
    return any(hit.listing.name == name for hit in find(Question(text=typed)).hits)


def _percentiles(taken: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100)
    return {"p50": round(cuts[49], 3), "p99": round(cuts[98], 3)}


def _say(found: dict[str, Any]) -> None:
    print(json.dumps(found), flush=True)
