"""`./amends drill webhooks`: Stripe's events doubled, shuffled, sixteen at once, with workers killed in between.

A Stripe is played in this process; the web and the workers are real ones over a PostgreSQL of the drill's own. Payers
subscribe, change, fail to pay, recover, end and begin again, while the clock goes on. Each event is delivered one
to five times. Workers are killed by SIGKILL, at named points of a look and anywhere. After each round everything has
to be as an independent model (`model`) reads it from what the played Stripe holds.

A sequence is what happens to one payer in one round. `--sequences N` asks for another number than 10,000, `--seed N`
repeats a run, `--mistake number|twice` plants a mistake that the drill has to find; without it both are tried at the
end, in a short run each.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from infra.report import Report


def main(argv: list[str]) -> Report:
    """Run the drill, and see that it finds two mistakes."""
    parser = argparse.ArgumentParser("./amends drill webhooks")
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--mistake", choices=("number", "twice"), default="")
    options = parser.parse_args(argv)
    from infra.drills.webhooks.rounds import Drill

    with tempfile.TemporaryDirectory(prefix="amends-webhooks-") as folder:
        path = Path(folder)
        # The database's user passes through to its own folder below.
        path.chmod(0o711)
        with Drill(path, seed=options.seed) as drill:
            figures = drill.run(options.sequences, mistake=options.mistake)
            if options.mistake:
                return Report(ok=figures["ok"], figures=figures)
            found = {}
            for mistake in ("number", "twice"):
                print(f"Planting a mistake: {mistake}", file=sys.stderr)
                found[mistake] = not drill.run(min(options.sequences, 200), mistake=mistake)["ok"]
    figures["mistakes_found"] = found
    return Report(ok=figures["ok"] and all(found.values()), figures=figures)
