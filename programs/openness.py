"""Whether a program may deal with real people yet, and what is missing when it may not."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Program


class NotOpen(Exception):
    """The program is not verified, or its address is not confirmed: nobody real may be dealt with."""


@dataclass(frozen=True)
class Need:
    """Something that has to be so before real people are dealt with; said to those who work here."""

    id: str
    title: str | Promise
    hint: str | Promise
    is_met: bool


def demand_open(program: Program) -> None:
    """Raise NotOpen unless the program is verified and its address confirmed."""
    if not program.is_open:
        raise NotOpen("This program does not deal with real people yet.")


def needs_of(program: Program) -> list[Need]:
    """Return everything that a program needs before it is open, met or not, in the order in which it is done."""
    return [
        Need(
            "address",
            _("The e-mail address is confirmed"),
            _("We sent a link to the address with which the program was signed up."),
            program.is_address_confirmed,
        ),
        Need(
            "place",
            _("It is said where the program works"),
            _("Town and state or province: whoever verifies the program looks for it there."),
            bool(program.place),
        ),
        Need(
            "verified",
            _("The program is verified"),
            _("The operator of Amends, or a network that you belong to, makes sure that the program exists."),
            program.is_verified,
        ),
    ]
