"""What is asked when training is carried from one program to another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.training.saying import LONGEST


class CarryForm(forms.Form):
    says_cases = forms.BooleanField(
        label=_("Say in how many cases that are closed I mediated here"),
        help_text=_("Only the number, nothing about any case."),
        required=False,
    )


class StatementFileForm(forms.Form):
    file = forms.FileField(
        label=_("The statement"),
        help_text=_("The file as it was downloaded at the other program. Its name ends in .json."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LONGEST:
            raise forms.ValidationError(_("A statement of training is much smaller than this file"))
        return file

    def text(self) -> str:
        """Return what the file says; bytes that are no text become signs that no statement has."""
        content: str = self.cleaned_data["file"].read().decode(errors="replace")
        return content
