"""The kinds of settings: which values there are, how they are stored and said, and which of two is the stricter one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy, override

Label = str | Promise
Choices = Sequence[tuple[str, Label]]


class NotAllowed(ValueError):
    """A value is none of this kind; the sentence says what would be."""


class Irreconcilable(ValueError):
    """No value is at least as strict as both."""


class Kind(ABC):
    """What all kinds have."""

    is_never_left_out: ClassVar[bool] = False
    """Does a policy fail with a value that this release does not know, rather than go on without it?"""

    @property
    @abstractmethod
    def has_stricter(self) -> bool:
        """Return whether one value can be stricter than another, so that a floor can be set."""

    @abstractmethod
    def read(self, raw: Any) -> Any:
        """Return the value that is stored as `raw` in JSON; raise NotAllowed for what is none."""

    def read_kept(self, raw: Any) -> Any:
        """Return the value of a version, which was right when it was published; raise NotAllowed if it is none now."""
        return self.read(raw)

    def read_known(self, raw: Any) -> Any:
        """Return what of a kept value this release knows; raise NotAllowed where that is nothing."""
        return self.read_kept(raw)

    def store(self, value: Any) -> Any:
        """Return a value as JSON can hold it."""
        return value

    @abstractmethod
    def say(self, value: Any) -> str:
        """Return a value in the words of the current language."""

    def meets(self, value: Any, floor: Any) -> bool:
        """Return whether a value is at least as strict as a floor."""
        return bool(self.tighten(value, floor) == value)

    @abstractmethod
    def tighten(self, value: Any, floor: Any) -> Any:
        """Return the value that is as strict as both; raise Irreconcilable when there is none."""

    def join(self, one: Any, other: Any) -> Any:
        """Return the floor that asks for all that two floors ask; raise Irreconcilable when nothing meets both."""
        return self.tighten(one, other)

    def lift(self, value: Any, floor: Any) -> Any:
        """Return a value that meets a floor: tightened where that can be done, or else what the floor asks for."""
        try:
            return self.tighten(value, floor)
        except Irreconcilable:
            return floor


@dataclass(frozen=True)
class YesNo(Kind):
    """A switch; `strict` is the position that asks for more, or None."""

    strict: bool | None

    @property
    def has_stricter(self) -> bool:
        return self.strict is not None

    def read(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise NotAllowed(_("Answer with yes or no."))
        return raw

    def say(self, value: bool) -> str:
        return _("Yes") if value else _("No")

    def tighten(self, value: bool, floor: bool) -> bool:
        return self.strict if self.strict in (value, floor) else value  # type: ignore[return-value]


@dataclass(frozen=True)
class OneOf(Kind):
    """One of several answers; when `strict`, each is stricter than those before it."""

    choices: Choices
    strict: bool = False

    @property
    def has_stricter(self) -> bool:
        return self.strict

    def read(self, raw: Any) -> str:
        if not isinstance(raw, str) or raw not in dict(self.choices):
            raise NotAllowed(_("Choose one of these: {choices}.").format(choices=_listed(self.choices)))
        return str(raw)

    def say(self, value: str) -> str:
        return str(dict(self.choices)[value])

    def tighten(self, value: str, floor: str) -> str:
        places = [each for each, _label in self.choices]
        return max(value, floor, key=places.index) if self.strict else value


@dataclass(frozen=True)
class SomeOf(Kind):
    """Several of several answers, in their order; `strict` says whether "fewer" or "more" of them ask for more."""

    choices: Choices
    strict: str = ""
    may_be_none: bool = False

    @property
    def has_stricter(self) -> bool:
        return bool(self.strict)

    def read(self, raw: Any) -> tuple[str, ...]:
        is_list = isinstance(raw, list | tuple) and all(isinstance(each, str) for each in raw)
        if not is_list or not set(raw) <= set(dict(self.choices)):
            raise NotAllowed(_("Choose from these: {choices}.").format(choices=_listed(self.choices)))
        if not raw and not self.may_be_none:
            raise NotAllowed(_("Choose at least one."))
        return tuple(dict.fromkeys(raw))

    def read_known(self, raw: Any) -> tuple[str, ...]:
        is_list = isinstance(raw, list | tuple)
        return self.read([each for each in raw if each in dict(self.choices)] if is_list else raw)

    def store(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def say(self, value: tuple[str, ...]) -> str:
        # Labels can hold commas.
        return "; ".join(str(label) for each, label in self.choices if each in value) or _("None")

    def meets(self, value: tuple[str, ...], floor: tuple[str, ...]) -> bool:
        return {"fewer": set(value) <= set(floor), "more": set(value) >= set(floor), "": True}[self.strict]

    def tighten(self, value: tuple[str, ...], floor: tuple[str, ...]) -> tuple[str, ...]:
        if self.strict == "more":
            return (*value, *(each for each in floor if each not in value))
        if self.strict == "fewer":
            both = tuple(each for each in value if each in floor)
            if not both and not self.may_be_none:
                raise Irreconcilable
            return both
        return value


@dataclass(frozen=True)
class Number(Kind):
    """A whole number within bounds; `strict` says whether "more" or "fewer" asks for more."""

    least: int
    most: int
    unit: Callable[[int], Label] = lambda _number: "{}"
    """Returns the number with its unit, with {} in place of the number."""
    strict: str = ""

    @property
    def has_stricter(self) -> bool:
        return bool(self.strict)

    def read(self, raw: Any) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.least <= raw <= self.most:
            raise NotAllowed(
                _("Enter a whole number from {least} to {most}.").format(least=self.least, most=self.most)
            )
        return raw

    def say(self, value: int) -> str:
        return str(self.unit(value)).format(value)

    @property
    def suffix(self) -> str:
        """Return the unit without a number, as it stands after a box."""
        return str(self.unit(self.most)).replace("{}", "").strip()

    def tighten(self, value: int, floor: int) -> int:
        return {"more": max(value, floor), "fewer": min(value, floor), "": value}[self.strict]


@dataclass(frozen=True)
class Table(Kind):
    """An answer of the same kind for each of several things; a floor may speak of some of them only."""

    rows: Choices
    each: Kind

    @property
    def has_stricter(self) -> bool:
        return self.each.has_stricter

    def read(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, Mapping) or not set(raw) <= set(dict(self.rows)):
            raise NotAllowed(_("Answer for each of these: {choices}.").format(choices=_listed(self.rows)))
        return {row: self.each.read(raw[row]) for row, _label in self.rows if row in raw}

    def read_known(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            return self.read(raw)
        found: dict[str, Any] = {}
        for row, _label in self.rows:
            with suppress(NotAllowed):
                found |= {row: self.each.read_known(raw[row])} if row in raw else {}
        return found

    def store(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {row: self.each.store(answer) for row, answer in value.items()}

    def say(self, value: Mapping[str, Any]) -> str:
        return "; ".join(self.say_each(value))

    def say_each(self, value: Mapping[str, Any]) -> list[str]:
        """Return each row with its answer in words."""
        return [
            _("{row}: {answer}").format(row=label, answer=self.each.say(value[row]))
            for row, label in self.rows
            if row in value
        ]

    def meets(self, value: Mapping[str, Any], floor: Mapping[str, Any]) -> bool:
        return all(self.each.meets(value[row], floor[row]) for row in floor)

    def tighten(self, value: Mapping[str, Any], floor: Mapping[str, Any]) -> dict[str, Any]:
        return {
            row: self.each.tighten(answer, floor[row]) if row in floor else answer
            for row, answer in value.items()
        }

    def join(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
        # Each floor may speak of other rows.
        shared = {row: self.each.join(one[row], other[row]) for row in one if row in other}
        return {**one, **other, **shared}

    def lift(self, value: Mapping[str, Any], floor: Mapping[str, Any]) -> dict[str, Any]:
        return {
            row: self.each.lift(answer, floor[row]) if row in floor else answer
            for row, answer in value.items()
        }


@dataclass(frozen=True)
class Words(Kind):
    """A few words of the program's own on one line; none leave what stands there otherwise."""

    longest: int

    has_stricter = False  # type: ignore[assignment]

    def read(self, raw: Any) -> str:
        found = " ".join(raw.split()) if isinstance(raw, str) else None
        if found is None or len(found) > self.longest or not found.isprintable():
            raise NotAllowed(_("Write at most {longest} characters.").format(longest=self.longest))
        return found

    def say(self, value: str) -> str:
        return value or _("the standard name")

    def tighten(self, value: str, floor: str) -> str:
        return value


@dataclass(frozen=True)
class Names(Table):
    """The program's own names for things that have one already, in one language; no two things are called the same."""

    language: str = ""

    def read(self, raw: Any) -> dict[str, Any]:
        given = super().read(raw)
        found = {row: given.get(row, "") for row, _label in self.rows}
        if row := self.taken_twice(found):
            raise NotAllowed(_("Two of these would be called the same: {name}.").format(name=found[row]))
        return found

    def store(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {row: name for row, name in value.items() if name}

    def say(self, value: Mapping[str, Any]) -> str:
        return super().say(value) if any(value.values()) else _("the standard names")

    def say_each(self, value: Mapping[str, Any]) -> list[str]:
        return super().say_each(self.store(value))

    def taken_twice(self, value: Mapping[str, Any]) -> str:
        """Return the row of a name that something else has too, as it would read in this language; "" without one."""
        with override(self.language):
            read_as = {row: (value[row] or str(label)).casefold() for row, label in self.rows}
        names = list(read_as.values())
        return next((row for row in read_as if value[row] and names.count(read_as[row]) > 1), "")


def days(number: int) -> Promise:
    """Return the unit of a number of days."""
    return ngettext_lazy("{} day", "{} days", number)


def times(number: int) -> Promise:
    """Return the unit of a number of tries."""
    return ngettext_lazy("{} time", "{} times", number)


def people(number: int) -> Promise:
    """Return the unit of a number of people."""
    return ngettext_lazy("{} person", "{} people", number)


def hours(number: int) -> Promise:
    """Return the unit of a number of hours."""
    return ngettext_lazy("{} hour", "{} hours", number)


def weeks(number: int) -> Promise:
    """Return the unit of a number of weeks."""
    return ngettext_lazy("{} week", "{} weeks", number)


def months(number: int) -> Promise:
    """Return the unit of a number of months."""
    return ngettext_lazy("{} month", "{} months", number)


def _listed(choices: Choices) -> str:
    return ", ".join(str(label) for _value, label in choices)
