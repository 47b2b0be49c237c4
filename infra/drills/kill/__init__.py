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

from infra.report import Report, asked


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill kill", __doc__)
    parser.add_argument("--runs", type=int, default=10, help="at each point; %(default)s without it")
    parser.add_argument(
        "--jobs",
        type=int,
        default=10_000,
        help="how many of all programs at once; %(default)s without it, 0 for none",
    )
    parser.add_argument("--only", default="", help="points whose name holds this")
    options = parser.parse_args(argv)
    from infra.drills.kill.rig import Rig

    with tempfile.TemporaryDirectory(prefix="amends-kill-") as folder:
        path = Path(folder)
        # The database's user passes through to its own folder below.
        path.chmod(0o711)
        rig = Rig(path)
        try:
            rig.open()
            from infra.drills.kill.points import Drill

            return Drill(rig, runs=options.runs, only=options.only, jobs=options.jobs).run()
        finally:
            rig.close()
