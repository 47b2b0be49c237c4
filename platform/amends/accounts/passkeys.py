"""Forms that take what a browser says about a passkey; whatever else is sent is a passkey that does not work."""

import json
import struct
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm as AllauthSignInForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as AllauthAgainForm
from django import forms
from django.utils.translation import gettext_lazy as _

# Real ones have a few thousand characters.
MOST_CHARACTERS = 50_000
# What the libraries raise when they take something apart that is not what they expect. No error of the database.
UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, struct.error,
)  # fmt: skip


class CredentialField(forms.CharField):
    """JSON of an object, of a reasonable length."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return the object; a passkey that does not work otherwise."""
        text = super().to_python(value)
        if not text:
            return text
        found = read(lambda: json.loads(text) if len(text) <= MOST_CHARACTERS else None)
        if not isinstance(found, dict):
            raise _incorrect()
        return found


def read(take_apart: Callable[[], Any]) -> Any:
    """Return what `take_apart` returns; raise ValidationError when it meets what it cannot read."""
    try:
        return take_apart()
    except UNREADABLE as error:
        raise _incorrect() from error


def _incorrect() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")


class _ReadsCredential(AuthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self) -> Any:
        """Return the passkey that answered."""
        return read(super().clean_credential)


class PasskeySignInForm(_ReadsCredential, AllauthSignInForm):
    """A passkey alone."""


class PasskeyCodeForm(_ReadsCredential):
    """A passkey after the password."""


class PasskeyAgainForm(_ReadsCredential, AllauthAgainForm):
    """A passkey before something sensitive is changed."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: its name is typed, the rest comes from the browser."""

    credential = CredentialField()
    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you know it later, such as the name of the device."),
        required=False,
        max_length=60,
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """Have the library check it."""
        data: dict[str, Any] = read(super().clean)
        return data
