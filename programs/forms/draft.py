"""The one question of a saved form: its return code."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your return code"),
        help_text=_("Eight letters and figures, such as K7QM-3XPD. You saw it when you saved the form."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code")},
    )

    def refuse(self, *, tries_left: int) -> None:
        """Say that it was another code, and how often one can still be tried."""
        self.add_error(
            "code",
            ngettext(
                "This is not the code. You can try it %(count)d more time before the form is locked for an hour.",
                "This is not the code. You can try it %(count)d more times before the form is locked for an hour.",
                tries_left,
            )
            % {"count": tries_left},
        )
