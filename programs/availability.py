"""When a mediator has time: hours that come back every week, and the days on which they are away."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Self

from programs.models import Absence, Mediator

AHEAD = timedelta(days=28)
"""How far a coordinator looks when sessions are planned: four weeks, so that each weekday counts alike."""


@dataclass(frozen=True, order=True)
class Hours:
    """Some hours of one weekday, from 0 for Monday."""

    weekday: int
    starts: time
    ends: time

    @classmethod
    def read(cls, stored: str) -> Self:
        """Return the hours that are stored as `0 18:00-21:00`."""
        weekday, _, clock = stored.partition(" ")
        starts, _, ends = clock.partition("-")
        return cls(int(weekday), time.fromisoformat(starts), time.fromisoformat(ends))

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True)
class Day:
    """One day of a mediator: the hours of its weekday, and whether they are away."""

    day: date
    hours: tuple[Hours, ...]
    is_away: bool

    @property
    def is_free(self) -> bool:
        return bool(self.hours) and not self.is_away


def hours_of(mediator: Mediator) -> list[Hours]:
    """Return the hours of every week, in the order of the week."""
    return sorted(map(Hours.read, mediator.weekly_hours))


def days_of(mediator: Mediator, absences: Iterable[Absence], first: date, last: date) -> Iterator[Day]:
    """Yield each day from the first to the last; `absences` are the mediator's own."""
    hours, away = hours_of(mediator), list(absences)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield Day(
            day,
            tuple(each for each in hours if each.weekday == day.weekday()),
            any(each.first <= day <= each.last for each in away),
        )


def free_days(mediator: Mediator, weekdays: Collection[int], today: date) -> tuple[int, int]:
    """Return on how many of these weekdays in the next four weeks the mediator has time, and how many there are."""
    ahead = days_of(mediator, mediator.absences.all(), today + timedelta(days=1), today + AHEAD)
    wished = [day for day in ahead if day.day.weekday() in weekdays]
    return sum(day.is_free for day in wished), len(wished)


def joined(hours: Iterable[Hours]) -> list[Hours]:
    """Return hours without repetitions; those of a day that touch or overlap are one."""
    found: list[Hours] = []
    for each in sorted(hours):
        before = found[-1] if found else None
        if before and before.weekday == each.weekday and each.starts <= before.ends:
            found[-1] = Hours(each.weekday, before.starts, max(before.ends, each.ends))
        else:
            found.append(each)
    return found
