"""What is asked about a mediator."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import with_blank
from programs.models.mediator import AffiliationKind, Standing
from programs.models.office import OfficeKind
from programs.policy.vocabulary import Level


class MediatorForm(forms.Form):
    standing = forms.ChoiceField(
        label=_("How do they work here?"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they work here")},
    )
    is_active = forms.BooleanField(label=_("Takes cases at the moment"), required=False, initial=True)


class QualificationForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Level of training"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the level of training")},
    )
    training_hours = forms.IntegerField(
        label=_("Hours of training"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Enter the hours as a whole number, such as 40"),
        ),
    )
    supervised_on = DateField(
        label=_("Last supervision"),
        help_text=_("Empty: counted from the day of enrollment."),
        required=False,
    )
    observed_on = DateField(
        label=_("Last observation of practice"),
        help_text=_("Empty: counted from the day of enrollment."),
        required=False,
    )
    checked_until = DateField(
        label=_("Background check counts until"), help_text=_("Empty: there is none."), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("supervised_on", "observed_on"):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, _("Enter a day that is past, or today"))
        return data


class AffiliationForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What are they?"),
        choices=AffiliationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they are")},
    )
    office_name = forms.CharField(
        label=_("Office or organization"),
        help_text=_(
            "As referrers write it. Nobody from an office that has to do with a case can mediate it."
        ),
        max_length=200,
        required=False,
    )
    office_kind = forms.ChoiceField(
        label=_("What kind of office is it?"), choices=with_blank(OfficeKind.choices), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("office_name") and not data.get("office_kind"):
            self.add_error("office_kind", _("Choose what kind of office it is"))
        return data

    def answers(self) -> dict[str, Any]:
        """Return what `record_affiliation` takes."""
        return self.cleaned_data | {"office_kind": self.cleaned_data["office_kind"] or OfficeKind.OTHER}
