"""From what somebody remembers of a program's address to its host: the sign-in finder of the public site."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.hosts import HOSTS

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class FindProgramForm(forms.Form):
    """One box, which takes a whole address, a host, or the first word of it."""

    program = forms.CharField(
        label=_("The program’s address, or the first word of it"),
        help_text=_("For example: if the address is grace.%(domain)s, write grace."),
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        max_length=200,
        error_messages={"required": _("Enter the program’s address, or the first word of it")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["program"]
        field.help_text = field.help_text % {"domain": settings.AMENDS_DOMAIN}  # type: ignore[operator]

    def clean_program(self) -> str:
        """Return the host of a program that is there. Which there are is no secret: each has its name in the DNS."""
        host = host_of(self.cleaned_data["program"])
        site = HOSTS.resolve(host) if host else None
        if site is None or not site.is_served:
            raise ValidationError(_("We know no program at this address. Check it, letter by letter"))
        return host


def host_of(text: str) -> str:
    """Return the host that is meant, or "" when nothing like one was written."""
    written = text.strip().lower().partition("://")[2] or text.strip().lower()
    host = re.split(r"[/?#:]", written, maxsplit=1)[0].rstrip(".")
    first = host.removesuffix(f".{settings.AMENDS_DOMAIN}")
    return f"{first}.{settings.AMENDS_DOMAIN}" if LABEL.fullmatch(first) else ""
