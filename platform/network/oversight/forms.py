"""Forms of networks: a new one, and who acts for it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Network


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A network, and where its invoices go."""

    email = forms.EmailField(label=_("E-mail address for invoices"))

    class Meta:
        model = Network
        fields: ClassVar[Any] = ("name", "level", "place")


class OfficerForm(forms.Form):
    """An account that is to act for a network."""

    email = forms.EmailField(label=_("E-mail address of the account"))
