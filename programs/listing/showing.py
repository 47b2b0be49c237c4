"""The listing as its own page shows it: what is stated, what is not, and from where each fact comes."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from network import places
from network.directory.facts import Facts, Site
from network.directory.vocabulary import FACETS, AgencyType, Answer, Capacity, Premise
from programs.listing.derived import derived
from programs.listing.document import served
from programs.listing.parts import TEXT_LABELS
from programs.models import Program

GROUPS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "about": (_("Who you are"), ("name", "agency_type", "parent", "description", "faith")),
    "cases": (
        _("What you take"),
        ("stage", "referrer", "age", "offence", "mode", "process", "premise"),
    ),
    "means": (_("Languages, accessibility and cost"), ("language", "access", "cost", "cost_words")),
    "contact": (
        _("Contact and how to refer"),
        ("telephone", "refer_url", "email", "website", "hours", "how_to_refer"),
    ),
    "capacity": (_("Capacity and waiting time"), ("capacity", "waiting_days")),
}
LABELS: dict[str, Promise] = {
    **TEXT_LABELS,
    "name": _("Name"),
    "telephone": _("Telephone number"),
    "refer_url": _("Referral form"),
    "premise": _("Whose wishes lead"),
    "capacity": _("Cases now"),
    "waiting_days": _("Waiting time"),
    "cost_words": _("Cost, in words"),
}
CHOICES: dict[str, Any] = {"agency_type": AgencyType, "premise": Premise, "capacity": Capacity}


@dataclass(frozen=True)
class Piece:
    """What is said in one place: values as (answer, in words), none if nothing is stated; and which place it is."""

    said: list[tuple[Any, str]]
    source: Any


@dataclass(frozen=True)
class Row:
    """One fact: its name and what is said of it, partly by the policy and partly here."""

    label: Any
    pieces: list[Piece]

    @property
    def is_stated(self) -> bool:
        return any(piece.said for piece in self.pieces)


def groups_of(program: Program, facts: Facts) -> list[dict[str, Any]]:
    """Return the facts by the parts of the editor."""
    return [
        {"id": key, "label": label, "rows": [_row(name, program, facts) for name in names]}
        for key, (label, names) in GROUPS.items()
    ]


def _row(name: str, program: Program, facts: Facts) -> Row:
    if name in FACETS:
        return Row(FACETS[name].label, _pieces(name, program, facts))
    value = facts.cost if name == "cost_words" else getattr(facts, name)
    said = [(None, _say(name, value))] if value not in ("", None) else []
    return Row(LABELS[name], [Piece(said, _source_of(name, program))])


def _pieces(facet: str, program: Program, facts: Facts) -> list[Piece]:
    given = derived(program).answers.get(facet, {})
    here = [value for value, _label in FACETS[facet].values if value not in given]
    both = [
        Piece(said_of(facet, list(given), facts), from_policy(program)),
        Piece(said_of(facet, here, facts), FROM_PAGE),
    ]
    return [piece for piece in both if piece.said] or both[-1:]


def said_of(facet: str, values: list[str], facts: Facts) -> list[tuple[Any, str]]:
    """Return the labels of some values of a facet by their answer, what is not stated last; nothing if none is."""
    labels = dict(FACETS[facet].values)
    said = []
    for answer, word in (*Answer.choices, ("", _("Not stated"))):
        found = [str(labels[value]) for value in values if facts.answer(facet, value) == answer]
        if found:
            said.append((word, " · ".join(found)))
    return said if any(facts.answer(facet, value) for value in values) else []


def _say(name: str, value: Any) -> str:
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    return _now("%(days)s days") % {"days": value} if name == "waiting_days" else str(value)


FROM_PAGE = _("from this page")


def from_policy(program: Program) -> str:
    """Return where a fact of the policy comes from, in words."""
    version = program.current_policy
    if version is None:
        return _now("from your policy")
    return _now("from your policy, version %(number)s") % {"number": version.number}


def _source_of(name: str, program: Program) -> Any:
    known = derived(program)
    if name == "premise":
        return from_policy(program)
    if name == "name" or (name == "agency_type" and known.agency_type):
        return _("from your program’s set-up")
    if name in ("telephone", "refer_url"):
        return _("from your name and look") if name == "telephone" else _("your own form")
    return FROM_PAGE


def places_of(program: Program) -> list[dict[str, str]]:
    """Return the places of the draft by name."""
    codes = served(program.listing_draft)
    names = places.names_of(codes)
    return [{"code": code, "name": names.get(code, code)} for code in codes]


def site_lines(site: Site) -> list[str]:
    """Return a site as lines of an address, or as an area."""
    if site.is_confidential:
        return [site.area, site.telephone]
    town = " ".join(
        part for part in (site.city + "," if site.state else site.city, site.state, site.postal_code) if part
    )
    return [line for line in (site.name, site.address, town, site.telephone) if line]
