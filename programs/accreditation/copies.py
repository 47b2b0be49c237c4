"""The program's copy of its accreditations, read from one column."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from django.utils.dateparse import parse_date

from network.accreditation.criteria import Criterion, Document, in_language
from network.accreditation.models import State
from network.accreditation.states import GOOD, RENEWAL, RETURN_SOON, STANDS
from programs.models import Program

DRAFT = "draft"
TAKES_EVIDENCE = (DRAFT, State.APPLIED, State.UNDER_REVIEW, State.PROVISIONAL)
"""While these are its states, documents can be handed in, and the program can write of itself."""
TO_CONFIRM, READY, LEAVING, ARRIVED = "to_confirm", "ready", "leaving", "arrived"
"""What can be said of a document: somebody has to look at it; it may leave; it is on its way; the platform has it."""


@dataclass(frozen=True)
class Proof:
    """A document for a criterion."""

    id: str
    criterion: str
    kind: str
    """As `network.accreditation.criteria.EvidenceKind`."""
    name: str
    file_kind: str
    size: int
    key: str
    """The sealed key of its content here, as text; empty once the platform has it."""
    found: tuple[str, ...] = ()
    """What it looked like holding, as `programs.accreditation.traces` calls it: never whose."""
    state: str = READY


@dataclass(frozen=True)
class Copy:
    """One accreditation as this program knows it; days and moments are texts as JSON holds them."""

    id: str
    network: str
    network_name: str
    network_slug: str
    standard: str
    """The slug of the standard, which a network has once."""
    by: str
    """The version of the standard that it is judged by."""
    title: Mapping[str, str]
    number_of_standard: int
    document: Mapping[str, Any]
    renewal_months: int
    state: str = DRAFT
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proofs: tuple[Proof, ...] = ()
    appeal: str = ""
    returns: tuple[Mapping[str, str], ...] = ()
    belongs: Mapping[str, bool] = field(default_factory=dict)
    """By the id of a review: has, or had, the reviewer an account here?"""
    answered: Mapping[str, int] = field(default_factory=dict)
    """By the id of a review: the number of the asking that was answered last."""
    wish: str = ""
    """What the program wants: applied or withdrawn."""
    number: int = 0
    heard: int = 0
    version: int = 0
    decided_on: str = ""
    valid_until: str = ""
    return_due: str = ""
    return_told: str = ""
    findings: tuple[Mapping[str, Any], ...] = ()
    steps: tuple[Mapping[str, str], ...] = ()
    answer: str = ""
    """What was answered to the appeal."""
    upheld: bool | None = None
    unfit: str = ""
    """Why an application never reached the network, as `reasons.UNFIT` calls it."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Return the copy that JSON holds; what a later release added is left out."""
        known = {name: value for name, value in raw.items() if name in cls.__dataclass_fields__}
        proofs = tuple(
            Proof(**{**each, "found": tuple(each.get("found", ()))}) for each in raw.get("proofs", ())
        )
        lists = {name: tuple(raw.get(name, ())) for name in ("returns", "findings", "steps")}
        return cls(**known | lists | {"proofs": proofs})

    def as_json(self) -> dict[str, Any]:
        """Return what the column holds."""
        lists = {
            name: [dict(each) for each in getattr(self, name)] for name in ("returns", "findings", "steps")
        }
        proofs = [asdict(each) | {"found": list(each.found)} for each in self.proofs]
        maps = {
            name: dict(getattr(self, name))
            for name in ("title", "document", "answers", "belongs", "answered")
        }
        plain = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in (*lists, *maps, "proofs")
        }
        return plain | lists | maps | {"proofs": proofs}

    @property
    def content(self) -> Document:
        """Return what the standard asks for."""
        return Document.read(self.document)

    @property
    def name(self) -> str:
        """Return the title of the standard in the language of whoever reads."""
        return in_language(self.title)

    @property
    def takes_evidence(self) -> bool:
        """Return whether the program can still add to what it handed in."""
        return self.state in TAKES_EVIDENCE and self.wish != "withdrawn"

    @property
    def is_on_its_way(self) -> bool:
        """Return whether the program said something that the network may not have heard yet."""
        return self.heard < self.number and not self.unfit

    def state_on(self, today: dt.date) -> str:
        """Return how it stands on a day, as `network.accreditation.states.state_on`."""
        until = parse_date(self.valid_until) if self.valid_until else None
        if self.state not in STANDS or until is None:
            return self.state
        if until < today:
            return State.LAPSED
        if self.state in (State.ACCREDITED, State.RENEWAL_DUE):
            return State.RENEWAL_DUE if until - RENEWAL <= today else State.ACCREDITED
        return self.state

    def holds_on(self, today: dt.date) -> bool:
        """Return whether the program may say that it is accredited."""
        return self.state_on(today) in GOOD

    def return_is_soon(self, today: dt.date) -> bool:
        """Return whether an annual return can be given now."""
        due = parse_date(self.return_due) if self.return_due else None
        return due is not None and self.holds_on(today) and due - RETURN_SOON <= today

    def proofs_of(self, criterion: str) -> list[Proof]:
        """Return the documents for a criterion."""
        return [each for each in self.proofs if each.criterion == criterion]

    def lacks(self) -> list[Criterion]:
        """Return the criteria without an answer, and the required ones without a document that may leave."""
        ready = {each.criterion for each in self.proofs if each.state != TO_CONFIRM}
        return [
            each
            for each in self.content.criteria
            if each.id not in self.answers or (each.required and each.id not in ready)
        ]

    def with_proof(self, proof: Proof) -> Self:
        """Return the copy with a document, instead of the one of the same id."""
        others = tuple(each for each in self.proofs if each.id != proof.id)
        return replace(self, proofs=(*others, proof))


def copies_of(program: Program) -> list[Copy]:
    """Return all of them, the newest first: their ids are in the order in which they were begun."""
    return sorted(
        (Copy.read(raw) for raw in program.accreditations.values()), key=lambda each: each.id, reverse=True
    )


def keep(program: Program, copy: Copy) -> None:
    """Write a copy into the program, whose row is locked by the caller."""
    program.accreditations[copy.id] = copy.as_json()
    program.save(update_fields=["accreditations"])
