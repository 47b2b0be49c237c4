"""Guards of letters and messages: finished, to an address that is known, and to one side alone (3.6)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.contact import Channel
from programs.safe_contact import written_to
from programs.sources import PRACTICE
from programs.wording.declared import is_left_open
from programs.wording.wall import names_other_side


def way_is_known(facts: CaseFacts) -> bool:
    """Return whether it is known where a letter goes by the way that was chosen; one given by hand needs nothing."""
    way = facts.asked.contact.channel
    return way == Channel.IN_PERSON or bool(written_to(facts.asked.person, way))


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
