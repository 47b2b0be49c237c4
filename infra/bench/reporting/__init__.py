"""`./amends bench reporting`: what counting and releasing the figures of a year costs, and how useful they are.

- counted: real programs (`--programs N`, each in its schema, with the closed cases of one that lived through the real
  steps) count themselves and hand in; beside one query that joins all schemas by UNION ALL, and a loop over programs
  that asks Django for each case what it needs;
- released: 100, 1,000 and 10,000 programs. Their counts are generated and lie where programs hand them in, as so many
  schemas would take hours to make; all that follows is the real release;
- useful: headline percentages of a domain of 5 programs with about 740 cases, drawn by the real functions.

Holds when 1,000 programs are released within 60 seconds, 20 times faster at least than the loop, when a program costs
no more at 10,000 than half as much again as at 100, when nine of ten headline percentages are within 3 points, and
when their ranges hold what happened in 94 of 100 draws.
"""

import sys
from typing import Any

from infra.report import Report, asked

PROGRAMS, CASES = 100, 80
SIZES = (100, 1_000, 10_000)
MOST_SECONDS, LEAST_RATIO, MOST_GROWTH = 60, 20, 1.5
MOST_ERROR, LEAST_COVERED = 3.0, 0.94
SEED = 9


def main(argv: list[str]) -> Report:
    """Measure on servers of its own."""
    parser = asked("bench reporting", __doc__)
    parser.add_argument("--programs", type=int, default=PROGRAMS, help="real ones; %(default)s without it")
    parser.add_argument("--draws", type=int, default=400, help="for how useful; %(default)s without it")
    options = parser.parse_args(argv)
    from infra.drills.lifecycle.servers import Servers

    with Servers() as source:
        from infra.bench.reporting.counted import count_all
        from infra.bench.reporting.released import release_many
        from infra.bench.reporting.useful import usefulness

        say("how useful")
        figures: dict[str, Any] = {"useful": usefulness(options.draws, SEED)}
        figures["counted"] = count_all(source, options.programs, CASES, say)
        figures["released"] = {str(size): release_many(size, SEED, say) for size in SIZES}
    return Report(_holds(figures), figures)


def _holds(figures: dict[str, Any]) -> bool:
    released, counted, useful = figures["released"], figures["counted"], figures["useful"]
    loop = counted["seconds_of_a_program"]["loop"] * 1_000
    figures["loop_beside_release_at_1000"] = round(loop / released["1000"]["seconds"], 1)
    whole = released["1000"]["seconds"] + counted["seconds_of_a_program"]["ours"] * 1_000
    figures["loop_beside_counting_and_release_at_1000"] = round(loop / whole, 1)
    growth = released["10000"]["ms_of_a_program"] / released["100"]["ms_of_a_program"]
    figures["cost_at_10000_beside_100"] = round(growth, 2)
    return (
        released["1000"]["seconds"] <= MOST_SECONDS
        and figures["loop_beside_release_at_1000"] >= LEAST_RATIO
        and growth <= MOST_GROWTH
        and useful["error_p90_points"] <= MOST_ERROR
        and useful["covered"] >= LEAST_COVERED
    )


def say(words: str) -> None:
    """Tell who waits how far it has come."""
    print(f"bench reporting: {words}", file=sys.stderr, flush=True)
