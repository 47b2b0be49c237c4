"""Accreditations in words, for those who run the program."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.accreditation.criteria import Criterion, EvidenceKind, Rating
from network.accreditation.models import Result, State
from programs.accreditation import traces
from programs.accreditation.copies import ARRIVED, DRAFT, LEAVING, READY, TO_CONFIRM, Copy, Proof

FOUND: dict[str, Promise] = {
    traces.PARTY: _("a name that is in an open case"),
    traces.BIRTH: _("a day that may be one of birth"),
    traces.TELEPHONE: _("a telephone number"),
    traces.DOCKET: _("a file number of a court"),
    traces.EMAIL: _("an e-mail address"),
    traces.UNREAD: _("nothing, because it cannot be read here: look through it yourself"),
}
"""What a document looked like holding."""
PROOF_STATES: dict[str, Promise] = {
    TO_CONFIRM: _("To be looked at by you"),
    READY: _("Leaves with the application"),
    LEAVING: _("On its way"),
    ARRIVED: _("Handed in"),
}
NOT_SENT = _("Not sent yet")


@dataclass(frozen=True)
class Shown:
    """One criterion with all that was said of it."""

    criterion: Criterion
    rating: Any
    words: str
    proofs: list[dict[str, Any]]
    finding: dict[str, Any] | None
    is_missing: bool


def state_of(copy: Copy, today: dt.date) -> Any:
    """Return how it stands, in words."""
    state = copy.state_on(today)
    return NOT_SENT if state == DRAFT else State(state).label


def criteria_of(copy: Copy) -> list[Shown]:
    """Return every criterion, in the order of the standard."""
    lacking = {each.id for each in copy.lacks()} if copy.state == DRAFT else set()
    findings = {each["criterion"]: each for each in copy.findings}
    shown = []
    for each in copy.content.criteria:
        said = copy.answers.get(each.id, {})
        rating = said.get("rating")
        shown.append(
            Shown(
                criterion=each,
                rating=Rating(rating).label if rating else "",
                words=said.get("words", ""),
                proofs=[proof_shown(proof) for proof in copy.proofs_of(each.id)],
                finding=_finding(findings.get(each.id)),
                is_missing=each.id in lacking,
            )
        )
    return shown


def proof_shown(proof: Proof) -> dict[str, Any]:
    """Return a document, with what was found in it."""
    return {
        "id": proof.id,
        "name": proof.name,
        "kind": EvidenceKind(proof.kind).label,
        "state": PROOF_STATES[proof.state],
        "found": [FOUND[each] for each in proof.found],
        "waits": proof.state == TO_CONFIRM,
    }


def steps_of(copy: Copy) -> list[dict[str, Any]]:
    """Return what came of it, the newest first."""
    return [
        {"label": State(each["state"]).label, "at": parse_datetime(each["at"]), "why": each["why"]}
        for each in reversed(copy.steps)
    ]


def day_of(text: str) -> dt.date | None:
    """Return the day of a text as JSON holds it."""
    return parse_date(text) if text else None


def _finding(raw: Any) -> dict[str, Any] | None:
    if raw is None:
        return None
    return {
        "result": Result(raw["result"]).label,
        "words": raw["words"],
        "condition": raw["condition"],
        "due": day_of(raw["due"]),
        "is_open": raw["is_open"],
    }
