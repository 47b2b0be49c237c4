"""The whole run, from an empty folder to the report."""

import os
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from amends.embedded.postgres import Postgres
from infra.bench.tenancy import client, draws, server
from infra.bench.tenancy.arms import POOL_SIZE, THREADS, WORKERS, Arm, arms, database_of
from infra.bench.tenancy.building import build
from infra.bench.tenancy.serving import serve
from infra.bench.tenancy.sizes import FULL, QUICK, Size
from infra.bench.tenancy.targets import judged
from infra.report import Report


def run(*, quick: bool) -> Report:
    """Measure everything in a folder of its own, which is removed afterwards."""
    size = QUICK if quick else FULL
    folder = Path(tempfile.mkdtemp(prefix="amends-bench-"))
    # The database's user passes through it to its own folder.
    folder.chmod(0o711)
    postgres = Postgres(folder / "postgres", for_tests=True)
    postgres.start()
    try:
        figures = _measured(postgres, folder, size)
    finally:
        postgres.destroy()
        shutil.rmtree(folder, ignore_errors=True)
    targets = judged(figures)
    return Report(ok=all(each["holds"] for each in targets.values()), figures={"targets": targets} | figures)


def _measured(postgres: Postgres, folder: Path, size: Size) -> dict[str, Any]:
    begun = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {line}", file=sys.stderr, flush=True)

    server.make_databases(postgres, [database_of("plain"), database_of("single")])
    all_arms = arms(postgres, folder)
    built = build(postgres, all_arms, size, say)
    try:
        for arm in all_arms:
            arm.start(folder / f"{arm.name}.log")
        served = serve(postgres, all_arms, size, say)
    finally:
        _stop(all_arms)
    return _conditions(size, round(time.monotonic() - begun)) | built.figures | served


def _stop(all_arms: tuple[Arm, ...]) -> None:
    for arm in all_arms:
        arm.stop()


def _conditions(size: Size, seconds: int) -> dict[str, Any]:
    return {
        "size": size.name,
        "seconds": seconds,
        "conditions": {
            "processors": os.cpu_count(),
            "load_of_the_machine": [round(each, 1) for each in os.getloadavg()],
            "python": sys.version.split()[0],
            "django": version("django"),
            "django_tenants": version("django-tenants"),
            "granian": {"workers": WORKERS, "blocking_threads": THREADS},
            "pool_size_per_process": POOL_SIZE,
            "people": client.PEOPLE,
            "burst": draws.BURST,
            "zipf_exponent": draws.EXPONENT,
            "tenants": size.tenants,
            "schemas_at_migration": size.fleet,
            "peer_migrated_per_executor": size.peer_migrated,
            "rounds": size.rounds,
            "seconds_per_round": size.seconds,
            "postgresql": "embedded, durability off, one server for all arms, unix socket",
        },
    }
