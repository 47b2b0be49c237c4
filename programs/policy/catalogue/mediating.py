"""What the program asks of those who mediate."""

from django.utils.translation import gettext_lazy as _

from programs.models.mediator import AffiliationKind, Standing
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, OneOf, SomeOf, YesNo, hours, months, people, weeks
from programs.policy.vocabulary import Level
from programs.sources import KINDS_OF_PROGRAMS, OWN_WISH, PRACTICE, STANDARDS

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
        Setting(
            id="level",
            kind=OneOf(Level.choices, strict=True),
            label=_("Level of training"),
            question=_("Which level of training does a mediator need at least?"),
            explanation=_("After severe violence only the advanced."),
            source=STANDARDS,
        ),
        Setting(
            id="training_hours",
            kind=Number(0, 500, hours, strict="more"),
            label=_("Hours of training"),
            question=_("How many hours of training does a mediator need at least?"),
            explanation=_("0 asks for none. Some states ask for 25 by law."),
            source=PRACTICE,
        ),
        Setting(
            id="supervision_weeks",
            kind=Number(1, 52, weeks, strict="fewer"),
            label=_("Time between supervisions"),
            question=_("How many weeks may pass between two supervisions?"),
            explanation=_("Afterwards a mediator is assigned to nothing, and open cases wait for the next."),
            source=PRACTICE,
        ),
        Setting(
            id="observation_months",
            kind=Number(1, 60, months, strict="fewer"),
            label=_("Time between observations"),
            question=_("How many months may pass before a mediator’s practice is observed again?"),
            explanation=_("Somebody sits in, and says what they saw."),
            source=PRACTICE,
        ),
        Setting(
            id="needs_background_check",
            kind=YesNo(strict=True),
            label=_("Background check"),
            question=_("Does a mediator need a background check?"),
            explanation=_("If so, one that has not run out."),
            source=OWN_WISH,
        ),
    ),
)
