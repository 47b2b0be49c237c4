"""What a mediator notes for themself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 10_000


class OwnNoteForm(forms.Form):
    text = forms.CharField(
        label=_("Your note"),
        help_text=_("Empty it to take it away."),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].marks_optional = False  # type: ignore[attr-defined]
