"""What the form of sign-up asked, checked; and what a program begins with that was not asked."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Answers:
    """Everything that a program is made from; the person's part stays out of logs and tracebacks."""

    name: str
    type: str
    preset: str
    place: str
    time_zone: str
    slug: str
    founder_name: str = field(repr=False)
    email: str = field(repr=False)
    language: str

    @property
    def neutral_name(self) -> str:
        """Return what a party's phone shows until the program says better: a first word, which tells nothing."""
        return _("%(word)s Office") % {"word": self.name.split()[0][:28]}


def digest_of(form_key: object, email: str) -> str:
    """Return what a form that was sent is known by: its hidden key is nobody's to read, so it is not stored."""
    return hashlib.sha256(f"{form_key}/{email.strip().lower()}".encode()).hexdigest()
