"""Guards of organizations that were harmed: somebody speaks for them, and acts in their place."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.participant import HARMED_SIDE
from programs.sources import PRACTICE


def fits(facts: CaseFacts) -> bool:
    """Return whether an organization is to be spoken for by a person of its own side who takes part."""
    organisation, person = facts.asked.person, facts.asked.spokesperson
    is_of_its_side = person.case_id == organisation.case_id and person.role in HARMED_SIDE
    return organisation.is_organisation and person.is_party and is_of_its_side


GUARDS = (
    Guard(
        id="spoken_for",
        rule="3.5",
        sentence=_("Nobody speaks for the organization that was harmed."),
        source=_("Whoever speaks for an organization consents and chooses in its place"),
        remedy=_("Add a representative under “People”, and record that they speak for it."),
        page="case-people",
        check=lambda facts: not facts.unspoken_for,
    ),
    Guard(
        id="acts_in_person",
        rule="3.5",
        sentence=_("An organization acts through the person who speaks for it."),
        source=PRACTICE,
        remedy=_("Record it for the person who speaks for it."),
        page="case-people",
        check=lambda facts: not facts.asked.person.is_organisation,
        needs=("person",),
    ),
    Guard(
        id="spokesperson_fits",
        rule="3.5",
        sentence=_("This person cannot speak for it."),
        source=_("Whoever speaks for an organization is a person of its side"),
        remedy=_("Add a representative of the victim under “People” first."),
        page="case-people",
        check=fits,
        needs=("person", "spokesperson"),
    ),
)
