"""Guards of letters and messages: finished, to an address that is known, and to one side alone (3.6)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models import Participant
from programs.models.contact import Channel
from programs.roles import RUNS_THE_CASE
from programs.safe_contact import written_to
from programs.sources import PRACTICE
from programs.wording.declared import is_left_open
from programs.wording.standard import ON_SCREEN
from programs.wording.wall import LAST_DIGITS, names_other_side, strangers_to


def way_is_known(facts: CaseFacts) -> bool:
    """Return whether it is known where a letter goes by the way that was chosen; one given by hand needs nothing."""
    way = facts.asked.contact.channel
    return way == Channel.IN_PERSON or bool(written_to(facts.asked.person, way))


def way_is_own(facts: CaseFacts) -> bool:
    """Return whether what lights up on a screen is seen by nobody of the other side, or somebody answers for it.

    Whoever runs the case may, with a reason that is kept with the contact.
    """
    contact, person = facts.asked.contact, facts.asked.person
    if not sharing(facts, person, contact.channel):
        return True
    return bool((contact.reason or "").strip()) and facts.asked.by.has_role(*RUNS_THE_CASE)


def sharing(facts: CaseFacts, person: Participant, way: str) -> list[Participant]:
    """Return those of the other side who have the mailbox, or the number, that a message by this way would go to."""
    if way not in ON_SCREEN:
        return []
    here = _mailbox(person, way)
    return [each for each in strangers_to(facts, person) if here and _mailbox(each, way) == here]


def _mailbox(person: Participant, way: str) -> str:
    """Return an address or a number as it is compared: digits alone, so many as make a number without its country."""
    if way == Channel.EMAIL:
        return person.email.strip().casefold()
    return "".join(c for c in person.phone if c.isdecimal())[-LAST_DIGITS:]


GUARDS = (
    Guard(
        id="way_known",
        rule="3.5",
        sentence=_("It is not known where to send this: {channel}."),
        source=PRACTICE,
        remedy=_(
            "Choose another way, or write it down under “Change details”; a text message needs a number that begins "
            "with + and the code of the country."
        ),
        page="case-people",
        check=way_is_known,
        needs=("contact",),
        words=lambda facts: {"channel": facts.asked.contact.get_channel_display()},
    ),
    Guard(
        id="way_is_own",
        rule="3.5",
        sentence=_("Somebody of the other side has the same mailbox or number: {channel}."),
        source=_("Both sides are never reached by one way; this cannot be switched off"),
        remedy=_(
            "Ask this person for a way of their own, or choose another one. If they want it all the same, whoever runs "
            "the case writes down why it is safe."
        ),
        page="case-people",
        check=way_is_own,
        needs=("person", "contact", "by"),
        words=lambda facts: {"channel": facts.asked.contact.get_channel_display()},
    ),
    Guard(
        id="letter_filled_in",
        rule="3.5",
        sentence=_("Something in brackets is still to be filled in."),
        source=PRACTICE,
        remedy=_("Write what belongs there in place of the brackets, or take it out."),
        check=lambda facts: not is_left_open(facts.asked.contact.words or ""),
        needs=("contact",),
    ),
    Guard(
        id="letter_to_one_side",
        rule="3.6",
        sentence=_("These words name somebody of the other side, or tell how to reach them."),
        source=_("No document holds both sides; this cannot be switched off"),
        remedy=_(
            "Write it without the name, number or address. Say what has to be said by telephone or in person."
        ),
        check=lambda facts: not names_other_side(facts, facts.asked.person, facts.asked.contact.words or ""),
        needs=("contact",),
    ),
)
