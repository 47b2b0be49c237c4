"""What one row of cases becomes: how the case ended or where it goes on, what was promised and what was kept of it.

An imported case is history, so no guard is asked. One that is still open begins at intake: whatever the file says, the
program's guards ask every consent and every check again before anybody meets (3.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from programs.importing.troubles import Trouble
from programs.models.agreement import AgreementState, ItemKind, ItemStatus
from programs.models.case import ClosureReason, TookPart

USUAL_TERM = timedelta(days=90)
"""Within which an agreement is kept that names no day (A7)."""
# What is promised in a figure, by the fields of what was agreed and of what was done.
FIGURES = (
    (ItemKind.MONETARY_RESTITUTION, "amount_agreed", "amount_paid"),
    (ItemKind.SERVICE_TO_VICTIM, "victim_hours", "victim_hours_done"),
    (ItemKind.COMMUNITY_SERVICE, "community_hours", "community_hours_done"),
)
_ENDS = {
    "yes": (AgreementState.FULFILLED, ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED),
    "partly": (AgreementState.PARTIALLY_FULFILLED, ClosureReason.AGREEMENT_PARTIALLY_FULFILLED),
    "no": (AgreementState.BREACHED, ClosureReason.OTHER),
}
_STATUS = {"yes": ItemStatus.ACHIEVED, "partly": ItemStatus.PARTIAL, "no": ItemStatus.NOT_ACHIEVED}


@dataclass(frozen=True)
class Promise:
    """One item of an agreement, and what was paid or worked of it."""

    kind: str
    figure: Decimal | None
    done: Decimal
    status: str


@dataclass(frozen=True)
class History:
    """What the row says, beyond who was in it."""

    session_on: date | None
    promises: tuple[Promise, ...]
    agreed_on: date | None
    due_on: date | None
    agreement_state: str
    closure_reason: str

    @property
    def has_agreement(self) -> bool:
        return self.agreed_on is not None


def has_agreement(told: dict[str, Any]) -> bool:
    """Return whether a row speaks of an agreement that was reached."""
    named = any(told.get(name) for name in ("agreement", "apology", "apology_only"))
    return named or any(told.get(agreed) for _kind, agreed, _done in FIGURES)


def was_held(told: dict[str, Any]) -> bool:
    """Return whether a row says that a session took place."""
    held = told.get("held")
    return bool(told.get("session_on")) if held is None else held


def troubles_of(told: dict[str, Any], today: date) -> Iterator[Trouble]:
    """Yield what does not fit together in a row whose cells could all be read."""
    yield from _of_days(told, today)
    held = was_held(told)
    if held and not (told.get("session_on") or told.get("closed_on")):
        yield Trouble("session_on", "no_session_day")
    if held and told.get("took_part") == TookPart.NONE:
        yield Trouble("took_part", "held_and_none")
    if told.get("closure_reason") and not told.get("closed_on"):
        yield Trouble("closed_on", "closed_no_day")
    yield from _of_agreement(told)


def _of_days(told: dict[str, Any], today: date) -> Iterator[Trouble]:
    begun, ended = told["referred_on"], told.get("closed_on")
    for name in ("accepted_on", "first_contact_on", "session_on", "agreed_on", "closed_on"):
        day = told.get(name)
        if day is None:
            continue
        if day < begun:
            yield Trouble(name, "before_referral", day.isoformat())
        elif ended and day > ended:
            yield Trouble(name, "after_closing", day.isoformat())


def _of_agreement(told: dict[str, Any]) -> Iterator[Trouble]:
    figures = [(agreed, told.get(agreed), done, told.get(done)) for _kind, agreed, done in FIGURES]
    if not has_agreement(told):
        if any(done for _a, _b, _c, done in figures):
            yield Trouble("agreement", "agreed_and_not")
        return
    if told.get("agreement") is False:
        yield Trouble("agreement", "agreed_and_not")
    if told.get("apology_only") and any(figure for _a, figure, _c, _d in figures):
        yield Trouble("apology_only", "only_apology")
    for _name, figure, done_name, done in figures:
        if (done or 0) > (figure or 0):
            yield Trouble(done_name, "more_than_agreed", f"{done} > {figure or 0}")
        elif told.get("completed") == "yes" and done is not None and done < (figure or 0):
            yield Trouble("completed", "kept_not_all", f"{done} < {figure}")
    if told.get("closed_on") and told.get("completed") is None and not _is_all_done(figures):
        yield Trouble("completed", "kept_unknown")


def _is_all_done(figures: list[tuple[str, Any, str, Any]]) -> bool:
    promised = [(figure, done) for _a, figure, _c, done in figures if figure]
    return bool(promised) and all(done is not None and done >= figure for figure, done in promised)


def history_of(told: dict[str, Any]) -> History:
    """Return what a row without troubles becomes."""
    closed_on = told.get("closed_on")
    session_on = (told.get("session_on") or closed_on) if was_held(told) else None
    if not has_agreement(told):
        reason = _reason(
            told, ClosureReason.COMPLETED_DIALOGUE_NO_AGREEMENT if session_on else ClosureReason.OTHER
        )
        return History(session_on, (), None, None, "", reason)
    kept = told.get("completed") or ("yes" if closed_on else "")
    agreed_on = told.get("agreed_on") or session_on or closed_on or told["referred_on"]
    state, reason = _ends(kept) if closed_on else (AgreementState.ACTIVE, ClosureReason.OTHER)
    return History(
        session_on=session_on,
        promises=tuple(_promises(told, kept if closed_on or kept == "yes" else "")),
        agreed_on=agreed_on,
        due_on=told.get("due_on") or closed_on or agreed_on + USUAL_TERM,
        agreement_state=state if closed_on else AgreementState.ACTIVE,
        closure_reason=_reason(told, reason),
    )


def _ends(kept: str) -> tuple[str, str]:
    return _ENDS[kept]


def _reason(told: dict[str, Any], otherwise: str) -> str:
    return (told.get("closure_reason") or otherwise) if told.get("closed_on") else ""


def _promises(told: dict[str, Any], kept: str) -> Iterator[Promise]:
    some = False
    for kind, agreed, done_name in FIGURES:
        if not (figure := told.get(agreed)):
            continue
        some = True
        done = told.get(done_name)
        # An agreement that was kept was paid in full, unless the file says how much.
        done = figure if done is None and kept == "yes" else done or Decimal(0)
        yield Promise(kind, figure, done, _status(figure, done, kept))
    without_figure = _STATUS.get(kept, ItemStatus.OPEN)
    if told.get("apology") or told.get("apology_only"):
        some = True
        yield Promise(ItemKind.APOLOGY, None, Decimal(0), without_figure)
    if not some:
        yield Promise(ItemKind.OTHER, None, Decimal(0), without_figure)


def _status(figure: Decimal, done: Decimal, kept: str) -> str:
    if done >= figure:
        return ItemStatus.ACHIEVED
    if not kept:
        return ItemStatus.OPEN
    return ItemStatus.PARTIAL if done else ItemStatus.NOT_ACHIEVED
