"""What every part of the journey does: take a step, print what it proved, stop where a page is not as it should be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Answer(Protocol):
    """What was answered, by a page or by the API: where, how it reads, what is wrong, which rules refuse."""

    @property
    def url(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def errors(self) -> list[str]: ...
    @property
    def guards(self) -> dict[str, str]: ...


class NotProved(AssertionError):
    """A page did not show what the step promises."""


@dataclass
class Proof:
    """What was proved in one program so far; `say` prints a line."""

    title: str
    say: Callable[[str], None]
    steps: int = 0
    refusals: list[str] = field(default_factory=list)
    own: dict[str, bool] = field(default_factory=dict)
    """The rules that this program was refused by because of its preset, and whether the remedy was shown to work."""

    def proved(self, what: str, *, holds: bool, page: Answer) -> None:
        """Print a step that holds; raise NotProved for one that does not."""
        if not holds:
            raise NotProved(f"{self.title}: {what}. {page.url} answered {page.status}: {page.text[:1500]}")
        self.steps += 1
        self.say(f"  {what}")

    def refused(self, page: Answer, *rules: str) -> None:
        """Check that an answer refuses by these rules, with a sentence and a remedy, and print them."""
        self.proved(f"refused: {', '.join(rules)}", holds=set(rules) <= page.guards.keys(), page=page)
        for rule in rules:
            self.refusals.append(rule)
            self.say(f"    {page.guards[rule]}")
            if not page.guards[rule]:
                raise NotProved(f"{rule} refuses without a word.")

    def refused_here(self, page: Answer, *rules: str) -> None:
        """Do the same for rules that are typical of this preset: what they ask for has to be shown to work."""
        self.refused(page, *rules)
        self.own |= dict.fromkeys(rules, False)

    def remedied(self, *rules: str) -> None:
        """Note that what these rules asked for was done, and that they refuse no more."""
        self.own |= dict.fromkeys(rules, True)
        self.say(f"    and so it is met: {', '.join(rules)}")
