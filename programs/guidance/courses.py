"""Courses that a program's networks offer to its mediators, from the copies that it was brought."""

from dataclasses import dataclass

from network.guidance.courses import Course
from network.guidance.models import Kind
from programs.guidance.copies import guides_of
from programs.models import Program


@dataclass(frozen=True)
class Offered:
    """A course, and from where it comes."""

    name: str
    about: str
    network: str
    number: int
    """The version of what the network says of it."""
    course: Course


def courses_of(program: Program) -> list[Offered]:
    """Return them by title; one that this release cannot read is left out."""
    found = []
    for guide in guides_of(program):
        for each in guide.resources if guide.is_member else ():
            if each["kind"] != Kind.COURSE:
                continue
            try:
                course = Course.read(each["course"])
            except (KeyError, ValueError):
                continue
            found.append(Offered(each["name"], each["about"], guide.name, each["number"], course))
    return sorted(found, key=lambda each: (each.name.casefold(), each.network))
