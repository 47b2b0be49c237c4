"""What is handed on with a referral: what each person released to that program, and nothing about anybody else (R7)."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from amends import outbox
from programs.facts import ReferralFacts
from programs.models import InformationRelease, Participant, Program, ReferralForward
from programs.models.office import fold
from programs.models.participant import Role
from programs.models.referral import OffenceClass, ReferralStage, ReferrerClass
from programs.models.release import RecipientKind, Released

MAKES_A_REFERRAL = frozenset({Released.CONTACT, Released.REFERRAL})
"""What the person responsible has to have released, so that the other program gets a referral (R1)."""


def leaves_for(facts: ReferralFacts, program_name: str) -> list[InformationRelease]:
    """Return what people of a referral let go to a program of this name, and counts now."""
    live = InformationRelease.objects.live(facts.now).filter(recipient_kind=RecipientKind.PROGRAM)
    rows = live.filter(participant__referral=facts.referral).select_related("participant")
    return [each for each in rows if fold(each.recipient) == fold(program_name)]


def makes_a_referral(release: InformationRelease) -> bool:
    """Return whether a release lets enough go for a referral: who is responsible, and what it is about."""
    return release.participant.role == Role.OFFENDER and set(release.what) >= MAKES_A_REFERRAL


def parcel_of(
    facts: ReferralFacts, forward: ReferralForward, worker: Any
) -> tuple[dict[str, Any], list[Participant]]:
    """Return what goes to the other program, as JSON, and whose personal data are in it.

    The person harmed goes along where they let it themselves, and so does what happened, which would speak of them.
    That the person harmed asked is theirs to tell too. Times of day are by the clock of `zone`.
    """
    offences = [each.offence_class for each in facts.offences]
    leaves = [each for each in leaves_for(facts, forward.program_name) if Released.CONTACT in each.what]
    going = {each.participant_id: each.participant for each in leaves}
    tell = {each.participant_id for each in leaves if Released.REFERRAL in each.what}
    everybody = {each.pk for each in facts.referral.participants.all()}
    people = {each.role: each for each in going.values()}
    victim = people.get(Role.VICTIM)
    is_victims_own = facts.referral.referrer_class == ReferrerClass.VICTIM_SELF
    told = {
        "until": min(each.expires_at for each in leaves).isoformat(),
        "zone": str(facts.program.zone),
        "worker": {"name": worker.name, "email": worker.email, "phone": facts.program.public_telephone},
        "stage": facts.referral.stage,
        "offences": offences,
        "referrer_class": (
            ReferrerClass.INSTITUTION.value
            if is_victims_own and victim is None
            else facts.referral.referrer_class
        ),
        "office": facts.referral.office.name if facts.referral.office else "",
        "summary": facts.referral.summary if everybody <= tell else "",
        "offender": _person(people[Role.OFFENDER]),
        "victim": _person(victim) if victim else None,
    }
    return told, list(people.values())


# A pass phrase was agreed between the person and this program alone.
TOLD_OF_A_PERSON = (
    *("name", "email", "phone", "address", "contact_note", "language", "unsafe_channels"),
    *("leave_no_message", "safe_days", "caller_words", "never_do", "is_organisation", "is_registered"),
)


HOW_IT_IS_SAFE = (
    *("language", "unsafe_channels", "leave_no_message", "safe_days", "safe_from", "safe_until"),
    *("caller_words", "never_do"),
)


def _person(person: Participant) -> dict[str, Any]:
    hours = {name: getattr(person, name) for name in ("safe_from", "safe_until")}
    return {name: getattr(person, name) for name in TOLD_OF_A_PERSON} | {
        name: hour.isoformat() if hour else None for name, hour in hours.items()
    }


def rows_of(told: dict[str, Any], program: Program) -> list[tuple[str, str]]:
    """Return what is in a parcel, in words: a label and a value for each part."""
    stage, offences = (
        ReferralStage(told["stage"]).label,
        (OffenceClass(each).label for each in told["offences"]),
    )
    rows = [(_("Stage"), str(stage)), (_("Offenses"), ", ".join(str(each) for each in offences))]
    rows += [(_("What happened"), told["summary"])] if told["summary"] else []
    who = (ReferrerClass(told["referrer_class"]).label, told["office"])
    rows.append((_("Who referred"), "\n".join(str(each) for each in who if each)))
    for role in (Role.OFFENDER, Role.VICTIM):
        if person := told[role.value]:
            rows.append((capfirst(str(program.word_for(role))), _said_of(person)))
    rows.append((_("You, to be asked about it"), "\n".join(each for each in told["worker"].values() if each)))
    return rows


def _said_of(person: dict[str, Any]) -> str:
    lines = [person[name] for name in ("name", "phone", "email", "address", "contact_note")]
    if any(person[name] for name in HOW_IT_IS_SAFE):
        lines.append(_("With this goes how it is safe to reach this person, as it is noted here."))
    return "\n".join(each for each in lines if each)


def ask_back(forward: ReferralForward, now: datetime) -> None:
    """Have the other program asked to give up what it has not decided about, in the open transaction.

    What it answers ends the handing on: until then it may have taken it on a moment before.
    """
    forward.asked_back_at = forward.asked_back_at or now
    forward.save(update_fields=["asked_back_at"])
    outbox.queue("programs.ask_back", forward_id=forward.pk)


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
