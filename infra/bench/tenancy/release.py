"""Which of the two releases of the benchmark's app a process is: BENCH_RELEASE=before hides the thirty columns."""

import os


def migration_modules() -> dict[str, str]:
    """Return MIGRATION_MODULES of this process."""
    before = os.environ.get("BENCH_RELEASE") == "before"
    return {"fleetapp": "infra.bench.tenancy.fleetapp.before.migrations"} if before else {}
