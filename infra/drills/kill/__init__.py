"""`./amends drill kill`: SIGKILL web, workers, PostgreSQL and Redis at named points, and count what was lost.

Every order is a row that is committed together with its job, in one of a few tenants; every job leaves an effect
that shows when it happened twice. Some cross to public and back, some fail at first. After each kill what was
killed is started again, and everything has to be done within ten seconds.

- `rig`: the instance that is killed; `zygote` starts its workers;
- `points`: where is killed, and one run at each;
- `tally`: lost, doubled, crossed, stuck;
- `fleet_points`: the same for migrations of the fleet;
- `orders`, `arrivals`: the drill's own tables in the tenants and in public.
"""

import tempfile
from pathlib import Path

from infra.report import Report


def main(argv: list[str]) -> Report:
    """Run the drill; `--runs N` other than 10, `--only NAME` for points whose name holds NAME, `--jobs N`."""
    from infra.drills.kill.rig import Rig

    runs = int(argv[argv.index("--runs") + 1]) if "--runs" in argv else 10
    jobs = int(argv[argv.index("--jobs") + 1]) if "--jobs" in argv else 10_000
    only = argv[argv.index("--only") + 1] if "--only" in argv else ""
    with tempfile.TemporaryDirectory(prefix="amends-kill-") as folder:
        path = Path(folder)
        # The database's user passes through to its own folder below.
        path.chmod(0o711)
        rig = Rig(path)
        try:
            rig.open()
            from infra.drills.kill.points import Drill

            return Drill(rig, runs=runs, only=only, jobs=jobs).run()
        finally:
            rig.close()
