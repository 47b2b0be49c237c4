"""Families A, B, C and E against ours, by what could be fetched; `guessing` and `membership` are the other three."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import numpy as np

from infra.drills.disclosure import tenants
from infra.drills.disclosure.differencing import learnt_of_ours
from infra.drills.disclosure.filtering import ASKED_BY
from infra.drills.disclosure.ours import Ours, logged_in
from infra.drills.disclosure.reading import SMALL, Seen
from infra.drills.disclosure.solving import SIGMAS, Puzzle, open_of_ours
from infra.drills.disclosure.worlds import YEAR_TABLES, exact
from network.reporting.overlapping import Domain
from network.reporting.plan import BY_ID, STAGES, Level, variance_of
from network.reporting.ranges import FEW, ROUNDED_TO

ROUNDING = sqrt(len(STAGES) * (ROUNDED_TO**2 - 1) / 12)
"""Of six rounded stages' sum, as a standard deviation."""


def reconstructed(ours: Ours, many: int, chance: Random) -> Counter[str]:
    """Solve the tables of each release for cells of 1 to 10, supposing that noise ends at four deviations."""
    tally: Counter[str] = Counter()
    places = [each for each in ours.seen.values() if each.is_published and each.kind == "year"]
    per_place = -(-many // max(len(places), 1))
    for seen in places:
        targets = [
            (name, int(row), int(column), int(counts[row, column]))
            for name, counts in _exact(ours, seen).items()
            for row, column in np.argwhere((counts >= SMALL[0]) & (counts <= SMALL[-1]))
        ]
        document = seen.documents[-1]
        looks = {each.id: seen.looks(each.id)[-1] for each in YEAR_TABLES if seen.level in each.levels}
        puzzle = Puzzle({"": open_of_ours(looks, _totals(document, seen.level))}, {})
        for name, row, column, true in chance.sample(targets, min(per_place, len(targets))):
            told = puzzle.proven("", name, row, column)
            tally["attacks"] += 1
            tally["proven"] += told == true
            tally["wrong"] += told is not None and told != true
    return tally


def _totals(document: Mapping[str, Any], level: Level) -> dict[str, tuple[float, float]]:
    """Return the published sum of each stage, and how far the true one can be from it."""
    made = {}
    for each in document["totals"]:
        spread = SIGMAS * sqrt(_variance_of_stage(level, each["column"])) + ROUNDED_TO
        made[each["column"]] = (FEW / 2 if each["count"] is None else each["count"], spread)
    return made


def _variance_of_stage(level: Level, stage: str) -> float:
    """Return the variance of a stage's sum, which all funnel tables have agreed about (`agreeing`)."""
    funnels = [table for table in YEAR_TABLES if table.is_funnel and level in table.levels]
    whole = sum(1 / sum(column == stage for _row, column in table.cells) for table in funnels)
    return float(variance_of(funnels[0], level)) / whole


def filtered(ours: Ours, many: int, chance: Random) -> Counter[str]:
    """Ask the public pages for a part alone, by every name that a filter could have: an answer is always the whole."""
    from django.test import Client
    from django.urls import reverse

    from network.reporting.models import Release

    tally: Counter[str] = Counter()
    with logged_in("amends_web"):
        rows = list(Release.objects.exclude(level=Level.NETWORK).filter(state="published")[:200])
        client = Client()
        plain: dict[str, bytes] = {}
        for _ in range(many if rows else 0):
            path = reverse(
                "figures-release-file",
                "amends.urls_public",
                args=[chance.choice(rows).pk, chance.choice(("json", "csv"))],
            )
            if path not in plain:
                plain[path] = client.get(path, headers={"host": "localhost"}).content
            answer = client.get(f"{path}?{_asked(ours, chance)}", headers={"host": "localhost"})
            tally["attacks"] += 1
            tally["proven"] += answer.status_code == 200 and answer.content != plain[path]
    return tally


def _asked(ours: Ours, chance: Random) -> str:
    case = ours.world.records[chance.randrange(len(ours.world.records))]
    asked = {name: str(case[name]) for name in chance.sample(ASKED_BY, 3)}
    tenant = ours.tenants[int(case["program"])]
    return urlencode(asked | {chance.choice(("program", "tenant", "exclude", "without")): tenant.pk})


def late(ours: Ours, chance: Random, many: int) -> Counter[str]:
    """Compare what was fetched before a case came late with what is fetched after, and name its answers."""
    tally: Counter[str] = Counter()
    for seen, before, case in chance.sample(ours.late, min(many, len(ours.late))):
        after = seen.documents[-1]
        told = learnt_of_ours(before, after, STAGES[int(case["stage"])])
        tally["attacks"] += 1
        tally["changed"] += before != after
        tally["proven"] += all(
            row == BY_ID[table.id].rows[int(case[table.id])]
            for row, table in zip(told, [each for each in YEAR_TABLES if each.is_funnel], strict=True)
        )
    return tally


def spread_of(level: str) -> float:
    """Return the standard deviation of the sum of all stages, as it can be put together from a domain's document."""
    return sqrt(sum(_variance_of_stage(Level(level), stage) for stage in STAGES) + ROUNDING**2)


def estimated(ours: Ours) -> dict[str, Counter[str]]:
    """Estimate programs' totals from each year with the year before, alone and by two, by exact and published sums."""
    found: dict[str, Counter[str]] = {}
    for year in ours.world.years:
        counts, domains, spread, moves = _sums(ours, year)
        for colluding in (1, 2):
            for name, noise in (("published", spread), ("exact", {})):
                tally = found.setdefault(f"{colluding}, {name} sums", Counter())
                tally["attacks"] += len(counts)
                tally["proven"] += len([*tenants.estimated(counts, domains, colluding, noise, moves)])
    return found


Sums = tuple[dict[UUID, float], Sequence[Domain], dict[str, float], dict[UUID, float]]
"""What `tenants.estimated` is asked with: true totals, published domains, how exactly those are known, what moved."""


def _sums(ours: Ours, year: int) -> Sums:
    """Return programs' true totals, and the published domains of two years.

    Who is in the year before alone has its total of then; of all others the intruders know that counts of cases differ
    from year to year by their square roots, and nothing else.
    """
    counts: dict[UUID, float] = {}
    moves: dict[UUID, float] = {}
    domains, spread = [], {}
    keys = {each.number: each.key for each in ours.world.programs}
    for when in (year - 1, year):
        for seen in ours.of(when, "year"):
            if not seen.is_published:
                continue
            numbers = ours.truth(seen)["program"]
            now = {keys[number]: float((numbers == number).sum()) for number in seen.members}
            moves |= {key: counts[key] + n for key, n in now.items() if when == year and key in counts}
            counts |= now
            code = f"{seen.code}@before" if when < year else seen.code
            domain = Domain(f"{seen.level}/{code}", frozenset(now))
            domains.append(domain)
            spread[domain.id] = spread_of(seen.level)
    return counts, domains, spread, moves


def _exact(ours: Ours, seen: Seen) -> dict[str, Any]:
    return exact(ours.truth(seen), tuple(each for each in YEAR_TABLES if seen.level in each.levels))


def useful(ours: Ours) -> dict[str, Any]:
    """Return how near the published percentages are to those that were counted, in points."""
    errors, covered, marks = [], [], Counter[str]()
    for seen, share, true in _shares(ours):
        marks[share["mark"] or "shown"] += 1
        if share["part"] is None:
            continue
        covered.append(share["low"] - 0.005 <= true <= share["high"] + 0.005)
        if share["row"] == "all" and seen.level != Level.NATION:
            errors.append(100 * abs(share["part"] - true))
    return {
        "headline_error_points_p90": round(float(np.quantile(errors, 0.9)), 1) if errors else None,
        "ranges_that_hold_the_counted_share_percent": round(100 * float(np.mean(covered)), 1)
        if covered
        else None,
        "shares_shown": marks["shown"],
        "shares_unreliable": marks["u"],
    }


def _shares(ours: Ours) -> Iterator[tuple[Seen, Mapping[str, Any], float]]:
    from network.reporting.shares import BY_ID as PERCENTAGES

    for seen in ours.seen.values():
        if not seen.is_published or seen.kind != "year":
            continue
        counts = _exact(ours, seen)
        for share in seen.documents[0]["shares"]:
            each, table = PERCENTAGES[share["id"]], BY_ID[share["table"] or "type"]
            rows = slice(None) if share["row"] == "all" else [table.rows.index(share["row"])]
            part, whole = (
                counts[table.id][rows][:, [table.columns.index(name) for name in names]].sum()
                for names in (sorted(each.part), sorted(each.whole))
            )
            if whole:
                yield seen, share, float(part / whole)
