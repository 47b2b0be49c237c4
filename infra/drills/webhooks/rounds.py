"""The rounds of the drill: let things happen, deliver, kill, wait, compare."""

import random
import sys
import threading
import time
from collections import Counter
from typing import Any, Self

from billing.fakestripe import clockwork, shapes
from billing.fakestripe.serving import Server
from billing.fakestripe.world import World
from infra.drills.kill.rig import Rig, until
from infra.drills.webhooks import life, model
from infra.drills.webhooks.crew import Crew
from infra.drills.webhooks.post import Post

SECRET = "whsec_of_the_drill"
PAGE = "/billing/stripe/events/"
# Payers at a time, how many rounds each lives, and how likely a worker is killed when something happens to one.
PAYERS, ROUNDS = 100, 10
KILLED = 0.04
# How likely something more happens to a payer while looks at what happened before are on their way, and after how many
# seconds at most.
AT_ONCE_AGAIN, SOON = 0.05, 0.6
LONGEST_DAYS = 24
LIMIT, PATIENCE = 10.0, 90.0
# Nothing else happens while more deliveries than this are on their way, or more looks wait: a backlog of thousands
# would take its time to be worked off, and that would hide what is stranded.
MOST_ON_THEIR_WAY, MOST_WAITING = 32, 12
DAY = 86_400
# What shows that a mistake was found; the figure has to be more than 0.
SIGNS = {"number": "wrong_count", "twice": "answers_in_the_500s", "lease": "stranded_after_10_s"}
# Seconds by which an answer of Stripe is late at most, so that looks of one payer overtake each other.
LAG, LONG_LAG = 0.03, 0.4


class Drill:
    """A played Stripe beside the servers of `rig`, and what was counted; `limit` is in seconds."""

    def __init__(self, rig: Rig, *, seed: int, limit: float = LIMIT) -> None:
        self.limit = limit
        self.seed, self.dice, self.rig = seed, random.Random(seed), rig

    def __enter__(self) -> Self:
        self.world = World()
        self.server = Server(self.world)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.rig.more |= {
            "AMENDS_STRIPE_KEY": "rk_test_played",
            "AMENDS_STRIPE_API": self.server.url,
            "AMENDS_STRIPE_WEBHOOK_SECRET": SECRET,
        }
        return self

    def __exit__(self, *error: object) -> None:
        self.rig.stop_web()
        self.server.shutdown()
        self.server.server_close()

    def run(self, sequences: int, *, mistake: str = "") -> dict[str, Any]:
        """Run as many sequences, with new payers every ten rounds; return figures.

        With a mistake it ends as soon as that shows.
        """
        from infra.drills.webhooks.ours import kept_events

        self.counts: Counter[str] = Counter()
        self.slowest, self.wrong, self.gave_up = 0.0, list[str](), False
        self.world.lag = LONG_LAG if mistake == "number" else LAG
        self.again = 1.0 if mistake == "number" else AT_ONCE_AGAIN
        self._start_web(mistake)
        post = Post(f"http://127.0.0.1:{self.rig.port}{PAGE}", SECRET, self.seed)
        before, self.begun = kept_events(), time.monotonic()
        while self.counts["sequences"] < sequences and not self._is_over(post, mistake):
            self._lives(post, sequences, mistake)
        self.rig.stop_web()
        kept = kept_events() - before
        figures = self._figures(post) | {"seconds": round(time.monotonic() - self.begun)}
        # The played Stripe knows of each event and delivery; so has our side to.
        is_all_kept = (kept["events"], kept["deliveries"]) == (post.events, post.answers[200])
        wanted = figures["sequences"] >= sequences and post.events > 0 and figures["kills"] > 0
        bad = figures["wrong_count"] or figures["answers_other_than_200"] or figures["stranded_after_10_s"]
        return figures | {
            "events_kept": kept["events"],
            "deliveries_kept": kept["deliveries"],
            "ok": wanted and is_all_kept and not bad and not self.gave_up,
        }

    def _start_web(self, mistake: str) -> None:
        self.rig.more["DRILL_MISTAKE"] = mistake
        self.rig.renew_zygote()
        self.rig.start_web("", threads=12)
        if until(lambda: self.rig.post("localhost", PAGE) == 400, 300) is None:
            raise RuntimeError(f"The web server did not start; see {self.rig.folder / 'web.log'}.")

    def _figures(self, post: Post) -> dict[str, Any]:
        answers = post.answers
        return {
            "sequences": self.counts["sequences"],
            "rounds": self.counts["rounds"],
            "events": post.events,
            "deliveries": answers.total(),
            "deliveries_of_one_event_max": post.most,
            "at_once_max": post.at_once,
            "answers": {str(status): many for status, many in sorted(answers.items())},
            "answers_in_the_500s": sum(many for status, many in answers.items() if status >= 500),
            "answers_other_than_200": answers.total() - answers[200],
            "kills": self.counts["kills"],
            "deaths_at_named_points": self.counts["deaths"],
            "stranded_after_10_s": self.counts["stranded"],
            "rounds_drained_after_10_s": self.counts["slow_rounds"],
            "drained_seconds_max": round(self.slowest, 2),
            "compared": self.counts["compared"],
            "wrong": self.wrong[:10],
            "wrong_count": len(self.wrong),
            "seed": self.seed,
        }

    def _is_over(self, post: Post, mistake: str) -> bool:
        """Return whether nothing more is to be learnt: what hangs hangs, or the mistake was found."""
        return self.gave_up or bool(mistake and self._figures(post)[SIGNS[mistake]])

    def _lives(self, post: Post, sequences: int, mistake: str) -> None:
        """Let payers live for ten rounds."""
        from infra.drills.webhooks.ours import Ours

        with self.world.lock:
            for things in self.world.things.values():
                things.clear()
            self.world.of_customer.clear()
            self.world.tell = lambda _event: None
            # What is to happen has happened by today.
            self.world.offset = -400 * DAY
            life.open_shop(self.world)
            many = min(PAYERS, max(sequences // ROUNDS, 5))
            customers = [self.world.add("customer", shapes.customer({}))["id"] for _ in range(many)]
        ours = Ours(customers)
        self.world.tell = post.tell
        crew = Crew(self.rig, self.dice, self.counts)
        for _ in range(ROUNDS):
            if self.counts["sequences"] >= sequences or self._is_over(post, mistake):
                break
            self._round(post, ours, crew)
            self._say(sequences)
        crew.dismiss()

    def _round(self, post: Post, ours: Any, crew: Crew) -> None:
        self._happen(post, ours, crew)
        until(lambda: post.waiting == 0, PATIENCE)
        crew.kill_one()
        self._wait(ours, crew)
        ours.drop_words()
        self.counts["rounds"] += 1
        self.counts["sequences"] += len(ours.customers)
        if not self.gave_up:
            self._compare(ours)

    def _happen(self, post: Post, ours: Any, crew: Crew) -> None:
        """Let days pass and each payer do something; stop where nothing is worked off any more."""
        for _ in range(self.dice.randint(1, LONGEST_DAYS)):
            clockwork.advance(self.world, self.world.now + DAY)
            if not self._pace(post, ours, crew):
                return
        for customer in self.dice.sample(ours.customers, len(ours.customers)):
            life.change(self.world, customer, self.dice)
            if self.dice.random() < self.again:
                time.sleep(self.dice.uniform(0, SOON))
                life.change(self.world, customer, self.dice)
            if not self._pace(post, ours, crew):
                return
            if self.dice.random() < KILLED:
                crew.kill_one()

    def _pace(self, post: Post, ours: Any, crew: Crew) -> bool:
        """Wait while much is on its way; return whether it was worked off."""

        def is_free() -> bool:
            crew.tend()
            return post.waiting < MOST_ON_THEIR_WAY and ours.waiting() < MOST_WAITING

        return until(is_free, PATIENCE) is not None

    def _wait(self, ours: Any, crew: Crew) -> None:
        """Wait until all that was delivered is done; what is left when nothing moves for too long is stranded.

        On a machine with time to spare, that is so long after the last delivery and a moment.
        """
        begun = moved = time.monotonic()
        least, is_counted = ours.waiting(), False
        while least and time.monotonic() - moved < PATIENCE:
            time.sleep(0.05)
            crew.tend()
            if (left := ours.waiting()) < least:
                least, moved = left, time.monotonic()
            if time.monotonic() - moved > self.limit and not is_counted:
                is_counted = True
                self._note_stranded(ours.stranded())
        self.gave_up = least > 0
        took = time.monotonic() - begun
        self.counts["slow_rounds"] += took > self.limit
        self.slowest = max(self.slowest, took)

    def _note_stranded(self, stranded: list[str]) -> None:
        self.counts["stranded"] += len(stranded)
        print(f"Nothing was done for {self.limit:.0f} s:", *stranded[:20], sep="\n  ", file=sys.stderr)

    def _compare(self, ours: Any) -> None:
        found = ours.seen()
        for customer in ours.customers:
            with self.world.lock:
                expected = model.expected(self.world, customer)
            self.counts["compared"] += 1
            for name, wanted in expected.items():
                if (seen := found[name][customer]) != wanted:
                    self.wrong.append(f"{name} of {customer}: {seen} instead of {wanted}"[:900])
                    print(self.wrong[-1], file=sys.stderr)

    def _say(self, sequences: int) -> None:
        seconds, counts = time.monotonic() - self.begun, self.counts
        told = f"{counts['sequences']} of {sequences} sequences in {seconds:.0f} s, {counts['kills']} kills"
        bad = f"{len(self.wrong)} wrong, {counts['stranded']} stranded"
        print(f"{told}, {bad}", file=sys.stderr, flush=True)
