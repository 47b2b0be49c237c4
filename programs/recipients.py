"""To whom a program may write: where `programs` makes recipients, and the gate that every letter passes.

Until the founder's address is confirmed the program writes to nobody else; until it is verified, to no party to a case.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.mail import Channel, Discretion, Recipient
from amends.outbox import NotYet
from programs.models import Participant, Program
from programs.models.contact import Channel as Way
from programs.openness import demand_open
from programs.safe_contact import international, next_safe_moment, unsafe_ways
from tenants.context import platform
from tenants.models import Domain
from tenants.place import PUBLIC, required_schema

CONFIRMATION = "address-confirmation"
"""The purpose of the signed link that confirms the founder's address."""


def for_staff(user: Any, *, language: str) -> Recipient:
    """Return somebody who works here; the subject may say what it is about."""
    return Recipient(Channel.EMAIL, user.email, language, Discretion.OPEN)


def for_party(
    participant: Participant, *, program: Program, now: datetime, way: str = Way.EMAIL, language: str = ""
) -> Recipient:
    """Return somebody of a case, by e-mail or text message and discreetly: every message to one passes here.

    Without a language it is theirs.

    Raises NotOpen in a program that is not open, ValueError for somebody who is invented or has no address that is
    safe, and NotYet outside the hours that are safe for them: what is to be sent waits until they begin.
    """
    demand_open(program)
    holder = participant.case or participant.referral
    address = {Way.EMAIL: participant.email, Way.TEXT: international(participant.phone)}[Way(way)]
    if holder is None or holder.is_sample or not address or way in unsafe_ways(participant):
        raise ValueError("There is no address to which this person could be written.")
    if (until := next_safe_moment(participant, now, program.zone)) > now:
        raise NotYet(until)
    channel = Channel.SMS if way == Way.TEXT else Channel.EMAIL
    language = language or participant.language or settings.LANGUAGE_CODE
    return Recipient(channel, address, language, Discretion.NEUTRAL, program.neutral_name)


def for_referrer(address: str, *, program: Program, language: str) -> Recipient:
    """Return whoever is referring, perhaps somebody who was harmed: discreetly. Raises NotOpen as `for_party`."""
    demand_open(program)
    return Recipient(Channel.EMAIL, address, language, Discretion.NEUTRAL, program.neutral_name)


def may_be_written_to(recipient: Recipient) -> bool:
    """Return whether a letter may leave for this recipient now; `settings.MAIL_GATE` asks before each attempt."""
    if required_schema() == PUBLIC:
        return True
    program = Program.objects.select_related("founder").first()
    if program is None or (recipient.discretion is Discretion.NEUTRAL and not program.is_verified):
        return False
    return program.is_address_confirmed or (
        program.founder is not None and recipient.address.lower() == program.founder.email
    )


def address_of(path: str) -> str:
    """Return the full address of a page of the program that is entered, for a letter."""
    here = required_schema()
    with platform():
        host = Domain.objects.values_list("domain", flat=True).get(tenant__schema_name=here, is_primary=True)
    return url_of(host, path)


def url_of(host: str, path: str = "/") -> str:
    """Return the full address of a page at a program's host, as a browser outside needs it."""
    scheme, usual = ("https", "443") if settings.AMENDS_SECURE else ("http", "80")
    port = str(settings.AMENDS_PORT)
    return f"{scheme}://{host}{'' if port == usual else f':{port}'}{path}"


def confirmation_text(link: str, name: str) -> str:
    """Return the words of the letter that asks the founder to confirm the address."""
    return "\n\n".join(
        (
            _("Somebody, probably you, signed up %(name)s with this e-mail address.") % {"name": name},
            _("Open this page and press the button to confirm that the address is yours:"),
            link,
            _("If it was not you, do nothing: the program cannot write to anybody, and we write no more."),
        )
    )


def draft_text(link: str, last_day: date) -> str:
    """Return the words of the letter with the address of a saved form; they say nothing of what it is about."""
    day = date_format(last_day)
    return "\n\n".join(
        (
            _("You asked us to send you the address of your saved form:"),
            link,
            _("Open it with the code that you noted. The code is not in this message."),
            _("It is kept until %(day)s, then it is erased.") % {"day": day},
            _("If it was not you, do nothing."),
        )
    )


def party_acted_text(link: str) -> str:
    """Return the words of the letter to a coordinator; what happened is seen after signing in."""
    return "\n\n".join((_("Somebody left you word on a page of this case. Have a look soon:"), link))
