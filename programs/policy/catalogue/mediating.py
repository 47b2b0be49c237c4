"""What the program asks of those who mediate."""

from django.utils.translation import gettext_lazy as _

from programs.models.mediator import AffiliationKind, Standing
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, SomeOf, people
from programs.sources import KINDS_OF_PROGRAMS, STANDARDS

MEDIATING = Group(
    id="mediators",
    label=_("Who mediates"),
    lead=_(
        "Whom you assign. That nobody with authority over a party mediates is not yours to choose: it always holds."
    ),
    settings=(
        Setting(
            id="standings",
            kind=SomeOf(Standing.choices, strict="fewer"),
            label=_("Standing of mediators"),
            question=_("Which mediators do you assign?"),
            explanation=_("A mediator of another standing cannot be assigned."),
            source=KINDS_OF_PROGRAMS,
        ),
        Setting(
            id="mediators_needed",
            kind=Number(1, 4, people, strict="more"),
            label=_("Mediators in a case"),
            question=_("How many mediators does a case need?"),
            explanation=_("Two after severe violence is the practice of the field."),
            source=STANDARDS,
        ),
        Setting(
            id="excluded_affiliations",
            kind=SomeOf(AffiliationKind.choices, strict="more", may_be_none=True),
            label=_("Who never mediates"),
            question=_("Who mediates no case at all, beside those whom the rules exclude?"),
            explanation=_("You can exclude more people than the rules do, and nobody less."),
            source=STANDARDS,
        ),
    ),
)
