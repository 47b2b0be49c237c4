"""What a test stands on: an open transaction in every place of the cast, which is rolled back.

To build a world by its real actions takes longer than most tests that begin with it. So it is built once inside the
open transactions, and each test that asks for it is undone to a savepoint behind it: the next one finds it as new.
"""

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from programs.actions.policy import change_settings, publish_policy
from programs.models import Program
from tenants import connections as pool
from tenants.models import Tenant
from tenants.place import PUBLIC, Place, current
from tests.programs import cast as people
from tests.programs.signup.sandbox import make_sandbox

# PostgreSQL's now() is when the transaction began: a ground that grows old would lie about the time.
GROWS_OLD = 30.0


def _make_filming_world(alpha: Tenant) -> people.World:
    """Set up a community agency that passes letters and recordings on."""
    world = people.make_world(alpha, type="community_agency")
    modes = (*Program.objects.get().policy.modes, "recorded_video")
    draft = change_settings(actor=world.alice, now=people.NOW, values={"modes": modes})
    told = {"now": people.NOW, "note": "Films.", "mark": draft.mark, "moves_open_cases": False}
    publish_policy(actor=world.alice, **told)
    return world


WORLDS: dict[str, Callable[[Tenant], people.World]] = {
    "church_world": people.make_world,
    "probation_world": lambda alpha: people.make_world(alpha, type="probation"),
    "community_world": lambda alpha: people.make_world(alpha, type="community_agency"),
    "filming_world": _make_filming_world,
    "sandbox_world": make_sandbox,
}
"""The worlds that are shared, by the name of the fixture that gives a test its own copy."""


class Ground:
    """Open transactions of the cast, perhaps with a world built in them; `close` rolls everything back."""

    def __init__(self, cast: dict[str, Tenant], world: str):
        self.name, self.began = world, time.monotonic()
        self.places = [Place(PUBLIC, "app"), *(Place(each.schema_name, "app") for each in cast.values())]
        self._stack = ExitStack()
        try:
            for place in self.places:
                pool.hold(place)
                self._stack.callback(_in_place, place, pool.release, place)
            self._stack.enter_context(self._undone())
            self._built = _build(world, cast["alpha"]) if world else None
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _undone(self) -> Iterator[None]:
        """Begin a transaction in every place, or a savepoint where one is open, and roll all of them back."""
        with ExitStack() as stack:
            for place in self.places:
                block = _in_place(place, _entered, DEFAULT_DB_ALIAS)
                stack.callback(_in_place, place, _roll_back, block)
            block = _entered("keys")
            stack.callback(_roll_back, block)
            yield

    @contextmanager
    def stood_on(self) -> Iterator[None]:
        """Have a test's work undone; without a world there is nothing to return to, and closing does it."""
        if not self.name:
            yield
            return
        with self._undone():
            yield

    def serves(self, world: str) -> bool:
        return bool(world) and self.name == world and time.monotonic() - self.began < GROWS_OLD

    def world(self) -> people.World:
        """Return a test's own copy of the people; what the database says of them is undone anyway."""
        persons, mediators = copy.deepcopy((self._built.people, self._built.mediators))
        return people.World(persons, mediators)

    def close(self) -> None:
        self._stack.close()


def wanted(item: Any) -> str:
    """Return the shared world that a test asks for; "" for none."""
    return next((name for name in WORLDS if name in getattr(item, "fixturenames", ())), "")


def _build(world: str, alpha: Tenant) -> people.World:
    with people.at(alpha):
        return WORLDS[world](alpha)


def _in_place(place: Place, run: Callable[..., Any], *args: Any) -> Any:
    token = current.set(place)
    try:
        return run(*args)
    finally:
        current.reset(token)


def _entered(alias: str) -> transaction.Atomic:
    block = transaction.atomic(using=alias)
    block._from_testcase = True
    block.__enter__()
    return block


def _roll_back(block: transaction.Atomic) -> None:
    transaction.set_rollback(True, using=block.using)
    block.__exit__(None, None, None)
