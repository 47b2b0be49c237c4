"""What stands on an agreement (A2, A3, A5, A6): what was agreed, and lines to sign on; no way to reach anybody."""

from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.facts import CaseFacts
from programs.ledger.schedules import Instalment, read
from programs.models import Agreement, AgreementItem, Participant
from programs.models.agreement import AgreementState


@dataclass(frozen=True)
class Promise:
    """One item: its kind, the words of the parties, and facts such as an amount and a day, each a sentence's part."""

    kind: str
    words: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """An agreement in one language."""

    language: str
    title: str
    program: tuple[str, ...]
    standing: str
    promises: tuple[Promise, ...]
    signing: str
    remarks: tuple[str, ...]
    signers: tuple[str, ...]
    signature: str
    day: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists, texts and objects."""
        return asdict(self)


def paper_of(facts: CaseFacts, agreement: Agreement, language: str) -> Paper:
    """Return what stands on an agreement, which is the one that the facts are of."""
    names = _names(facts)
    program = facts.program
    with translation.override(language):
        return Paper(
            language=language,
            title=_("Agreement"),
            program=tuple(filter(None, (program.name, program.place, program.public_telephone))),
            standing=_standing(agreement),
            promises=tuple(_promise(item, names, program.currency) for item in facts.items),
            signing=_("Signatures"),
            remarks=(
                _("Everybody who signs does so of their own free will."),
                _(
                    "This paper is for those who sign it. It is shown to others only if all of them agree in "
                    "writing, or where a law demands it."
                ),
                _("If something cannot be kept, tell us early: together it can be changed."),
            ),
            signers=(*(names[person.pk] for person in _signers(facts)), _("For the program")),
            signature=_("Signature"),
            day=_("Date"),
        )


def _standing(agreement: Agreement) -> str:
    number = _("Version %d") % agreement.version
    if agreement.state in (AgreementState.DRAFT, AgreementState.PROPOSED):
        return _("%s, not signed yet") % number
    if agreement.signed_at is None:
        return number
    return _("%(version)s, signed on %(day)s") % {
        "version": number,
        "day": date_format(agreement.signed_at, "DATE_FORMAT"),
    }


def _signers(facts: CaseFacts) -> list[Participant]:
    """Return the parties, each minor followed by the guardians who may consent for them (A5)."""
    found: list[Participant] = []
    for party in facts.parties:
        company = facts.guardians_of(party) if party.is_minor else []
        found += [each for each in (party, *company) if each not in found]
    return found


def _names(facts: CaseFacts) -> dict[Any, str]:
    """Return what each signer is called: by name where both sides have met, else by what they are in the case.

    People who only exchanged messages may have wished to stay without a name.
    """
    signers = _signers(facts)
    if facts.was_held:
        return {person.pk: person.name for person in signers}
    of_role = Counter(person.role for person in signers)
    numbers: Counter[str] = Counter()
    names = {}
    for person in signers:
        numbers[person.role] += 1
        word = str(facts.program.word_for(person.role))
        names[person.pk] = f"{word} {numbers[person.role]}" if of_role[person.role] > 1 else word
    return names


def _promise(item: AgreementItem, names: dict[Any, str], currency: str) -> Promise:
    said = []
    if item.amount is not None:
        said.append(f"{number_format(item.amount, 2, use_l10n=True, force_grouping=True)} {currency}")
    if item.hours is not None:
        said.append(_hours(item.hours))
    if item.beneficiary_id in names:
        said.append(_("for: %s") % names[item.beneficiary_id])
    said.append(_("by %s") % date_format(item.due_date, "DATE_FORMAT"))
    said += [_("%(day)s: %(amount)s") % _told(each, item, currency) for each in read(item.schedule)]
    said.append(_("known by: %s") % str(item.get_check_by_display()).lower())
    return Promise(str(item.get_kind_display()), item.text, tuple(said))


def _told(instalment: Instalment, item: AgreementItem, currency: str) -> dict[str, str]:
    if item.is_work:
        amount = _hours(instalment.amount)
    else:
        amount = f"{number_format(instalment.amount, 2, use_l10n=True, force_grouping=True)} {currency}"
    return {"day": date_format(instalment.day, "DATE_FORMAT"), "amount": amount}


def _hours(figure: Decimal) -> str:
    hours = number_format(figure.normalize() if figure % 1 else int(figure))
    return ngettext("%s hour", "%s hours", 1 if figure == 1 else 2) % hours
