"""What stands on a certificate: that somebody kept all that they promised. Not what it was, nor to whom, nor why.

Employers, schools and landlords come to see it, so it names nobody else, no offense, no sum and no case.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.facts import CaseFacts
from programs.ledger.lines import is_owed_by
from programs.models import AgreementItem, Participant
from programs.models.agreement import ItemStatus
from programs.models.participant import Role


@dataclass(frozen=True)
class Certificate:
    """A certificate in one language."""

    language: str
    title: str
    program: tuple[str, ...]
    standing: str
    name: str
    said: tuple[str, ...]
    signing: str
    signature: str
    day: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists and texts."""
        return asdict(self)


def left_to_keep(facts: CaseFacts, person: Participant) -> list[AgreementItem] | None:
    """Return what somebody responsible has still to keep of what was signed last; None where they promised nothing."""
    agreement = facts.signed_agreement
    if agreement is None or person.role != Role.OFFENDER:
        return None
    owed = [each for each in agreement.items.all() if is_owed_by(each, person)]
    return [each for each in owed if each.status != ItemStatus.ACHIEVED] if owed else None


def certificate_of(person: Participant, facts: CaseFacts, language: str) -> Certificate:
    """Return the certificate of somebody who kept everything."""
    program = facts.program
    with translation.override(language):
        return Certificate(
            language=language,
            title=_("Certificate of completion"),
            program=tuple(filter(None, (program.name, program.place, program.public_telephone))),
            standing=date_format(facts.today, "DATE_FORMAT"),
            name=person.name,
            said=(
                _("made an agreement of their own free will, and has kept all of it."),
                _("This paper says nothing of anybody else, and is given to this person alone."),
            ),
            signing=_("For the program"),
            signature=_("Signature"),
            day=_("Date"),
        )
