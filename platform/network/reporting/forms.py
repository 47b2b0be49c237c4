"""What the operator is asked about figures."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 400


class WithdrawForm(forms.Form):
    """Why figures are withdrawn, as everybody reads it."""

    words = forms.CharField(
        label=_("Why are they withdrawn?"),
        help_text=_("Everybody reads this where the figures were. Name no program and nobody."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write one sentence for the readers")},
    )
