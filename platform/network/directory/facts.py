"""What a listing says: typed facts, checked when they arrive; pages, search and HSDS are made from them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from network.directory.vocabulary import FACETS, AgencyType, Answer, Capacity, Premise

MOST_SITES, MOST_PLACES = 50, 400
LONGEST = 4_000
"""Characters of one text."""
NORTHERNMOST, EASTERNMOST = 90.0, 180.0
"""Degrees."""


class NotAFact(ValueError):
    """A document says something that a listing cannot say; the message names it."""


@dataclass(frozen=True)
class Site:
    """Where a program can be found. A confidential one has an area in words and a telephone number, nothing else."""

    id: str
    is_confidential: bool = False
    name: str = ""
    area: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"
    latitude: float | None = None
    longitude: float | None = None
    telephone: str = ""

    def __post_init__(self) -> None:
        if self.is_confidential and (
            self.address or self.postal_code or self.latitude is not None or self.longitude is not None
        ):
            raise NotAFact("A confidential site has no address and no point on the map.")
        if abs(self.latitude or 0) > NORTHERNMOST or abs(self.longitude or 0) > EASTERNMOST:
            raise NotAFact("A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.")


@dataclass(frozen=True)
class Facts:
    """All that a listing says. An empty text or no answer means: not stated."""

    name: str
    description: str = ""
    how_to_refer: str = ""
    agency_type: str = ""
    parent: str = ""
    """The organization that runs the program, if that has another name."""
    serves: tuple[str, ...] = ()
    """Codes of places (`network.places`)."""
    sites: tuple[Site, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By facet and value: "yes", "no" or "assess"."""
    premise: str = ""
    capacity: str = ""
    waiting_days: int | None = None
    cost: str = ""
    """In words, beside the facet."""
    telephone: str = ""
    email: str = ""
    website: str = ""
    refer_url: str = ""
    """Where somebody refers: the program's own host."""
    hours: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise NotAFact("A listing has a name.")
        # They become links on public pages: nothing but an address of the web may.
        for address in (self.website, self.refer_url):
            if address and not address.startswith(("https://", "http://")):
                raise NotAFact(f"{address!r} is no address of the web.")
        _check_choices(self)
        _check_answers(self.answers)
        if len(self.sites) > MOST_SITES or len(self.serves) > MOST_PLACES:
            raise NotAFact(
                f"A listing has at most {MOST_SITES} sites and serves at most {MOST_PLACES} places."
            )
        texts = (self.name, self.description, self.how_to_refer, self.parent, self.cost, self.hours)
        if any(len(text) > LONGEST for text in texts):
            raise NotAFact(f"A text of a listing has at most {LONGEST} characters.")

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Return the facts of a document; raises NotAFact, also for a name that is no fact."""
        try:
            sites = tuple(Site(**site) for site in document.get("sites", ()))
            return cls(**{**document, "sites": sites, "serves": tuple(document.get("serves", ()))})
        except TypeError as error:
            raise NotAFact(f"A listing has no such fact: {error}") from error

    def as_json(self) -> dict[str, Any]:
        """Return the document; `from_json` makes the same facts of it."""
        return asdict(self)

    def answer(self, facet: str, value: str) -> str:
        """Return "yes", "no", "assess", or "" where nothing is stated."""
        return self.answers.get(facet, {}).get(value, "")

    def tokens(self, answer: str) -> list[str]:
        """Return the tokens of all values that were answered so."""
        return sorted(
            FACETS[facet].token(value)
            for facet, values in self.answers.items()
            for value, given in values.items()
            if given == answer
        )


def _check_choices(facts: Facts) -> None:
    allowed = (
        (facts.agency_type, AgencyType.values),
        (facts.premise, Premise.values),
        (facts.capacity, Capacity.values),
    )
    for value, values in allowed:
        if value and value not in values:
            raise NotAFact(f"{value!r} is none of {', '.join(values)}.")


def _check_answers(answers: Mapping[str, Mapping[str, str]]) -> None:
    for facet, values in answers.items():
        if facet not in FACETS:
            raise NotAFact(f"There is no facet {facet!r}.")
        known = dict(FACETS[facet].values)
        for value, given in values.items():
            if value not in known:
                raise NotAFact(f"The facet {facet} has no value {value!r}.")
            if given not in Answer.values or (given == Answer.ASSESS and not FACETS[facet].may_assess):
                raise NotAFact(f"{given!r} is no answer to {facet}.")
