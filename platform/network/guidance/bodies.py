"""What a resource holds: settings, which the layer above knows, or a course, which is known here."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from network.guidance.catalogue import catalogue
from network.guidance.courses import Course
from network.guidance.models import Kind


def fit_body(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row holds of a resource of this kind; ValueError says in words why it is none."""
    if kind == Kind.COURSE:
        return Course.read(body).as_json()
    names = catalogue().of_kind(kind)
    if not any(each in body for each in names):
        raise ValueError("body: " + _("it has to hold %(names)s") % {"names": ", ".join(names)})
    return {each: catalogue().fit(each, body[each]) for each in names if each in body}


def lines_of(kind: str, body: Mapping[str, Any]) -> list[str]:
    """Return it in words, a line for each part."""
    if kind == Kind.COURSE:
        course = Course.read(body)
        return [*course.lines, *([course.link] if course.link else [])]
    return [line for name, value in body.items() for line in catalogue().say(name, value)]
