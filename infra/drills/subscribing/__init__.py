"""`./amends drill subscribing`: the whole life of three payers, pressed in a browser, with a Stripe that is played.

A program signs up, is on trial, subscribes by card, pays, takes a larger plan, keeps a card that fails, comes down a
rung of the ladder, pays with another card, cancels, goes on after all, ends, and begins again with a card that pays
once. A program pays by invoice on a purchase order, is late, and pays. A network covers ten programs, releases one and
takes it on again, and Stripe is paid for as many. After each step the pages, letters and Stripe's own pages have to
say what is true, with the days; axe looks at each page of ours.

Days pass by `manage let_days_pass`: what is due is done by the played Stripe and by our jobs, and is past then.
An instance of its own is started and stopped; `--here` walks on the one that runs, whose payments all grow older.
"""

import secrets
import sys
import time
from typing import Any

from infra.drills.subscribing.network import ByNetwork
from infra.drills.subscribing.office import ByCard
from infra.drills.subscribing.order import ByInvoice
from infra.drills.subscribing.person import Person
from infra.journey.instance import Instance, amends, fresh_instance, running
from infra.journey.post import Post
from infra.report import Report, asked
from programs.references import ALPHABET
from tests.amends.web.browser import Chromium

PARTS = ("card", "invoice", "network")
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 800}


class OnInstance:
    """An instance of `up`."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.site = instance, instance.url.rstrip("/")
        self.post = Post(instance.mail_url)

    def pass_days(self, days: float) -> None:
        """Let days pass."""
        amends("manage", "let_days_pass", str(days), environment=self.instance.environment)

    def letter(self, address: str, words: str) -> str:
        """Return the newest letter to an address with these words."""
        return self.post.letter_with(address, words)

    def pause(self) -> None:
        """Wait: jobs are done by the instance's own workers."""
        time.sleep(0.3)


def main(argv: list[str]) -> Report:
    """Run the drill."""
    parser = asked("drill subscribing", __doc__)
    parser.add_argument("--here", action="store_true", help="on the running instance")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this one; can be given again")
    options = parser.parse_args(argv)
    parts = options.part or PARTS
    if options.here:
        return walk(running(), parts)
    with fresh_instance() as instance:
        return walk(instance, parts)


def walk(instance: Instance, parts: tuple[str, ...] | list[str]) -> Report:
    """Walk the ways one after the other, since they share a clock."""
    started, found = time.monotonic(), {}
    word = "".join(secrets.choice(ALPHABET.lower()) for _ in range(5))
    with Chromium() as browser:
        for part in parts:
            say(f"\n{part}")
            found[part] = browser.run(
                lambda page, part=part: _walk(page, part, instance, word + part), viewport=DESK
            )
    wrong = [line for _steps, lines in found.values() for line in lines]
    for line in wrong:
        say(line)
    figures = {
        "steps": {part: steps for part, (steps, _lines) in found.items()},
        "wrong on pages": wrong,
        "seconds": round(time.monotonic() - started, 1),
    }
    return Report(not wrong, figures)


def _walk(page: Any, part: str, instance: Instance, word: str) -> tuple[int, list[str]]:
    people: list[Person] = []

    def somebody() -> Person:
        """Return a person with a browser of their own."""
        own = (
            page
            if not people
            else page.context.browser.new_context(locale="en-US", viewport=PHONE).new_page()
        )
        people.append(Person(own, OnInstance(instance), say))
        return people[-1]

    if part == "network":
        ByNetwork(somebody, instance.operator, word).go()
    else:
        {"card": ByCard, "invoice": ByInvoice}[part](somebody(), word).go()
    return sum(each.steps for each in people), [line for each in people for line in each.wrong]


def say(line: str) -> None:
    """Print on the way, so that a long drill shows where it is."""
    print(line, file=sys.stderr, flush=True)
