"""Pages a second of each arm: rounds in which the arms take turns, and the median over the rounds."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from amends.embedded.postgres import Postgres
from infra.bench.tenancy import client
from infra.bench.tenancy.arms import Arm, database_of
from infra.bench.tenancy.draws import HOT, SESSIONS, UNIFORM, ZIPF, Scenario
from infra.bench.tenancy.processor import seconds_of
from infra.bench.tenancy.server import watching
from infra.bench.tenancy.sizes import Size

Say = Callable[[str], None]


@dataclass
class Run:
    """One arm in one scenario, once."""

    load: client.Load
    connections: int
    # Processor milliseconds for each request, of the web server's and of PostgreSQL's processes.
    web_ms: float
    database_ms: float


def serve(postgres: Postgres, arms: tuple[Arm, Arm, Arm], size: Size, say: Say) -> dict[str, Any]:
    """Return the figures of every scenario; the servers run already."""
    ours, plain, single = arms
    for arm in (ours, plain):
        client.visit_everybody(arm.port, size.tenants)
    say("every host has been visited once")
    figures: dict[str, Any] = {}
    runs: list[Run] = []
    most = 0
    for scenario, others in (
        (HOT, (plain, single)),
        (SESSIONS, (plain,)),
        (ZIPF, (plain,)),
        (UNIFORM, (plain,)),
    ):
        found = _rounds(postgres, (ours, *others), scenario, size)
        runs += [run for each in found.values() for run in each]
        most = max([most, *(run.connections for run in found["ours"])])
        figures[scenario.name] = {name: _summary(each) for name, each in found.items()}
        for other in others:
            figures[f"{scenario.name}_against_{other.name}"] = _ratio(found["ours"], found[other.name])
        rates = {name: round(median(run.load.per_second for run in each)) for name, each in found.items()}
        say(f"{scenario.name}: {rates} requests/s")
    shares = [run.load.client_share for run in runs]
    figures["most_connections_of_ours"] = most
    figures["most_of_a_processor_for_the_client"] = round(max(shares), 3)
    figures["client_us_per_request"] = round(
        1e6 * median(run.load.client_seconds / run.load.requests for run in runs), 1
    )
    return figures


def _rounds(
    postgres: Postgres, arms: tuple[Arm, ...], scenario: Scenario, size: Size
) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {arm.name: [] for arm in arms}
    for number in range(size.rounds):
        # Who begins changes, so that nobody always comes after the same neighbour.
        turn = number % len(arms)
        for arm in arms[turn:] + arms[:turn]:
            found[arm.name].append(_run(postgres, arm, scenario, size, seed=number))
    return found


def _run(postgres: Postgres, arm: Arm, scenario: Scenario, size: Size, seed: int) -> Run:
    databases = [database_of(arm.name)] + (["amends_keys"] if arm.name == "ours" else [])
    assert arm.process is not None
    assert postgres.process is not None
    web, database = seconds_of(arm.process.pid), seconds_of(postgres.process.pid)
    with watching(postgres, databases) as watch:
        load = client.run(
            arm.port, scenario, tenants=size.tenants, seconds=size.seconds, warm_up=size.warm_up, seed=seed
        )
    # Of the warm-up too: it is the same work.
    requests = load.requests * (size.seconds + size.warm_up) / size.seconds
    web = seconds_of(arm.process.pid) - web
    database = seconds_of(postgres.process.pid) - database
    return Run(load, watch.most, 1000 * web / requests, 1000 * database / requests)


def _ratio(ours: list[Run], theirs: list[Run]) -> float:
    """Return the median of the rounds' ratios: neighbours on the machine disturb a whole round, not one arm."""
    return round(
        median(mine.load.per_second / its.load.per_second for mine, its in zip(ours, theirs, strict=True)), 3
    )


def _summary(runs: list[Run]) -> dict[str, Any]:
    latencies = sorted(1000 * each for run in runs for each in run.load.latencies)
    return {
        "requests_per_second": round(median(run.load.per_second for run in runs)),
        "each_round": [round(run.load.per_second) for run in runs],
        "p50_ms": round(latencies[len(latencies) // 2], 1),
        "p95_ms": round(latencies[int(len(latencies) * 0.95)], 1),
        "web_processor_ms": round(median(run.web_ms for run in runs), 3),
        "database_processor_ms": round(median(run.database_ms for run in runs), 3),
        "connections": max(run.connections for run in runs),
    }
