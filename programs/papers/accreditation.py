"""What stands on a certificate of accreditation: who, by which standard, until when, and where anybody can check it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.accounts.links import at_host
from network.accreditation.models import State
from programs.accreditation.copies import Copy
from programs.accreditation.showing import day_of
from programs.models import Program


@dataclass(frozen=True)
class Paper:
    """A certificate in one language."""

    language: str
    title: str
    program: tuple[str, ...]
    name: str
    said: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists and texts."""
        return asdict(self)


def paper_of(copy: Copy, program: Program, language: str, today: date) -> Paper:
    """Return the certificate of what holds today."""
    with translation.override(language):
        told = {
            "network": copy.network_name,
            "standard": copy.name,
            "number": copy.number_of_standard,
            "day": _day(copy.decided_on),
            "until": _day(copy.valid_until),
            "state": State(copy.state_on(today)).label,
            "address": register_address(copy.network_slug),
        }
        return Paper(
            language=language,
            title=_("Certificate of accreditation"),
            program=tuple(filter(None, (program.name, program.place, program.public_telephone))),
            name=program.name,
            said=(
                _("%(standard)s, version %(number)s") % told,
                _("%(network)s, %(day)s. %(state)s, valid until %(until)s.") % told,
                _("Whether it still holds is told at %(address)s") % told,
            ),
        )


def register_address(slug: str) -> str:
    """Return the address of a network's register, which is on the platform's own host."""
    path = reverse("accreditation-register", settings.TENANCY_PUBLIC_URLCONF, args=[slug])
    return at_host(settings.AMENDS_DOMAIN, path)


def _day(text: str) -> str:
    day = day_of(text)
    return date_format(day, "DATE_FORMAT") if day else ""
