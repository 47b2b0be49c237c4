"""What is asked when somebody gives leave to pass something on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.actions.releases import Leave
from programs.forms.fields import FormKeyField
from programs.models.consent import ConsentForm
from programs.models.release import RecipientKind, Released


class ReleaseForm(forms.Form):
    form_key = FormKeyField()
    recipient_kind = forms.ChoiceField(
        label=_("To whom may it go?"),
        choices=RecipientKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom it may go")},
    )
    recipient = forms.CharField(
        label=_("Name of the recipient"),
        help_text=_("As exactly as the person knows it: it counts for nobody else."),
        max_length=200,
        error_messages={"required": _("Enter the name of the recipient")},
    )
    what = forms.MultipleChoiceField(
        label=_("What may be passed on?"),
        help_text=_("Only what is needed for the purpose."),
        choices=Released.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one")},
    )
    purpose = forms.CharField(
        label=_("What for?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Write what it is for")},
    )
    last_day = DateField(label=_("Until when?"))
    form = forms.ChoiceField(
        label=_("How was it signed?"),
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was signed")},
    )
    is_free = forms.BooleanField(
        label=_(
            "This person knows that they need not sign, that nothing depends on it, and how to take it back"
        ),
        error_messages={"required": _("Confirm that it is free and informed")},
    )

    def __init__(self, *args: Any, today: date, latest: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today, self.latest = today, latest
        self.initial["last_day"] = latest
        self.fields["last_day"].help_text = _now("It counts on this day still. At the latest: {day}.").format(
            day=date_format(latest, "DATE_FORMAT")
        )

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if not self.today <= day <= self.latest:
            said = _now("Enter a day from today to {day}").format(day=date_format(self.latest, "DATE_FORMAT"))
            raise forms.ValidationError(said)
        return day

    def leave(self) -> Leave:
        """Return what the action takes."""
        return Leave(**{name: self.cleaned_data[name] for name in Leave.__dataclass_fields__})
