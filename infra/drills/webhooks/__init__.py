"""`./amends drill webhooks`: Stripe's events doubled, shuffled, sixteen at once, with workers killed in between.

A Stripe is played in this process; the web and the workers are real ones over a PostgreSQL of the drill's own. Payers
subscribe, change, fail to pay, recover, end and begin again, while the clock goes on. Each event is delivered one
to five times. Workers are killed by SIGKILL, at named points of a look and anywhere. After each round everything has
to be as an independent model (`model`) reads it from what the played Stripe holds.

A sequence is what happens to one payer in one round. After the last delivery of a round, what is left when nothing was
done for ten seconds is stranded. At the end, each of three mistakes is planted in turn, and has to show by the figure
that is its own.
"""

import os
import random
import sys
import tempfile
from pathlib import Path

from infra.report import Report, asked

MISTAKES = ("number", "twice", "lease")
SETTINGS = "infra.drills.webhooks.settings"
# A mistake shows within as many sequences, mostly within the first round.
MOST_WITH_A_MISTAKE = 400


def main(argv: list[str]) -> Report:
    """Run the drill, and see that it finds the mistakes."""
    parser = asked("drill webhooks", __doc__)
    parser.add_argument("--sequences", type=int, default=10_000, help="how many; 10,000 without it")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="repeats a run's dice")
    parser.add_argument(
        "--mistake", choices=(*MISTAKES, "none"), help="plant this one from the beginning, or none at the end"
    )
    options = parser.parse_args(argv)
    from infra.drills.kill.rig import Rig
    from infra.drills.webhooks.rounds import SIGNS, Drill

    # No program is signed up here.
    os.environ["AMENDS_WARM_POOL"] = "0"
    with tempfile.TemporaryDirectory(prefix="amends-webhooks-") as folder:
        path = Path(folder)
        # The database's user passes through to its own folder below.
        path.chmod(0o711)
        rig = Rig(path, settings=SETTINGS)
        try:
            rig.open()
            import django

            django.setup()
            with Drill(rig, seed=options.seed) as drill:
                if options.mistake in MISTAKES:
                    figures = drill.run(options.sequences, mistake=options.mistake)
                    return Report(ok=figures["ok"], figures=figures)
                figures = drill.run(options.sequences)
                found = {}
                for mistake in () if options.mistake else MISTAKES:
                    print(f"Planting a mistake: {mistake}", file=sys.stderr)
                    found[mistake] = drill.run(MOST_WITH_A_MISTAKE, mistake=mistake)[SIGNS[mistake]] > 0
        finally:
            rig.close()
    figures["mistakes_found"] = found
    return Report(ok=figures["ok"] and all(found.values()), figures=figures)
