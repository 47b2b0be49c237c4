"""Taxonomies and their terms, made from the questions and answers of the directory; their ids never change."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import Q
from django.utils import translation

from network.directory.facts import Facts
from network.directory.vocabulary import FACETS, TAXONOMY_CODE, AgencyType, Answer, Capacity, Premise

NAMESPACE = uuid.UUID("6f2d6ad6-5b0f-5b7e-9a3c-6d1d4f0f7c11")
"""Ids are made of it and of the vocabulary's words, so that every installation has the same."""
LANGUAGE = "en"


@dataclass(frozen=True)
class Taxonomy:
    """A list of terms, each as (value, name)."""

    key: str
    name: str
    description: str
    values: tuple[tuple[str, str], ...]

    @cached_property
    def id(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"taxonomy:{self.key}")

    def as_json(self) -> dict[str, Any]:
        """Return it as a `taxonomy`."""
        return {"id": str(self.id), "name": self.name, "description": self.description}

    def terms(self) -> Iterator["Term"]:
        """Yield its terms in their order."""
        for value, name in self.values:
            yield Term(self, value, name)


@dataclass(frozen=True)
class Term:
    """One term of a taxonomy."""

    taxonomy: Taxonomy
    value: str
    name: str

    @cached_property
    def id(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"term:{self.token}")

    @property
    def token(self) -> str:
        """How the directory knows it: "stage:pre_charge"."""
        return f"{self.taxonomy.key}:{self.value}"

    def as_json(self) -> dict[str, Any]:
        """Return it as a `taxonomy_term`."""
        return {
            "id": str(self.id),
            "code": self.value,
            "name": self.name,
            "description": f"{self.taxonomy.name}: {self.name}",
            "taxonomy": self.taxonomy.name,
            "taxonomy_id": str(self.taxonomy.id),
            "taxonomy_detail": self.taxonomy.as_json(),
            "language": LANGUAGE,
        }

    def condition(self) -> Q:
        """Return which listings have it."""
        match self.taxonomy.key:
            case "agency_type" | "premise" as key:
                return Q(**{f"facts__{key}": self.value})
            case "capacity":
                return Q(capacity=self.value)
            case "211":
                return Q()
        return Q(says__contains=[self.token]) | Q(assesses__contains=[self.token])


@cache
def taxonomies() -> tuple[Taxonomy, ...]:
    """Return all, in English: software compares what it reads."""
    with translation.override(LANGUAGE):
        return (
            *(
                Taxonomy(facet.id, str(facet.label), str(facet.question), _named(facet.values))
                for facet in FACETS.values()
            ),
            Taxonomy("agency_type", "Agency type", "Who runs the program?", _named(AgencyType.choices)),
            Taxonomy("premise", "Whose wishes lead", "Whose wishes lead?", _named(Premise.choices)),
            Taxonomy("capacity", "Capacity", "Does it take cases now?", _named(Capacity.choices)),
            Taxonomy(
                "211",
                "211 Human Services Indexing System",
                "The code of all programs here in the taxonomy that telephone directories use.",
                ((TAXONOMY_CODE, "Victim/Offender Mediation Programs"),),
            ),
        )


def _named(values: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(name)) for value, name in values)


@cache
def terms() -> dict[uuid.UUID, Term]:
    """Return all terms by id."""
    return {term.id: term for taxonomy in taxonomies() for term in taxonomy.terms()}


@cache
def by_token() -> dict[str, Term]:
    """Return all terms by token."""
    return {term.token: term for term in terms().values()}


def held_by(facts: Facts) -> Iterator[tuple[Term, str]]:
    """Yield the terms that a listing has, each with "yes" or "assess"; what it denies is no term of it."""
    known = by_token()
    for answer in (Answer.YES, Answer.ASSESS):
        for token in facts.tokens(answer):
            yield known[token], answer.value
    for key in ("agency_type", "premise", "capacity"):
        if value := getattr(facts, key):
            yield known[f"{key}:{value}"], Answer.YES.value
    yield known[f"211:{TAXONOMY_CODE}"], Answer.YES.value
