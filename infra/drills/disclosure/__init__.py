"""`./amends drill disclosure`: published figures are attacked in seven ways, ours and others' on the same worlds.

A solves all tables at once by integers, B filters freely, C compares releases between which one case came late, D takes
an insider's own counts away, E reckons programs' totals by one or two that collude, F asks whether a case that is
known with everybody else was in it, G makes the best guess of a count of 1 to 10. The worlds are synthetic programs of
two sizes, real records of a study, and differences of one program; they are handed in and released by the real actions
on a PostgreSQL of the drill's own, and their documents are fetched over HTTP. Then three mistakes are planted.

It holds when no count of 1 to 10 and no program's total is disclosed, guesses are 5 points better at most, and the
advantage is within 1.5 points of what the ledger allows; when others' plain counts are all broken and suppressed ones
to more than 70 %, so that the attackers are awake; and when each of the mistakes shows.
"""

import random
import sys
import time

from infra.report import Report, asked

WHOLE = {"A": 300, "B": 500, "C": 500, "D": 700, "F": 3_000, "G": 700}
OF_PEERS = {"A": 60, "B": 60, "C": 300, "D": 500}
SMALL = {"A": 20, "B": 20, "C": 60, "D": 100, "F": 1_000, "G": 100}
SMALL_OF_PEERS = {"A": 20, "B": 5, "C": 20, "D": 40}
LIVES, FEW_LIVES = 3_000, 60
AGAIN = 12
"""How often each period is released again where a mistake is planted."""


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill disclosure", __doc__)
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), help="repeats a run's worlds"
    )
    parser.add_argument("--small", action="store_true", help="one small world, and few attacks")
    options = parser.parse_args(argv)
    from infra.drills.lifecycle.servers import Servers

    with Servers():
        from infra.drills.disclosure.running import run, run_small

        return (run_small if options.small else run)(options.seed)


def say(words: str, begun: float) -> None:
    """Tell who waits how far it has come."""
    print(f"disclosure: {time.monotonic() - begun:4.0f} s, {words}", file=sys.stderr, flush=True)
