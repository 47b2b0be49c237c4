"""Our arm: a world lives through the real release, and every family attacks what it published."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from infra.drills.disclosure import facing, guessing, membership
from infra.drills.disclosure.judging import OF_FEW
from infra.drills.disclosure.ours import Ours, clear, spent
from infra.drills.disclosure.worlds import World, synthetic


@dataclass(frozen=True)
class Size:
    """How many attacks of each family on a world, and how often each period is released again."""

    attacks: dict[str, int]
    again: int = 1
    slack: float = OF_FEW
    """Of advantages over what was released: the same noise is behind many trials."""


def attack(world: World, size: Size, chance: Random) -> dict[str, Any]:
    """Publish a world as it is built, and return what attacks on it found."""
    ours = published(world, again=size.again)
    first = _first(ours)
    if first is not None:
        ours.make_anew(first)
    many = size.attacks
    found: dict[str, Any] = {
        "A": facing.reconstructed(ours, many["A"], chance),
        "B": facing.filtered(ours, many["B"], chance),
        "C": facing.late(ours, chance, many["C"]),
        "D": guessing.attack(ours, many["D"], chance, inside=True),
        "G": guessing.attack(ours, many["G"], chance, inside=False),
        "before rounding": guessing.attack(ours, many["G"], chance, inside=False, strict=True),
    }
    judged = {name: found[name] for name in "ABCDG"}
    totals = facing.estimated(ours)
    judged["E"] = Counter()
    for name, tally in totals.items():
        if name.endswith("published sums"):
            judged["E"].update(tally)
    ledger = spent(world.years)
    rho = max(ledger.values())
    figures = {
        "tallies": judged,
        "membership": _members(ours, many["F"], rho, chance, size.slack),
        "before_rounding": found["before rounding"],
        "tenants": totals,
        "useful": facing.useful(ours),
        "released": _released(ours),
        "ledger": {str(year): float(each) for year, each in ledger.items()},
    }
    figures["attacks"] = sum(each["attacks"] for each in judged.values())
    figures["attacks"] += sum(each["attacks"] for each in figures["membership"].values())
    return figures


def lives(seed: int, many: int, *, is_small: bool) -> dict[str, Any]:
    """Return the advantage over lives that are drawn by the release's own functions, without a database."""
    from network.reporting.plan import PLANNED

    dense, sparse = (synthetic(seed, programs=40, regions=4, median=median) for median in (85, 6))
    found = membership.of_lives(dense, sparse, many, Random(seed))
    # Those who are alone are looked for in a quarter of the lives, some in each.
    slack = {"alone": 3 * OF_FEW if is_small else OF_FEW, "loud": OF_FEW}
    return {
        f"lives, {name}": _judged(trials, PLANNED, slack.get(name, OF_FEW if is_small else 0.0))
        for name, trials in found.items()
    }


def published(world: World, *, again: int = 1, has_later: bool = True) -> Ours:
    """Return a world that has been released in an empty database."""
    clear()
    ours = Ours(world, again=again)
    ours.live(has_later=has_later)
    return ours


def members(ours: Ours, many: int, chance: Random) -> dict[str, Any]:
    """Return the advantage over what was released, beside what the ledger allows."""
    return _members(ours, many, max(spent(ours.world.years).values()), chance, OF_FEW)


def _members(ours: Ours, many: int, rho: Fraction, chance: Random, slack: float) -> dict[str, Any]:
    found = {
        "released": membership.of_releases(ours, many, chance),
        "released, taken for a series": membership.of_releases(ours, many, chance, is_series=True),
    }
    return {name: _judged(trials, rho, slack) for name, trials in found.items()}


def _judged(trials: membership.Trials, rho: Fraction, slack: float) -> dict[str, Any]:
    return {
        "attacks": trials.count,
        "advantage": round(trials.advantage(), 1),
        "bound": round(membership.bound(rho), 1),
        "slack": slack,
    }


def _first(ours: Ours) -> Any:
    """Return the first region that was published."""
    there = (each for each in ours.seen.values() if each.is_published and each.level == "region")
    return next(there, None)


def _released(ours: Ours) -> dict[str, int]:
    years = [each for each in ours.seen.values() if each.kind == "year"]
    return {
        "domains": len(years),
        "published": sum(each.is_published for each in years),
        "documents_fetched": ours.fetched,
        "refused_after_sealing": ours.refused,
    }
