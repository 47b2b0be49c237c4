"""What is asked of somebody who says that something went wrong, and of whoever answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField

LONGEST = 5000


class ComplaintForm(forms.Form):
    form_key = FormKeyField()
    text = forms.CharField(
        label=_("What went wrong?"),
        help_text=_("In your own words. A few are enough."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": _("Write what went wrong")},
    )


class ComplaintAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("They read it on their own page, and nobody else does."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": _("Write your answer")},
    )
