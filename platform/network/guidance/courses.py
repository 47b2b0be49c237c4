"""A course of training as a network lends it: what it is, where it is given, and how long it takes.

As JSON: {"hours": number, "form": one of Form, "language": text, "provider": text, "link": address or ""}.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

MOST_HOURS = 2000
SHORT, LONGEST_LINK = 120, 300
_ADDRESS = URLValidator(schemes=("https", "http"))


class BadCourse(ValueError):
    """Something of a course is none: which column, as a table calls it, and what is needed, in words."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(f"{column}: {words}")
        self.column, self.words = column, words


class Form(models.TextChoices):
    """Where a course is given."""

    ON_SITE = "on_site", _("In a room")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("Partly online")


@dataclass(frozen=True)
class Course:
    """One course."""

    hours: float
    form: str
    language: str
    provider: str
    link: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Return the course that JSON or a line of a table says; BadCourse says in words what is wrong with it."""
        return cls(
            hours=_hours(raw.get("hours")),
            form=_form(raw.get("form")),
            language=_text(raw, "language"),
            provider=_text(raw, "provider"),
            link=_link(raw.get("link")),
        )

    def as_json(self) -> dict[str, Any]:
        """Return what a row holds."""
        return asdict(self)

    @property
    def lines(self) -> list[str]:
        """Return it in words; the address stands by itself."""
        told = {"hours": number_format(self.hours), "form": Form(self.form).label, "language": self.language}
        return [_now("%(hours)s hours, %(form)s, in %(language)s") % told, self.provider]


def _hours(raw: Any) -> float:
    try:
        hours = float(str(raw).strip().replace(",", "."))
    except ValueError:
        hours = 0
    if not 0 < hours <= MOST_HOURS:
        words = _now("a number above 0 and at most %(most)s is needed, such as 40") % {"most": MOST_HOURS}
        raise BadCourse("hours", words)
    return int(hours) if hours == int(hours) else hours


def _form(raw: Any) -> str:
    value = str(raw or "").strip().lower()
    if value not in Form.values:
        raise BadCourse("form", _now("one of %(known)s is needed") % {"known": ", ".join(Form.values)})
    return value


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise BadCourse(key, _now("it is missing"))
    if len(text) > SHORT:
        raise BadCourse(key, _now("at most %(most)s letters") % {"most": SHORT})
    return text


def _link(raw: Any) -> str:
    text = raw.strip() if isinstance(raw, str) else ""
    if not text:
        return ""
    try:
        _ADDRESS(text)
    except ValidationError as error:
        raise BadCourse("link", _now("an address that begins with https:// is needed, or none")) from error
    if len(text) > LONGEST_LINK:
        raise BadCourse("link", _now("at most %(most)s letters") % {"most": LONGEST_LINK})
    return text
