"""The rounds of the drill: let things happen, deliver, kill, wait, compare."""

import os
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

from billing.fakestripe import clockwork, shapes
from billing.fakestripe.serving import Server
from billing.fakestripe.world import World
from infra.drills.kill.rig import Rig, until
from infra.drills.webhooks import life, model
from infra.drills.webhooks.post import Post

SETTINGS = "infra.drills.webhooks.settings"
SECRET = "whsec_of_the_drill"
PAYERS, ROUNDS = 25, 20
LIMIT = 10.0
DAY = 86_400
FAULTS = (
    "outbox.before_errand",
    "outbox.after_errand",
    "outbox.after_lock",
    "outbox.before_removal",
    "outbox.after_removal",
)


class Drill:
    """Servers, a played Stripe, and what was counted."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.seed, self.dice = seed, random.Random(seed)
        self.rig = Rig(folder, settings=SETTINGS)

    def __enter__(self) -> Self:
        self.world = World()
        self.server = Server(self.world)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        os.environ |= {
            # No program is signed up here.
            "AMENDS_WARM_POOL": "0",
            "AMENDS_STRIPE_KEY": "rk_test_played",
            "AMENDS_STRIPE_API": self.server.url,
            "AMENDS_STRIPE_WEBHOOK_SECRET": SECRET,
        }
        self.rig.open()
        import django

        django.setup()
        return self

    def __exit__(self, *error: object) -> None:
        self.rig.close()
        self.server.shutdown()

    def run(self, sequences: int, *, mistake: str = "") -> dict[str, Any]:
        """Run as many sequences, a fresh set of payers every twenty rounds; return figures."""
        os.environ["DRILL_MISTAKE"] = mistake
        self.rig.renew_zygote()
        self.rig.start_web("", threads=12)
        url = f"http://127.0.0.1:{self.rig.port}/billing/stripe/events/"
        until(lambda: self.rig.post("localhost", "/billing/stripe/events/") == 413, 60)
        self.counts: Counter[str] = Counter()
        self.slowest, self.wrong = 0.0, []
        post = Post(url, SECRET, self.seed)
        # Answers of Stripe come late too, so that looks of one payer overtake each other.
        self.world.lag = 0.3 if mistake == "number" else 0.03
        begun = time.monotonic()
        while self.counts["sequences"] < sequences:
            self._batch(post, sequences)
            if self.wrong and mistake:
                break
        self.rig.stop_web()
        bad = sum(many for status, many in post.answers.items() if status >= 500 or status == 0)
        return {
            "ok": not (self.wrong or bad or self.counts["stranded"]),
            "sequences": self.counts["sequences"],
            "events": post.events,
            "deliveries": sum(post.answers.values()),
            "answers": {str(status): many for status, many in sorted(post.answers.items())},
            "answers_in_the_500s": bad,
            "kills": self.counts["kills"],
            "stranded_after_10_s": self.counts["stranded"],
            "drained_seconds_max": round(self.slowest, 2),
            "compared": self.counts["compared"],
            "wrong": self.wrong[:10],
            "wrong_count": len(self.wrong),
            "seed": self.seed,
            "seconds": round(time.monotonic() - begun),
        }

    def _batch(self, post: Post, sequences: int) -> None:
        from infra.drills.webhooks.ours import Ours

        with self.world.lock:
            for things in self.world.things.values():
                things.clear()
            self.world.of_customer.clear()
            self.world.tell = lambda _event: None
            # What is to happen has happened by today.
            self.world.offset = -400 * DAY
            life.open_shop(self.world)
            customers = [self.world.add("customer", shapes.customer({}))["id"] for _ in range(PAYERS)]
        ours = Ours(customers)
        self.world.tell = post.tell
        workers = [self.rig.start_worker(), self.rig.start_worker()]
        for _ in range(ROUNDS):
            if self.counts["sequences"] >= sequences:
                break
            self._round(post, ours, workers)
            self.counts["sequences"] += PAYERS
        for pid in workers:
            self.rig.kill(pid)
        print(f"{self.counts['sequences']} sequences, {len(self.wrong)} wrong", file=sys.stderr)

    def _round(self, post: Post, ours: Any, workers: list[int]) -> None:
        clockwork.advance(self.world, self.world.now + self.dice.randint(1, 12) * DAY)
        for customer in ours.customers:
            life.change(self.world, customer, self.dice)
            if self.dice.random() < 0.08:
                self._kill_one(workers)
        until(lambda: post.is_done, 120)
        self._kill_one(workers)
        delivered = time.monotonic()
        took = until(ours.is_drained, 3 * LIMIT)
        self.slowest = max(self.slowest, took if took is not None else time.monotonic() - delivered)
        if took is None or took > LIMIT:
            self.counts["stranded"] += 1
        for customer in ours.customers:
            self.counts["compared"] += 1
            self._compare(customer, ours)

    def _kill_one(self, workers: list[int]) -> None:
        """SIGKILL the older worker, wherever it is, and start another, which may die at a named point by itself."""
        self.rig.kill(workers.pop(0))
        fault = f"{self.dice.choice(FAULTS)}:{self.dice.randint(1, 9)}" if self.dice.random() < 0.5 else ""
        # One that dies by itself must not be the last that is left.
        workers.append(self.rig.start_worker(fault if len(workers) and self.dice.random() < 0.5 else ""))
        self.counts["kills"] += 1

    def _compare(self, customer: str, ours: Any) -> None:
        with self.world.lock:
            expected = {
                "subscriptions": model.subscriptions_of(self.world, customer),
                "invoices": model.invoices_of(self.world, customer),
                "ledger": model.ledger_of(self.world, customer),
                "standing": model.standing_of(self.world, customer),
            }
        for name, wanted in expected.items():
            found = getattr(ours, name)(customer)
            if found != wanted:
                self.wrong.append(f"{name} of {customer}: {found} instead of {wanted}"[:600])
                print(self.wrong[-1], file=sys.stderr)
