"""What a program adds of its own, as settings of its policy: lists of records, none of them stricter than another."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from programs.models.case import AT_WORK, CaseState
from programs.naming import name_of_state
from programs.policy.document import Policy
from programs.policy.kinds import Kind, NotAllowed, Number, days
from programs.roles import WORKS_ON_THE_CASE
from programs.rules import tree
from programs.rules.declared import ASSIGN, BLOCK, REMIND, REQUIRE, Item, OwnField, Rule
from programs.rules.saying import role_label, say_rule

MOST = 50
"""Of each list; a program that needs more has another problem."""
SHORT, LONG = 100, 500
DAYS = Number(0, 365, days)
"""By when something is to be done."""
ID = re.compile(r"[a-z_]{2,10}-[0-9a-f]{8}")

FIELD_KINDS = {
    "text": _lazy("Text"),
    "number": _lazy("Whole number"),
    "yes_no": _lazy("Yes or no"),
    "day": _lazy("Day"),
    "choices": _lazy("One of several answers"),
}
"""What an own field can ask for."""

STOPPABLE = (
    "begin_screening", "assign_mediator", "begin_preparing", "mark_ready", "schedule_session", "begin_exchange",
    "begin_agreement", "propose_agreement", "close_case",
)  # fmt: skip
"""The steps that an own rule can refuse: ways forward. Nobody is ever kept from stopping, holding or recording."""
STATES_OF_RULES = tuple(state for state in CaseState if state in (*AT_WORK, CaseState.CLOSING))


class Listed(Kind):
    """Several records of one sort, each with an id of its own."""

    is_never_left_out = True
    has_stricter = False  # type: ignore[assignment]

    def read(self, raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list | tuple) or len(raw) > MOST:
            raise NotAllowed(_("There are at most {most} of these.").format(most=MOST))
        found = tuple(
            self.read_one(each if isinstance(each, Mapping) else self.store_one(each)) for each in raw
        )
        if len({each.id for each in found}) < len(found):
            raise NotAllowed(_("Two of these have the same id."))
        return found

    def store(self, value: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [self.store_one(each) for each in value]

    def say(self, value: tuple[Any, ...]) -> str:
        return "; ".join(self.name_of(each) for each in value) or _("None")

    def tighten(self, value: tuple[Any, ...], floor: tuple[Any, ...]) -> tuple[Any, ...]:
        return value

    @abstractmethod
    def read_one(self, raw: Mapping[str, Any]) -> Any:
        """Return a record from JSON; raise NotAllowed for what is none."""

    def store_one(self, record: Any) -> dict[str, Any]:
        """Return a record as JSON holds it."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(record).items()}

    @abstractmethod
    def name_of(self, record: Any) -> str:
        """Return what a record is called."""

    def say_one(self, record: Any, policy: Policy) -> str:
        """Return all of a record in words; own fields are called as `policy` calls them."""
        return _("{name}: {rule}").format(name=self.name_of(record), rule=self.say_rest(record, policy))

    @abstractmethod
    def say_rest(self, record: Any, policy: Policy) -> str:
        """Return in words what a record says beyond its name."""


class Rules(Listed):
    """The program's own rules."""

    def read_one(self, raw: Mapping[str, Any]) -> Rule:
        rule = Rule(
            id=record_id(raw),
            name=text_of(raw, "name", SHORT),
            effect=one_of(raw, "effect", (BLOCK, REQUIRE, REMIND, ASSIGN)),
            steps=some_of(raw, "steps", STOPPABLE),
            states=some_of(raw, "states", STATES_OF_RULES),
            when=tree.read(raw.get("when", {"all": []})),
            must=tree.read(raw.get("must", {"all": []})),
            role=one_of(raw, "role", ("", *WORKS_ON_THE_CASE)),
            text=text_of(raw, "text", LONG, may_be_empty=True),
        )
        if rule.stops and not rule.steps:
            raise NotAllowed(_("Choose the steps that the rule stops."))
        if not rule.stops and not (rule.states and rule.text):
            raise NotAllowed(_("Say what is to be done, and where a case has to be."))
        return rule

    def store_one(self, record: Rule) -> dict[str, Any]:
        made = {**vars(record), "when": tree.store(record.when), "must": tree.store(record.must)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in made.items()}

    def name_of(self, record: Rule) -> str:
        return record.name

    def say_rest(self, record: Rule, policy: Policy) -> str:
        return say_rule(record, policy)


class Checklist(Listed):
    """What is to be done in each state, in the program's own words."""

    def read_one(self, raw: Mapping[str, Any]) -> Item:
        until = raw.get("days")
        return Item(
            id=record_id(raw),
            state=one_of(raw, "state", STATES_OF_RULES),
            text=text_of(raw, "text", LONG),
            is_required=yes_no(raw, "is_required"),
            role=one_of(raw, "role", ("", *WORKS_ON_THE_CASE)),
            days=None if until is None else DAYS.read(until),
        )

    def name_of(self, record: Item) -> str:
        return record.text

    def say_rest(self, record: Item, policy: Policy) -> str:
        words = [name_of_state(record.state, policy)]
        if record.role:
            words.append(role_label(record.role))
        if record.days is not None:
            words.append(_("within {days}").format(days=DAYS.say(record.days)))
        if record.is_required:
            words.append(_("the case stays there until it is ticked"))
        return "; ".join(words)


class OwnFields(Listed):
    """What the program asks in each case beyond what everybody asks."""

    def read_one(self, raw: Mapping[str, Any]) -> OwnField:
        choices = raw.get("choices", [])
        if not isinstance(choices, list | tuple) or not all(
            isinstance(each, str) and each for each in choices
        ):
            raise NotAllowed(_("Write each choice on a line of its own."))
        field = OwnField(
            id=record_id(raw),
            label=text_of(raw, "label", SHORT),
            help=text_of(raw, "help", LONG, may_be_empty=True),
            choices=tuple(dict.fromkeys(choices)),
            is_personal=yes_no(raw, "is_personal"),
        )
        if field.kind not in FIELD_KINDS:
            raise NotAllowed(_("Choose one of these: {choices}.").format(choices=", ".join(FIELD_KINDS)))
        if (field.kind == "choices") != (len(field.choices) > 1):
            raise NotAllowed(_("A choice needs two answers or more, and nothing else has any."))
        return field

    def name_of(self, record: OwnField) -> str:
        return record.label

    def say_rest(self, record: OwnField, policy: Policy) -> str:
        words = [str(FIELD_KINDS[record.kind])]
        if record.choices:
            words.append(", ".join(record.choices))
        if record.is_personal:
            words.append(_("personal, so sealed"))
        return "; ".join(words)


def record_id(raw: Mapping[str, Any]) -> str:
    found = raw.get("id")
    if not isinstance(found, str) or not ID.fullmatch(found):
        raise NotAllowed(_("It needs an id."))
    return found


def text_of(raw: Mapping[str, Any], name: str, longest: int, *, may_be_empty: bool = False) -> str:
    found = raw.get(name, "")
    if not isinstance(found, str) or len(found) > longest or not (found.strip() or may_be_empty):
        raise NotAllowed(_("Write something, in at most {longest} characters.").format(longest=longest))
    return found.strip()


def one_of(raw: Mapping[str, Any], name: str, choices: Any) -> str:
    found = raw.get(name, "")
    if not isinstance(found, str) or found not in choices:
        raise NotAllowed(
            _("Choose one of these: {choices}.").format(choices=", ".join(filter(None, choices)))
        )
    return str(found)


def some_of(raw: Mapping[str, Any], name: str, choices: Any) -> tuple[str, ...]:
    found = raw.get(name, [])
    if not isinstance(found, list | tuple) or not all(
        isinstance(each, str) and each in choices for each in found
    ):
        raise NotAllowed(_("Choose from these: {choices}.").format(choices=", ".join(choices)))
    return tuple(str(each) for each in choices if each in found)


def yes_no(raw: Mapping[str, Any], name: str) -> bool:
    found = raw.get(name, False)
    if not isinstance(found, bool):
        raise NotAllowed(_("Answer with yes or no."))
    return found
