"""What is asked when a token is made."""

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Scope

DAYS = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("A year")))
USUAL_DAYS = 90


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("For example: the court’s case system. You will know the token by this name."),
        max_length=100,
        error_messages={"required": _("Enter what the token is for")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it be used for?"),
        help_text=_("Choose as little as it needs. It can never do more than you can."),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing")},
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good?"),
        choices=DAYS,
        coerce=int,
        initial=USUAL_DAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long it is good")},
    )
