"""What a manager enters about the agency's provider, and what somebody enters who wants in by it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.accounts.forms import email_field
from network.agencies.models import Agency
from network.agencies.sign_on.domains import why_not

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
MOST_DOMAINS, LONGEST_DOMAIN = 5, 100
# Everybody has an address there: whoever named one would be asked for by strangers.
OF_EVERYBODY = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com
    aol.com proton.me protonmail.com gmx.com gmx.net gmx.de mail.com zoho.com yandex.com orange.fr free.fr
    """.split()  # noqa: SIM905 - a list of one on each line would be longer than the module
)


class SignOnForm(forms.Form):
    """The identity provider of `agency`."""

    issuer = forms.CharField(
        label=_("Address of the issuer"),
        help_text=_("For example https://login.court.example/realms/staff"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Enter the address of the issuer")},
    )
    client_id = forms.CharField(
        label=_("Client ID"),
        help_text=_("Your provider shows it when you register us there."),
        max_length=255,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Enter the client ID")},
    )
    secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("We keep it sealed and show it to nobody. Leave it empty to keep the one before."),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("What do your people’s e-mail addresses end with?"),
        help_text=_("The part behind the @, one on each line, for example court.example. At most five."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        error_messages={"required": _("Enter what your people’s e-mail addresses end with")},
    )
    has_second_step = forms.BooleanField(
        label=_("Our provider asks everybody for a second step"),
        help_text=_(
            "Then we do not ask for ours, whenever the provider tells us that it did. When it does not tell, we ask."
        ),
        required=False,
    )
    second_step_acr = forms.CharField(
        label=_("How the provider tells that it asked for a second step"),
        help_text=_("The value of “acr”. Leave it empty if the provider sends “mfa” in “amr”, as many do."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_domains(self) -> list[str]:
        """Return the domains in lower case, each once."""
        words = re.split(r"[\s,;]+", self.cleaned_data["domains"].strip().lower())
        found = list(dict.fromkeys(word.rpartition("@")[2] for word in words if word))
        for domain in found:
            if not DOMAIN.fullmatch(domain) or len(domain) > LONGEST_DOMAIN:
                raise ValidationError(
                    _("%(domain)s is not the end of an e-mail address"), params={"domain": domain}
                )
            if domain in OF_EVERYBODY:
                raise ValidationError(
                    _("Everybody can have an address at %(domain)s. Enter your agency’s own domain"),
                    params={"domain": domain},
                )
        if not 0 < len(found) <= MOST_DOMAINS:
            raise ValidationError(_("Enter at most five"))
        foreign = [reason for domain in found if (reason := why_not(self.agency, domain))]
        if foreign:
            raise ValidationError([f"{reason.sentence} {reason.remedy}" for reason in foreign])
        return found

    def answers(self) -> dict[str, Any]:
        """Return what `set_up_sign_on` takes, without the issuer."""
        return {name: value for name, value in self.cleaned_data.items() if name != "issuer"}


class WhereForm(forms.Form):
    """Whose sign-in is meant."""

    email = email_field(_("Your e-mail address at work"))
