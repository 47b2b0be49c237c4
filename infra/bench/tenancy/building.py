"""What a tenant costs: its creation, a claim of a warm one, migrations of the fleet, bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from amends.embedded.postgres import Postgres
from infra.bench.tenancy.arms import Arm, database_of
from infra.bench.tenancy.server import dump_of, fill, sizes
from infra.bench.tenancy.sizes import Size

Say = Callable[[str], None]


@dataclass
class Built:
    """The schemas of each arm, and the figures so far."""

    ours: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def build(postgres: Postgres, arms: tuple[Arm, Arm, Arm], size: Size, say: Say) -> Built:
    """Make every arm's tenants, migrate them, fill them, and return the figures of all that."""
    ours, plain, single = arms
    built = Built()
    say(f"single-tenant Django: {single.step('prepare')}")
    _make_fleets(postgres, ours, plain, size, built, say)
    _migrate(ours, plain, size, built, say)
    _grow(postgres, ours, plain, size, built, say)
    _claim(ours, size, built, say)
    fill(postgres, database_of("ours"), built.ours)
    fill(postgres, database_of("plain"), built.plain)
    fill(postgres, database_of("single"), ["public"])
    _miss(ours, built, say)
    return built


def _make_fleets(postgres: Postgres, ours: Arm, plain: Arm, size: Size, built: Built, say: Say) -> None:
    prepared = ours.step("prepare", release="before")
    mine = ours.step("create", release="before", start=0, stop=size.fleet)
    plain.step("prepare", release="before")
    theirs = plain.step("create", release="before", start=0, stop=size.peer_created)
    built.ours, built.plain = mine["schemas"], theirs["schemas"]
    model = built.plain[0]
    batch = dump_of(postgres, database_of("plain"), model)
    more = plain.step(
        "replay", release="before", start=size.peer_created, stop=size.fleet, batch=batch, model=model
    )
    built.plain += more["schemas"]
    creation = {"ours": median(mine["milliseconds"]), "plain": median(theirs["milliseconds"])}
    built.figures |= {
        "tables_per_tenant": {"ours": prepared["tables"], "plain": theirs["tables"]},
        "creation_ms": _rounded(creation),
        "creation_times_faster": round(creation["plain"] / creation["ours"], 1),
    }
    say(f"creation: {_rounded(creation)} ms")


def _migrate(ours: Arm, plain: Arm, size: Size, built: Built, say: Say) -> None:
    some = built.plain[: size.peer_migrated], built.plain[size.peer_migrated : 2 * size.peer_migrated]
    for name, release in (("noop_migration", "before"), ("thirty_tables", "after")):
        mine = ours.step("migrate", release=release)
        if not mine["complete"]:
            raise RuntimeError(f"The fleet was not migrated: {mine}")
        peer = {
            executor: 1000 * plain.step("migrate", release=release, executor=executor, schemas=schemas)["seconds"]
            / len(schemas)
            for executor, schemas in zip(("standard", "multiprocessing"), some, strict=True)
        }  # fmt: skip
        each = 1000 * mine["seconds"] / size.fleet
        built.figures |= {
            f"{name}_ms_per_tenant": _rounded({"ours": each} | peer, digits=3),
            f"{name}_times_faster": round(min(peer.values()) / each, 1),
        }
        say(f"{name} at {size.fleet} schemas, ms per tenant: {_rounded({'ours': each} | peer, digits=3)}")


def _grow(postgres: Postgres, ours: Arm, plain: Arm, size: Size, built: Built, say: Say) -> None:
    """Bring both to the full count in the later release, and see what an empty tenant takes on disk."""
    model = built.plain[0]
    batch = dump_of(postgres, database_of("plain"), model)
    plain.step("catch_up", schemas=built.plain[2 * size.peer_migrated :])
    before = {name: sizes(postgres, database_of(name), "public") for name in ("ours", "plain")}
    built.ours += ours.step("create", start=size.fleet, stop=size.tenants)["schemas"]
    built.plain += plain.step("replay", start=size.fleet, stop=size.tenants, batch=batch, model=model)[
        "schemas"
    ]
    count = size.tenants - size.fleet
    for name, schemas in (("ours", built.ours), ("plain", built.plain)):
        relations, catalogue = sizes(postgres, database_of(name), schemas[-1])
        built.figures[f"bytes_per_empty_tenant_{name}"] = {
            "relations": relations,
            "catalogue": round((catalogue - before[name][1]) / count),
        }
    say(f"{size.tenants} tenants; bytes of one: {built.figures['bytes_per_empty_tenant_ours']}")


def _claim(ours: Arm, size: Size, built: Built, say: Say) -> None:
    times = ours.step("claim", count=size.claims)
    built.figures |= {
        "claim_p50_ms": round(median(times), 2),
        "claim_p95_ms": round(quantiles(times, n=20)[-1], 2),
    }
    say(f"claim: p50 {built.figures['claim_p50_ms']} ms, p95 {built.figures['claim_p95_ms']} ms")


def _miss(ours: Arm, built: Built, say: Say) -> None:
    times = ours.step("miss", schemas=built.ours[:200])
    middle = {name: median(values) for name, values in times.items()}
    built.figures["visit_with_one_query_ms"] = _rounded(middle, digits=2)
    built.figures["miss_costs_ms"] = round(middle["connect_and_close"] - middle["pooled"], 2)
    say(f"a miss costs {built.figures['miss_costs_ms']} ms")


def _rounded(values: dict[str, float], digits: int = 1) -> dict[str, float]:
    return {name: round(value, digits) for name, value in values.items()}
