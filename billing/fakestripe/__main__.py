"""Start the played Stripe: `python -m billing.fakestripe --port 8100 --state FILE --events URL`."""

import argparse
import logging
import os
import sys
import threading
from pathlib import Path

from billing.fakestripe import clockwork
from billing.fakestripe.couriers import Couriers
from billing.fakestripe.serving import Server
from billing.fakestripe.world import World

SECRET = "AMENDS_STRIPE_WEBHOOK_SECRET"
TICK = 5.0


def refusal() -> str:
    """Return why it must not run here; "" when it may."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if settings.endswith(".prod") or os.environ.get("AMENDS_SECURE", "0") not in ("", "0"):
        return "This is a Stripe that is played, for development and tests; these are settings of production."
    if "_live_" in os.environ.get("AMENDS_STRIPE_KEY", ""):
        return "There is a live key of Stripe in this environment; nothing is played beside it."
    return ""


def main() -> int:
    """Serve until stopped; return 2 where it must not run."""
    parser = argparse.ArgumentParser("fakestripe")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--events", default="", help="where events are posted; none are without it")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if why := refusal():
        print(why, file=sys.stderr)  # noqa: T201 - its answer
        return 2
    world = World(file=options.state)
    if options.events:
        couriers = Couriers(options.events, os.environ[SECRET])
        world.tell = couriers.tell
        couriers.start()
    threading.Thread(target=_tick, args=(world,), daemon=True).start()
    Server(world, options.port).serve_forever()
    return 0


def _tick(world: World) -> None:
    """Do what has become due meanwhile, for as long as the process lives."""
    while not threading.Event().wait(TICK):
        if clockwork.advance(world, world.now):
            world.save()


if __name__ == "__main__":
    sys.exit(main())
