"""Everything there is: objects by kind and id, one clock, the events that they gave rise to, and the file they lie in.

An object is a dictionary as Stripe shows it; names that begin with `_` are ours and are never shown.
"""

import copy
import json
import random
import secrets
import string
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

API_VERSION = "2026-10-28.endive"
KINDS = {
    "customer": "cus_", "product": "prod_", "price": "price_1", "subscription": "sub_1", "invoice": "in_1",
    "checkout.session": "cs_test_a1", "billing_portal.session": "bps_1", "payment_method": "pm_1",
    "coupon": "", "promotion_code": "promo_1", "event": "evt_1", "subscription_item": "si_",
    "line_item": "il_1", "test_helpers.test_clock": "clock_1",
}  # fmt: skip
_LETTERS = string.ascii_letters + string.digits
# What a subscription becomes when the last try of a payment failed; an account's setting at Stripe.
FINALS = ("unpaid", "canceled", "past_due")

MOST_EVENTS = 2000

Thing = dict[str, Any]


class Missing(LookupError):
    """There is no such object."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(key)
        self.kind, self.key = kind, key


class World:
    """One account of a Stripe that is played. Hold `lock` while looking or changing."""

    def __init__(self, *, file: Path | None = None, final: str = "unpaid") -> None:
        self.lock = threading.RLock()
        self.file = file
        self.final = final
        self.offset = 0
        self.things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
        self.of_customer: dict[tuple[str, str], list[str]] = {}
        self.answers: dict[str, Thing] = {}
        # While this is set every call is answered 503, as when Stripe is away.
        self.is_away = False
        # The most seconds by which an answer is late; what it shows is as old then.
        self.lag = 0.0
        # Where its pages are; set by the server.
        self.url = ""
        # Told of each event; the couriers.
        self.tell: Callable[[Thing], None] = lambda _event: None
        if file is not None and file.exists():
            self._load(json.loads(file.read_text()))

    # The clock

    @property
    def now(self) -> int:
        """Return the seconds that this Stripe believes it is."""
        return int(time.time()) + self.offset

    # Objects

    def new_id(self, kind: str) -> str:
        """Return an id of Stripe's shape."""
        prefix = KINDS[kind]
        count = 14 if kind in ("customer", "product", "subscription_item") else 23
        return prefix + "".join(random.choices(_LETTERS, k=count))  # noqa: S311 - names, not secrets

    def add(self, kind: str, thing: Thing) -> Thing:
        """Keep a new object, under its id or a new one."""
        thing = {"id": thing.get("id") or self.new_id(kind), "object": kind, **thing}
        thing.setdefault("created", self.now)
        thing.setdefault("livemode", False)
        self.things[kind][thing["id"]] = thing
        self._index(kind, thing)
        return thing

    def _index(self, kind: str, thing: Thing) -> None:
        if isinstance(thing.get("customer"), str):
            self.of_customer.setdefault((kind, thing["customer"]), []).append(thing["id"])

    def get(self, kind: str, key: str) -> Thing:
        """Return an object; raise Missing."""
        try:
            return self.things[kind][key]
        except KeyError:
            raise Missing(kind, key) from None

    def of(self, kind: str, customer: str) -> list[Thing]:
        """Return a customer's objects of a kind, oldest first."""
        return [self.things[kind][key] for key in self.of_customer.get((kind, customer), ())]

    def invoices_of(self, subscription: Thing) -> list[Thing]:
        """Return a subscription's invoices, oldest first."""
        rows = self.of("invoice", subscription["customer"])
        return [each for each in rows if each["_subscription"] == subscription["id"]]

    def emit(self, kind: str, about: Thing) -> None:
        """Keep that something happened, with the object as it is now, and hand it to the couriers."""
        if len(self.things["event"]) >= MOST_EVENTS:
            self.things["event"].pop(next(iter(self.things["event"])))
        event = self.add(
            "event",
            {
                "type": kind,
                "api_version": API_VERSION,
                "data": {"object": copy.deepcopy(shown(about))},
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "created": self.now,
            },
        )
        self.tell(event)

    # The file

    def save(self) -> None:
        """Write everything to the file, if there is one."""
        if self.file is None:
            return
        with self.lock:
            text = json.dumps(
                {"offset": self.offset, "final": self.final, "things": self.things, "answers": self.answers}
            )
        partial = self.file.with_suffix(f".{secrets.token_hex(4)}")
        partial.write_text(text)
        partial.replace(self.file)

    def _load(self, kept: Thing) -> None:
        self.offset, self.final, self.answers = kept["offset"], kept["final"], kept["answers"]
        for kind, things in kept["things"].items():
            self.things[kind] = things
            for thing in things.values():
                self._index(kind, thing)

    def age(self, seconds: int) -> None:
        """Move everything into the past by as much: what was done at a time ahead has then been done by now."""
        for thing in self._all():
            _shift(thing, seconds)
        self.offset -= seconds

    def _all(self) -> Iterator[Thing]:
        for things in self.things.values():
            yield from things.values()


# Every field that is a time, wherever it stands.
TIMES = frozenset((
    "created", "start_date", "trial_start", "trial_end", "current_period_start",
    "current_period_end", "billing_cycle_anchor", "canceled_at", "cancel_at", "ended_at",
    "due_date", "next_payment_attempt", "automatically_finalizes_at", "period_start", "period_end",
    "start", "end", "finalized_at", "paid_at", "voided_at",
    "marked_uncollectible_at", "effective_at", "expires_at", "updated", "_settles_at",
    "_expires_at", "_retries_from", "webhooks_delivered_at",
))  # fmt: skip


def _shift(value: Any, seconds: int) -> None:
    if isinstance(value, list):
        for each in value:
            _shift(each, seconds)
        return
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name in TIMES and isinstance(inner, int):
            value[name] = inner - seconds
        else:
            _shift(inner, seconds)


def shown(value: Any) -> Any:
    """Return an object as Stripe shows it, without what is ours."""
    if isinstance(value, dict):
        return {name: shown(each) for name, each in value.items() if not name.startswith("_")}
    if isinstance(value, list):
        return [shown(each) for each in value]
    return value


def listed(things: list[Thing], url: str, *, has_more: bool = False) -> Thing:
    """Return a list as Stripe shows one."""
    return {"object": "list", "data": things, "has_more": has_more, "url": url}
