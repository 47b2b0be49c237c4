"""The document of a version of a standard: its criteria, in every language, as typed data.

As JSON: {"criteria": [{"id", "title": {language: text}, "text": {...}, "evidence": [kinds], "weight", "required"}],
"sources": [text]}.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

HEAVIEST = 5
MOST_CRITERIA = 40


class BadDocument(ValueError):
    """A document is none of a standard; the argument says what is wrong."""


class EvidenceKind(models.TextChoices):
    """What shows that a criterion is met."""

    POLICY = "policy", _("Written policy or procedure")
    FORM = "form", _("Blank form or leaflet")
    TRAINING = "training", _("Plan or list of training, without names of parties")
    REPORT = "report", _("Report with figures only")
    AGREEMENT = "agreement", _("Agreement with another organization")
    MINUTES = "minutes", _("Minutes of a board or of supervision, without cases")
    OTHER = "other", _("Another document")


class Rating(models.TextChoices):
    """How a program judges itself."""

    FULLY = "fully", _("We do this fully")
    PARTLY = "partly", _("We do this in part")
    NOT_YET = "not_yet", _("We do not do this yet")


@dataclass(frozen=True)
class Criterion:
    """One thing that a standard asks for."""

    id: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    evidence: tuple[str, ...]
    weight: int
    required: bool

    @property
    def name(self) -> str:
        """Return its title in the language of whoever reads."""
        return in_language(self.title)

    @property
    def words(self) -> str:
        """Return what it asks for, likewise."""
        return in_language(self.text)

    @property
    def kinds(self) -> str:
        """Return what shows that it is met, in words."""
        return "; ".join(str(EvidenceKind(each).label) for each in self.evidence)


@dataclass(frozen=True)
class Document:
    """All that a version of a standard asks for, and where that was taken from."""

    criteria: tuple[Criterion, ...]
    sources: tuple[str, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Return the document that JSON holds; raise BadDocument."""
        try:
            criteria = tuple(_criterion(each) for each in raw["criteria"])
            sources = tuple(map(str, raw["sources"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadDocument(str(error)) from error
        names = [each.id for each in criteria]
        if not 0 < len(names) <= MOST_CRITERIA or len(set(names)) != len(names):
            raise BadDocument("Each criterion has a name of its own, and there is at least one.")
        if not any(each.required for each in criteria):
            raise BadDocument("At least one criterion is required.")
        if not sources:
            raise BadDocument("A standard names its sources.")
        return cls(criteria, sources)

    @classmethod
    def drafted(cls, raw: Mapping[str, Any]) -> Self:
        """Return what a draft holds, which may lack what a standard needs."""
        return cls(tuple(_criterion(each) for each in raw["criteria"]), tuple(map(str, raw["sources"])))

    def find(self, key: str) -> Criterion | None:
        """Return one of its criteria."""
        return next((each for each in self.criteria if each.id == key), None)

    def as_json(self) -> dict[str, Any]:
        """Return what a row holds."""
        return {
            "criteria": [asdict(each) | {"evidence": list(each.evidence)} for each in self.criteria],
            "sources": list(self.sources),
        }


def in_language(texts: Mapping[str, str]) -> str:
    """Return a text in the language that is active, or in English."""
    return (
        texts.get((get_language() or "en").split("-")[0]) or texts.get("en") or next(iter(texts.values()), "")
    )


def _criterion(raw: Mapping[str, Any]) -> Criterion:
    weight = int(raw["weight"])
    if not 1 <= weight <= HEAVIEST or not raw["evidence"]:
        raise BadDocument(f"The weight or the evidence of {raw['id']} is none.")
    return Criterion(
        id=str(raw["id"]),
        title={str(language): str(text) for language, text in raw["title"].items()},
        text={str(language): str(text) for language, text in raw["text"].items()},
        evidence=tuple(EvidenceKind(each).value for each in raw["evidence"]),
        weight=weight,
        required=bool(raw["required"]),
    )
