"""What a program adds of its own: rules, steps on a checklist, and fields. Data of the policy, as JSON holds it."""

from dataclasses import dataclass

from programs.rules import tree

BLOCK, REQUIRE, REMIND, ASSIGN = "block", "require", "remind", "assign"


@dataclass(frozen=True)
class Rule:
    """A condition, and what it leads to; `effect` decides which of the other fields count."""

    id: str
    name: str
    effect: str
    steps: tuple[str, ...] = ()
    """The steps that `block` and `require` refuse, by their ids."""
    states: tuple[str, ...] = ()
    """Where a case has to be for `remind` and `assign`."""
    when: tree.Condition = tree.ALWAYS
    must: tree.Condition = tree.ALWAYS
    """What `require` asks for."""
    role: str = ""
    """Whom `assign` gives it to."""
    text: str = ""
    """What is to be done, in the program's own words."""

    @property
    def stops(self) -> bool:
        return self.effect in (BLOCK, REQUIRE)

    @property
    def violated(self) -> tree.Condition:
        """Return the condition under which this rule refuses its steps, or has something done."""
        if self.effect != REQUIRE:
            return self.when
        return tree.AllOf((self.when, tree.Not(self.must)))


@dataclass(frozen=True)
class Item:
    """Something to do while a case is in a state: a step of the program's own."""

    id: str
    state: str
    text: str
    is_required: bool = False
    """Does the case stay where it is until this is ticked?"""
    role: str = ""
    """Who does it, or anybody."""
    days: int | None = None
    """Days from coming to that state by which it is to be done, or no day."""


@dataclass(frozen=True)
class OwnField:
    """A question that the program asks in each case; its id begins with its kind, which so never changes."""

    id: str
    label: str
    help: str = ""
    choices: tuple[str, ...] = ()
    is_personal: bool = False
    """Is the answer sealed, and in no condition?"""

    @property
    def kind(self) -> str:
        return self.id.partition("-")[0]
