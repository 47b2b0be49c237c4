"""What stands on a statement of one person: what they owe and paid, or what was promised to them and came. Nobody else.

No name, no contact and no key of the other side is on it, and of who else owes the same only that somebody does.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.ledger.lines import is_owed_by, plan_of, standing
from programs.ledger.money import NOTHING
from programs.models import AgreementItem, Participant, Program
from programs.models.agreement import ItemKind
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE

TOTALS = (ItemKind.MONETARY_RESTITUTION, ItemKind.SERVICE_TO_VICTIM, ItemKind.COMMUNITY_SERVICE)
"""Money, hours for the person harmed and hours for the community are never added up together."""


@dataclass(frozen=True)
class Account:
    """One debt: its kind, the words of the parties, the sums as names and figures, and what came when."""

    kind: str
    words: str
    sums: tuple[tuple[str, str], ...]
    plan: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Statement:
    """A statement in one language."""

    language: str
    title: str
    program: tuple[str, ...]
    standing: str
    name: str
    accounts: tuple[Account, ...]
    planned: str
    came: str
    nothing: str
    remark: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists, texts and objects."""
        return asdict(self)


def totals_of(lines: Iterable[AgreementItem]) -> list[dict[str, Any]]:
    """Return what is owed, was received and is outstanding of money, and of each kind of hours, apart."""
    there = list(lines)
    return [
        {
            "label": kind.label,
            "is_money": kind == ItemKind.MONETARY_RESTITUTION,
            "owed": sum((each.owed for each in of_kind), NOTHING),
            "received": sum((each.received for each in of_kind), NOTHING),
            "outstanding": sum((each.outstanding() for each in of_kind), NOTHING),
        }
        for kind in TOTALS
        if (of_kind := [each for each in there if each.kind == kind])
    ]


def lines_for(person: Participant, lines: Iterable[AgreementItem]) -> list[AgreementItem]:
    """Return the debts of somebody responsible, or those to somebody harmed; company has none."""
    if person.role in RESPONSIBLE_SIDE:
        return [each for each in lines if is_owed_by(each, person)]
    if person.role not in HARMED_SIDE:
        return []
    return [each for each in lines if each.beneficiary_id == person.pk]


def statement_of(
    person: Participant, lines: Iterable[AgreementItem], program: Program, today: date, language: str
) -> Statement:
    """Return the statement of a person about these debts, which are theirs."""
    owes = person.role in RESPONSIBLE_SIDE
    with translation.override(language):
        return Statement(
            language=language,
            title=_("Statement"),
            program=tuple(filter(None, (program.name, program.place, program.public_telephone))),
            standing=_("As of %s") % date_format(today, "DATE_FORMAT"),
            name=person.name,
            accounts=tuple(_account(line, person, program.currency, today) for line in lines),
            planned=_("Installments"),
            came=_("What was paid or worked") if owes else _("What came for you"),
            nothing=_("Nothing yet."),
            remark=_("If something here is not right, call us. A mistake is put right by a line of its own."),
        )


def _account(line: AgreementItem, person: Participant, currency: str, today: date) -> Account:
    said = standing(line, today)
    owes = person.role in RESPONSIBLE_SIDE

    def figure(value: Decimal) -> str:
        if line.is_work:
            shown = number_format(value.normalize() if value % 1 else int(value))
            return ngettext("%s hour", "%s hours", 1 if value == 1 else 2) % shown
        return f"{number_format(value, 2, use_l10n=True, force_grouping=True)} {currency}"

    own = sum(
        ((row.amount or row.hours or NOTHING) for row in line.entries if row.paid_by_id == person.pk), NOTHING
    )
    is_joint = owes and len(line.owers) != 1
    sums = [(_("Agreed"), figure(said.owed)), (_("Done so far"), figure(said.received))]
    if is_joint and own:
        sums.append((_("Of that by you"), figure(own)))
    sums.append((_("Still to come"), figure(said.outstanding)))
    if owes and said.overdue:
        sums.append((_("Late"), figure(said.overdue)))
    if owes and said.ahead and not said.is_met:
        sums.append((_("Ahead of time"), figure(said.ahead)))
    rows = sorted(line.entries, key=lambda row: (row.paid_on, str(row.pk)))
    return Account(
        kind=str(line.get_kind_display()),
        words=line.text,
        sums=tuple(sums),
        plan=tuple((date_format(each.day, "DATE_FORMAT"), figure(each.amount)) for each in plan_of(line)),
        entries=tuple(
            (
                date_format(row.paid_on, "DATE_FORMAT"),
                _("Taken back") if row.reverses_id else "",
                figure(row.amount if row.hours is None else row.hours),
            )
            for row in rows
        ),
    )
