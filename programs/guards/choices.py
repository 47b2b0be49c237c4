"""Guards of the choices of the person harmed: every later step obeys them (3.7)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.consent import roles_of
from programs.guards.declared import Guard
from programs.models import Participant
from programs.models.choice import INDIRECT, Mode
from programs.models.participant import HARMED_SIDE
from programs.sources import OWN_POLICY

CHOSEN = _("The choices of the person harmed bind; this cannot be switched off")


def without_choices(facts: CaseFacts) -> list[Participant]:
    """Return those whose choices are not complete."""
    return [
        person
        for person in facts.deciders
        if person.pk not in facts.choices or not facts.choices[person.pk].is_complete
    ]


def allows(facts: CaseFacts, *modes: str) -> bool:
    """Return whether everybody whose choices bind allows one of these modes."""
    return bool(facts.deciders) and all(
        person.pk in facts.choices and any(facts.choices[person.pk].allows(mode) for mode in modes)
        for person in facts.deciders
    )


def wants_to_take_part(facts: CaseFacts) -> bool:
    """Return False while somebody harmed chose not to take part."""
    return all(choice.takes_part for choice in facts.choices.values())


DIRECT = tuple(mode for mode in Mode.values if mode not in INDIRECT)

GUARDS = (
    Guard(
        id="choices_by_harmed",
        rule="3.7",
        sentence=_("These choices belong to the person harmed."),
        source=CHOSEN,
        remedy=_("Record what the person responsible says as a note of the contact."),
        page="case-people",
        check=lambda facts: facts.asked.person.role in HARMED_SIDE,
        needs=("person",),
    ),
    Guard(
        id="choices_complete",
        rule="3.7",
        sentence=_("The choices are not recorded yet: {who}."),
        source=CHOSEN,
        remedy=_("Go through the questions with them; each can be left open in so many words."),
        page="case-people",
        check=lambda facts: not without_choices(facts),
        words=lambda facts: {"who": roles_of(without_choices(facts), facts.program)},
    ),
    Guard(
        id="takes_part",
        rule="3.7",
        sentence=_("The person harmed chose not to take part."),
        source=CHOSEN,
        remedy=_("Respect it and bring the case to its end. They may choose otherwise at any time."),
        check=wants_to_take_part,
    ),
    Guard(
        id="mode_as_chosen",
        rule="3.7",
        sentence=_("This is not the way that the person harmed chose."),
        source=CHOSEN,
        remedy=_("Choose their way, or ask them again and record what they choose now."),
        page="case-people",
        check=lambda facts: allows(facts, facts.asked.mode),
        needs=("mode",),
    ),
    Guard(
        id="mode_offered",
        rule="3.7",
        sentence=_("This program does not offer this way."),
        source=OWN_POLICY,
        remedy=_("Choose one of the ways that the program offers."),
        check=lambda facts: facts.asked.mode in facts.policy.modes,
        needs=("mode",),
    ),
    Guard(
        id="fits_choices",
        rule="3.7",
        sentence=_("Day, place and who is there have to fit what the person harmed chose."),
        source=CHOSEN,
        remedy=_("Compare it with their choices, change what does not fit, and confirm it."),
        page="case-people",
        check=lambda facts: bool(facts.asked.fits_choices),
        needs=("fits_choices",),
    ),
    Guard(
        id="exchange_chosen",
        rule="3.7",
        sentence=_("The person harmed did not choose letters or recorded messages."),
        source=CHOSEN,
        remedy=_("Schedule a session, or ask them again and record what they choose now."),
        page="case-people",
        check=lambda facts: allows(facts, *INDIRECT),
    ),
    Guard(
        id="exchange_offered",
        rule="3.7",
        sentence=_("This program does not pass letters or recorded messages on."),
        source=OWN_POLICY,
        remedy=_("Schedule a session, or refer them to a program that does."),
        check=lambda facts: bool({*INDIRECT} & {*facts.policy.modes}),
    ),
    Guard(
        id="meeting_chosen",
        rule="3.7",
        sentence=_("The person harmed did not choose to meet."),
        source=CHOSEN,
        remedy=_("Go on with messages, or ask them again and record what they choose now."),
        page="case-people",
        check=lambda facts: allows(facts, *DIRECT),
    ),
)
