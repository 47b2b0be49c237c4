"""What is handed on with a referral: what one person released, and nothing about anybody else (R7)."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.facts import ReferralFacts
from programs.models import InformationRelease, Participant
from programs.models.release import Released


def document_of(facts: ReferralFacts, release: InformationRelease) -> str:
    """Return the words that may go out by a release, in the current language.

    What happened is told only where the referral names nobody else: its words would speak of them too.
    """
    person, program = release.participant, facts.program
    day = date_format(facts.now.astimezone(program.zone), "DATE_FORMAT")
    parts = [
        _("From %(program)s to %(other)s, %(day)s")
        % {"program": program.name, "other": release.recipient, "day": day},
        _("Reference: %(reference)s") % {"reference": facts.referral.reference},
    ]
    if Released.CONTACT in release.what:
        parts.append("\n".join(_contact(person)))
    if Released.PARTICIPATION in release.what:
        parts.append(_("This person was referred to us and would like to be in touch with a program."))
    if Released.REFERRAL in release.what:
        parts.append("\n".join(_referral(facts)))
    return "\n\n".join(parts)


def _contact(person: Participant) -> list[str]:
    lines = [person.name, person.phone, person.email, person.address]
    if person.contact_note:
        lines.append(_("Safe contact: %(note)s") % {"note": person.contact_note})
    return [line for line in lines if line]


def _referral(facts: ReferralFacts) -> list[str]:
    offences = ", ".join(str(each) for each in facts.offences)
    lines: list[Any] = [
        _("Stage: %(stage)s") % {"stage": facts.referral.get_stage_display()},
        _("Offenses: %(offences)s") % {"offences": offences},
    ]
    if facts.referral.participants.count() == 1 and facts.referral.summary:
        lines.append(facts.referral.summary)
    return lines
