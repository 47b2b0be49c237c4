"""What is asked before a whole program goes out, or comes in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField


class MoveOutForm(forms.Form):
    form_key = FormKeyField()


class MoveInForm(forms.Form):
    form_key = FormKeyField()
    file = forms.FileField(
        label=_("The archive"),
        help_text=_("The ZIP file as you fetched it, not unpacked."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    passphrase = forms.CharField(
        label=_("Its passphrase"),
        help_text=_("Five groups of five signs. It stood on the page from which the archive was fetched."),
        max_length=60,
        error_messages={"required": _("Enter the passphrase of the archive")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )

    def clean_passphrase(self) -> str:
        """Return the passphrase as it was made, however it was typed."""
        signs = "".join(sign for sign in self.cleaned_data["passphrase"].lower() if sign.isalnum())
        return "-".join(signs[start : start + 5] for start in range(0, len(signs), 5))
