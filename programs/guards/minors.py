"""Guards of minors: a guardian consents and the minor agrees too; never a guardian who may have harmed them (E6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.consent import roles_of
from programs.guards.declared import Guard
from programs.models import Participant
from programs.models.participant import HARMED_SIDE
from programs.sources import OWN_POLICY

NEVER = _("Nobody who may have harmed a child consents for it; this cannot be switched off")


def not_asked(facts: CaseFacts) -> list[Participant]:
    """Return the parties of whom it is not known whether they are minors."""
    return [party for party in facts.parties if party.is_minor is None]


def not_taken(facts: CaseFacts) -> list[Participant]:
    """Return the minors on a side on which the policy takes none."""
    harmed, responsible = facts.policy.minors_harmed, facts.policy.minors_responsible
    return [each for each in facts.minors if not (harmed if each.role in HARMED_SIDE else responsible)]


def may_consent(facts: CaseFacts) -> bool:
    """Return whether somebody's consent can count: a party's own always does."""
    person = facts.asked.person
    return person.is_party or facts.may_consent_for_others(person)


def guardian_fits(facts: CaseFacts) -> bool:
    """Return whether whoever is named is another person of this case and of age, and the child may be a child."""
    child, guardian = facts.asked.person, facts.asked.guardian
    is_another = guardian.case_id == child.case_id and guardian.pk != child.pk
    is_of_age = not guardian.is_minor and not guardian.is_organisation
    return is_another and is_of_age and child.is_party and child.is_minor is not False


def _who(people: list[Participant], facts: CaseFacts) -> dict[str, Any]:
    return {"who": roles_of(people, facts.program)}


GUARDS = (
    Guard(
        id="minor_known",
        rule="E6",
        sentence=_("It is not recorded whether they are minors: {who}."),
        source=_("A minor needs the consent of a guardian; this cannot be switched off"),
        remedy=_("Ask when you meet them, and record yes or no. Do not ask for a day of birth."),
        page="case-people",
        check=lambda facts: not not_asked(facts),
        words=lambda facts: _who(not_asked(facts), facts),
    ),
    Guard(
        id="minors_taken",
        rule="E6",
        sentence=_("This program does not work with minors on this side: {who}."),
        source=OWN_POLICY,
        remedy=_("Bring the case to its end, and name a program that works with minors."),
        check=lambda facts: not not_taken(facts),
        words=lambda facts: _who(not_taken(facts), facts),
    ),
    Guard(
        id="guardian_consents",
        rule="E6",
        sentence=_("The consent of a guardian is missing, or was taken back, for a minor: {who}."),
        source=NEVER,
        remedy=_(
            "Add each guardian under “People”, record whose guardian they are, and record their consent. Somebody "
            "who is responsible in this case, or is suspected of having harmed the child, never counts."
        ),
        page="case-people",
        check=lambda facts: not facts.without_guardian,
        words=lambda facts: _who(facts.without_guardian, facts),
    ),
    Guard(
        id="guardian_may_consent",
        rule="E6",
        sentence=_(
            "This person is suspected of having harmed a child in this case, and can never consent for it."
        ),
        source=NEVER,
        remedy=_("Ask another guardian. If there is none, talk with your coordinator."),
        page="case-people",
        check=may_consent,
        needs=("person",),
    ),
    Guard(
        id="guardian_fits",
        rule="E6",
        sentence=_("This person cannot be recorded as a guardian here."),
        source=_("A guardian is another person of the case, of age, and stands for a minor"),
        remedy=_("Add the guardian under “People” first, and check who is recorded as a minor."),
        page="case-people",
        check=guardian_fits,
        needs=("person", "guardian"),
    ),
)
