"""What is asked before anybody is named: who refers, where the matter stands, what kind it is, of age or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fitting import Matter
from programs.forms.fields import with_blank
from programs.models.referral import OffenceClass, ReferralStage, ReferrerClass


class FittingForm(forms.Form):
    """Every stage, offense and referrer there is: what the program does not take is an answer too."""

    referrer_class = forms.ChoiceField(
        label=_("Who are you?"),
        choices=with_blank(ReferrerClass.choices),
        error_messages={"required": _("Choose who you are")},
    )
    stage = forms.ChoiceField(
        label=_("Where does the matter stand?"),
        choices=ReferralStage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the matter stands")},
    )
    offences = forms.MultipleChoiceField(
        label=_("What kind of offense was it?"),
        choices=OffenceClass.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "amends-choices-side-by-side"}),
        help_text=_("Choose all that fit."),
        error_messages={"required": _("Choose at least one kind of offense")},
    )
    age = forms.ChoiceField(
        label=_("Is the person responsible of age?"),
        choices=[("adult", _("Yes, an adult")), ("minor", _("No, a minor")), ("unknown", _("I do not know"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the person responsible is of age")},
    )

    def matter(self) -> Matter:
        """Return what was answered."""
        data: dict[str, Any] = self.cleaned_data
        return Matter(data["stage"], data["referrer_class"], tuple(data["offences"]), data["age"])
