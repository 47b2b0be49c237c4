"""The checks of a statement that a mediator brings from another program, each with what it found.

The first four stand on one another. Then everything that can be known here is looked at, and only for what is left
without a complaint the issuing program is asked for its list: a stranger's file makes nobody call.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance
from programs.models import Mediator, Program
from programs.training import reasons
from programs.training.hearing import Issuer, Unheard, issuer_of
from programs.training.keys import is_signed_by
from programs.training.saying import NotAStatement, Statement

Hearing = Callable[[Issuer], frozenset[str]]
"""Returns the ids of the statements that an issuer ended; raises Unheard."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    asked: Promise
    found: Hindrance | None


@dataclass
class Checked:
    """What all checks of one file found."""

    text: str
    statement: Statement | None = None
    issuer: Issuer | None = None
    checks: list[Check] = field(default_factory=list)
    ended: frozenset[str] | None = None
    """The issuer's list, where it was heard."""

    @property
    def reasons(self) -> list[Hindrance]:
        """Return everything that stands in the way."""
        return [each.found for each in self.checks if each.found]

    @property
    def holds(self) -> bool:
        """Return whether nothing stands in the way, and nothing was left out."""
        return self.ended is not None and not self.reasons


def check(
    text: str,
    *,
    mediator: Mediator,
    program: Program,
    hear: Hearing,
    now: dt.datetime,
    is_answering: bool = False,
) -> Checked:
    """Look at a statement for a mediator of the program that is entered.

    `is_answering`: it is one that the mediator handed in, and somebody who runs the program looks at it.
    """
    checked = Checked(text)
    for asked, found in _signed(checked, program):
        checked.checks.append(Check(asked, found))
    if checked.reasons:
        return checked
    for asked, found in _fitting(checked.statement, mediator, now, is_answering=is_answering):
        checked.checks.append(Check(asked, found))
    if not checked.reasons:
        for asked, found in _still_held(checked, hear):
            checked.checks.append(Check(asked, found))
    return checked


def _signed(checked: Checked, program: Program) -> Iterator[tuple[Promise, Hindrance | None]]:
    """Yield what the signature depends on, up to the first thing that is wrong."""
    asked: Any = _("It is a statement of training")
    try:
        statement = Statement.read(checked.text.encode())
    except (NotAStatement, UnicodeEncodeError):
        yield asked, reasons.IS_A_STATEMENT
        return
    yield asked, None
    asked = _("A program of the platform issued it, and another than this")
    if statement.issuer == program.tenant_id:
        yield asked, reasons.ISSUER_IS_ANOTHER
        return
    issuer = issuer_of(statement.issuer)
    if issuer is None or (statement.key not in issuer.keys and statement.key not in issuer.ended):
        yield asked, reasons.ISSUER_IS_KNOWN
        return
    yield asked, None
    asked = _("The key that signed it still holds")
    if statement.key in issuer.ended:
        yield asked, reasons.KEY_HOLDS
        return
    yield asked, None
    is_signed = is_signed_by(issuer.keys[statement.key], statement.signature, statement.signed)
    if is_signed:
        checked.statement, checked.issuer = statement, issuer
    yield _("Nothing in it was changed since"), None if is_signed else reasons.IS_UNALTERED


def _fitting(
    statement: Any, mediator: Mediator, now: dt.datetime, *, is_answering: bool
) -> Iterator[tuple[Promise, Hindrance | None]]:
    """Yield what is looked at beside the signature, all of it."""
    yield _("It has begun to count"), reasons.HAS_BEGUN if statement.issued_at > now else None
    yield _("It has not run out"), reasons.HAS_NOT_RUN_OUT if statement.expires_at <= now else None
    is_theirs = statement.email.casefold() == mediator.user.email.casefold()
    yield _("It is made out to the address of this mediator"), None if is_theirs else reasons.IS_THEIRS
    is_confirmed = has_confirmed_address(mediator.user)
    yield _("That address is confirmed"), None if is_confirmed else reasons.ADDRESS_IS_CONFIRMED
    states = ("taken",) if is_answering else ("taken", "waits")
    is_new = not was_handed_in(statement, states)
    yield _("It was not handed in here before"), None if is_new else reasons.IS_NEW


def _still_held(checked: Checked, hear: Hearing) -> Iterator[tuple[Promise, Hindrance | None]]:
    """Yield what only the issuer knows."""
    if checked.issuer is None or checked.statement is None:
        return
    asked = _("The program that issued it answers")
    try:
        checked.ended = hear(checked.issuer)
    except Unheard:
        yield asked, reasons.LIST_IS_HEARD
        return
    yield asked, None
    has_ended = str(checked.statement.id) in checked.ended
    yield _("It was not ended"), reasons.HAS_NOT_ENDED if has_ended else None


def has_confirmed_address(user: Any) -> bool:
    """Return whether somebody proved that the address of their account is theirs."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()


def was_handed_in(statement: Statement, states: Sequence[str]) -> bool:
    """Return whether a statement stands in one of these states with anybody of this program."""
    kept = Q()
    for state in states:
        kept |= Q(carried__contains=[{"id": str(statement.id), "state": state}])
    return Mediator.objects.filter(kept).exists()
