"""Guards of a link to somebody's own page: a real person, in a program that is open, with an address to send it to.

That the address is safe, and that it is this person's turn to be approached, say the guards of contacts.
"""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models import Contact
from programs.models.contact import Channel, Purpose, Result
from programs.models.participant import OWN_PAGE_ROLES
from programs.sources import PRACTICE


def approach(reason: str = "") -> Contact:
    """Return what a link is to those guards: somebody is asked to take part, by mail."""
    told = {"purpose": Purpose.FIRST_CONTACT, "channel": Channel.EMAIL, "result": Result.SENT}
    return Contact(**told, reason=reason)


def is_trusted(facts: CaseFacts) -> bool:
    """Return False for a guardian who is suspected of having harmed a child in this case (E6)."""
    return facts.asked.person.is_party or facts.may_consent_for_others(facts.asked.person)


def has_address(facts: CaseFacts) -> bool:
    """Return whether there is an address to which a link could go."""
    return bool(facts.asked.person.email)


GUARDS = (
    Guard(
        id="program_open",
        rule="R1",
        sentence=_("This program does not deal with real people yet."),
        source=_("Nobody is written to before the program is verified; this cannot be switched off"),
        remedy=_("An administrator sees on the first page what is missing."),
        check=lambda facts: facts.program.is_open,
    ),
    Guard(
        id="nobody_invented",
        rule="R1",
        sentence=_("This is a sample: nobody real is behind it."),
        source=PRACTICE,
        remedy=_("Try it in a real case. Everything else can be practiced here."),
        check=lambda facts: not facts.case.is_sample,
    ),
    Guard(
        id="page_for_role",
        rule="3.3",
        sentence=_("Only the two sides, guardians and support persons have a page of their own."),
        source=PRACTICE,
        remedy=_("Talk with this person instead."),
        check=lambda facts: (
            facts.asked.person.role in OWN_PAGE_ROLES and not facts.asked.person.is_organisation
        ),
        needs=("person",),
    ),
    Guard(
        id="page_for_trusted",
        rule="E6",
        sentence=_(
            "This guardian is suspected of having harmed a child in this case, and is neither written to nor given a "
            "page."
        ),
        source=_("A child is safe first; this cannot be switched off"),
        remedy=_("Talk with another guardian, and with those who protect the child."),
        page="case-people",
        check=is_trusted,
        needs=("person",),
    ),
    Guard(
        id="address_known",
        rule="3.5",
        sentence=_("No e-mail address is known for this person."),
        source=PRACTICE,
        remedy=_("Ask which address nobody else reads, and write it down under “Change details”."),
        page="case-people",
        check=has_address,
        needs=("person",),
    ),
)
