"""Lays traps before the steps of a journey, and takes each step again as people do when a page does not come."""

import itertools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from infra.drills.fire.traps import MYSELF
from infra.journey.browser import Page
from infra.journey.by_pages import ByPages
from infra.journey.founding import Founded
from infra.journey.proving import Answer, Proof
from infra.journey.ways import CASE

PATIENCE = 120.0
"""Seconds for which somebody tries to get a page."""


class Scene(NamedTuple):
    """Who passes which point, and what is killed then: the process itself, or a server by its name."""

    login: str
    point: str
    victim: str

    def __str__(self) -> str:
        return f"{self.victim} at {self.login.removeprefix('amends_')}:{self.point}"


WEB, WORKER = "amends_web", "amends_worker"
AT_WEB = tuple(
    Scene(WEB, f"commit.{when}", who) for who in (MYSELF, "postgres", "redis") for when in ("before", "after")
)
AT_WAKING = (
    Scene(WEB, "outbox.before_publish", MYSELF),
    Scene(WEB, "outbox.after_publish", MYSELF),
)
AT_WORKER = (
    Scene(WORKER, "outbox.before_effect_commit", "postgres"),
    Scene(WORKER, "outbox.after_effect_commit", MYSELF),
    Scene(WORKER, "commit.before", MYSELF),
    Scene(WORKER, "commit.after", "redis"),
)
AT_LETTERS = (
    Scene(WORKER, "outbox.before_errand", MYSELF),
    Scene(WORKER, "outbox.after_errand", MYSELF),
)
SCENES = (*AT_WEB, *AT_WAKING, *AT_WORKER, *AT_LETTERS)
EVERY = 4
"""A trap at every fourth step: a server that is killed again and again is started ever later."""


@dataclass
class Siege:
    """The traps of one drill: which are laid, and how often each has sprung."""

    folder: Path
    sprung: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0
    on_trust: int = 0

    def __post_init__(self) -> None:
        self._next = {kind: itertools.cycle(kind) for kind in (AT_WEB, AT_WAKING, AT_WORKER, AT_LETTERS)}
        self._steps = itertools.count()
        self._laid: dict[tuple[Scene, ...], Scene] = {}

    def advance(self, *, is_letter: bool = False) -> None:
        """Count what has sprung; lay a trap for web at its turn, one for the worker, one for a letter that will go."""
        self._count()
        is_webs_turn = next(self._steps) % EVERY == 0
        wanted = {AT_WORKER: True, AT_WEB: is_webs_turn, AT_WAKING: is_letter, AT_LETTERS: is_letter}
        for kind, is_wanted in wanted.items():
            if is_wanted and kind not in self._laid:
                self._laid[kind] = self._lay(next(self._next[kind]))

    def lift(self) -> None:
        """Take away what has not sprung."""
        self._count()
        for scene in self._laid.values():
            self._trap(scene).unlink(missing_ok=True)
        self._laid.clear()

    def proof(self, title: str, say: Callable[[str], None]) -> Proof:
        """Return a proof that takes the answer to a form sent twice on trust: the rows are counted at the end."""
        return Tried(title, say, siege=self)

    def _trap(self, scene: Scene) -> Path:
        return self.folder / "traps" / f"{scene.login}.{scene.point}"

    def _lay(self, scene: Scene) -> Scene:
        told = json.loads((self.folder / "status.json").read_text())
        pids = {child["name"]: str(child["pid"]) for child in told["children"]} | {MYSELF: MYSELF}
        # Named in one go: nobody may find half a trap.
        hidden = self._trap(scene).with_suffix(".laid")
        hidden.write_text(pids[scene.victim])
        hidden.rename(self._trap(scene))
        return scene

    def _count(self) -> None:
        for kind, scene in list(self._laid.items()):
            if not self._trap(scene).exists():
                self.sprung[str(scene)] += 1
                del self._laid[kind]


@dataclass
class Tried(Proof):
    """The proof of a journey under fire."""

    siege: Any = None

    def proved(self, what: str, *, holds: bool, page: Answer) -> None:
        """Take a page on trust that came only after the form was sent again."""
        is_again = getattr(page, "is_again", False)
        self.siege.sent_again += is_again
        if not holds and is_again:
            self.siege.on_trust += 1
            self.say(f"  {what} (sent again)")
            return
        super().proved(what, holds=holds, page=page)

    def refused(self, page: Answer, *rules: str) -> None:
        """Do the same with a refusal."""
        if getattr(page, "is_again", False) and not set(rules) <= page.guards.keys():
            self.proved(f"refused: {', '.join(rules)}", holds=False, page=page)
        else:
            super().refused(page, *rules)


class UnderFire(ByPages):
    """The way by pages, with a trap before its steps."""

    def __init__(self, program: Founded, siege: Siege, is_told: Callable[[], Any]):
        super().__init__(program, PATIENCE)
        self.siege, self.is_told = siege, is_told

    def refer(self, answers: dict[str, Any]) -> Page:
        """Send a referral under fire."""
        self.siege.advance(is_letter=True)
        return super().refer(answers)

    def accept(self, reference: str) -> Page:
        """Accept it once the letter has come: of a referral that is decided nobody is told any more."""
        self.is_told()
        return super().accept(reference)

    def take(self, step: str, about: str = CASE, **answers: Any) -> Page:
        """Take a step under fire."""
        self.siege.advance()
        return super().take(step, about, **answers)
