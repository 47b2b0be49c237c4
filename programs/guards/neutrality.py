"""Guards of neutrality (N1 to N5): each judges the mediator who is asked for, or all who are assigned."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.guards.offences import mediators_needed
from programs.models import Mediator
from programs.models.assignment import Connection
from programs.models.mediator import OFFICER_KINDS, AffiliationKind, Standing
from programs.models.participant import Role
from programs.models.program import ProgramType
from programs.roles import SUPERVISES
from programs.sources import OWN_POLICY, PRACTICE


def no_officer_of_department(facts: CaseFacts) -> bool:
    """Return False for a probation or parole officer in a probation program, whatever the case."""
    if facts.program.type != ProgramType.PROBATION:
        return True
    return not any(a.kind in OFFICER_KINDS for m in facts.mediators for a in facts.affiliations(m))


def no_involved_office(facts: CaseFacts) -> bool:
    """Return False for somebody from an office that has to do with a party."""
    offices = {a.office_id for m in facts.mediators for a in facts.affiliations(m)}
    return not offices & facts.involved_offices


def affiliation_is_allowed(facts: CaseFacts) -> bool:
    """Return False for somebody whose affiliation the program excludes from every case."""
    return not of_excluded_kind(facts)


def of_excluded_kind(facts: CaseFacts) -> list[str]:
    """Return the kinds of affiliation at fault, in words."""
    kinds = {a.kind for m in facts.mediators for a in facts.affiliations(m)}
    return [
        str(kind.label)
        for kind in AffiliationKind
        if kind in kinds and kind in facts.policy.excluded_affiliations
    ]


def no_declared_conflict(facts: CaseFacts) -> bool:
    """Return False for somebody with a conflict on record."""
    return not {mediator.pk for mediator in facts.mediators} & facts.conflicted


def connection_words(facts: CaseFacts) -> dict[str, Any]:
    """Return which connection was answered."""
    return {"connection": Connection(facts.asked.connection).label}


def of_other_standing(facts: CaseFacts) -> list[Mediator]:
    """Return the mediators whose standing this program does not assign."""
    return [mediator for mediator in facts.mediators if mediator.standing not in facts.policy.standings]


def standing_is_allowed(facts: CaseFacts) -> bool:
    """Return whether the program assigns mediators of this standing."""
    return not of_other_standing(facts)


def standing_words(facts: CaseFacts) -> dict[str, Any]:
    """Return the standings at fault, and those that the program assigns."""
    allowed = [s.label for s in Standing if s in facts.policy.standings]
    return {
        "standing": ", ".join(str(m.get_standing_display()) for m in of_other_standing(facts)),
        "allowed": ", ".join(map(str, allowed)),
    }


def mediator_is_active(facts: CaseFacts) -> bool:
    """Return whether the mediators and their accounts are active."""
    return all(mediator.is_active and mediator.user.is_active for mediator in facts.mediators)


def supervisor_is_qualified(facts: CaseFacts) -> bool:
    """Return whether the one who is asked for supervises cases here."""
    return facts.asked.supervisor.is_active and facts.asked.supervisor.has_role(*SUPERVISES)


def supervisor_is_another(facts: CaseFacts) -> bool:
    """Return whether the supervisor is none of the mediators; one who is asked for, nor of those assigned before."""
    mediators = {mediator.pk for mediator in facts.mediators}
    if facts.asked.supervisor is None:
        return facts.case.supervisor_id not in mediators
    return facts.asked.supervisor.pk not in mediators | {each.mediator_id for each in facts.assignments}


def interprets(facts: CaseFacts) -> bool:
    """Return whether a mediator is an interpreter of this case, told by the e-mail address."""
    addresses = {person.email.lower() for person in facts.participants if person.role == Role.INTERPRETER}
    return any(mediator.user.email.lower() in addresses for mediator in facts.mediators)


GUARDS = (
    Guard(
        id="no_officer_of_department",
        rule="N1",
        sentence=_("This mediator is an officer of a probation or parole department."),
        source=_(
            "In a probation program officers are not a neutral third party; this cannot be switched off"
        ),
        remedy=_("Choose a trained volunteer who is not an officer."),
        page="mediator-assign",
        check=no_officer_of_department,
    ),
    Guard(
        id="no_involved_office",
        rule="N1",
        sentence=_("This mediator works for an office that refers or supervises somebody in this case."),
        source=_("Nobody with authority over a party mediates; this cannot be switched off"),
        remedy=_("Choose a mediator who has nothing to do with that office."),
        page="mediator-assign",
        check=no_involved_office,
    ),
    Guard(
        id="affiliation_allowed",
        rule="N1",
        sentence=_("This program lets nobody mediate who is: {kinds}."),
        source=OWN_POLICY,
        remedy=_("Choose another mediator."),
        page="mediator-assign",
        check=affiliation_is_allowed,
        words=lambda facts: {"kinds": ", ".join(of_excluded_kind(facts))},
    ),
    Guard(
        id="no_connection",
        rule="N1",
        sentence=_("This mediator is not neutral in this case: {connection}."),
        source=_("Nobody with authority over a party, and nobody close to one, mediates"),
        remedy=_("Choose a mediator who has no connection to anybody in this case."),
        check=lambda facts: not facts.is_connected,
        needs=("connection",),
        words=connection_words,
    ),
    Guard(
        id="no_interpreter",
        rule="N1",
        sentence=_("This mediator interprets in this case."),
        source=_("Whoever interprets says what others say, and mediates nothing"),
        remedy=_("Choose another mediator."),
        check=lambda facts: not interprets(facts),
    ),
    Guard(
        id="no_declared_conflict",
        rule="N2",
        sentence=_("A conflict is on record between this mediator and this case. Why is kept private."),
        source=_("A declared conflict, or the objection of a party, removes a mediator"),
        remedy=_("Choose another mediator."),
        page="mediator-assign",
        check=no_declared_conflict,
    ),
    Guard(
        id="standing_allowed",
        rule="N3",
        sentence=_("In this program a mediator of this standing is not assigned: {standing}."),
        source=OWN_POLICY,
        remedy=_("Choose a mediator of a standing that the program assigns: {allowed}."),
        check=standing_is_allowed,
        words=standing_words,
    ),
    Guard(
        id="mediator_active",
        rule="N4",
        sentence=_("This mediator is not active at the moment."),
        source=PRACTICE,
        remedy=_("Choose an active mediator."),
        check=mediator_is_active,
    ),
    Guard(
        id="supervisor_qualified",
        rule="N5",
        sentence=_("The supervisor of a case must be somebody who supervises cases in this program."),
        source=_("Each case has a supervisor"),
        remedy=_("Choose one of the case supervisors."),
        check=supervisor_is_qualified,
        needs=("supervisor",),
    ),
    Guard(
        id="supervisor_is_another",
        rule="N5",
        sentence=_("The supervisor and the mediator of a case are the same person."),
        source=_("Each case has a supervisor who is not its mediator; this cannot be switched off"),
        remedy=_("Choose another supervisor or another mediator."),
        page="mediator-assign",
        check=supervisor_is_another,
    ),
    Guard(
        id="mediator_assigned",
        rule="N1-N5",
        sentence=_("Too few mediators are assigned: {assigned} of {needed}."),
        source=PRACTICE,
        remedy=_("Assign a mediator who is neutral in this case."),
        page="mediator-assign",
        check=lambda facts: len(facts.assignments) >= mediators_needed(facts),
        words=lambda facts: {
            "assigned": len(facts.assignments),
            "needed": mediators_needed(facts),
        },
    ),
)
