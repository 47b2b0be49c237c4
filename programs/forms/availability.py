"""What is asked of a mediator's time: hours of every week, days away, and what else decides whom to ask first."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.availability import Hours
from programs.forms.fields import ClockField
from programs.models.mediator import Spoken

LONGEST_AWAY = timedelta(days=366)


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week by number, from 0 for Monday, in the words of the page."""
    return [(str(number), capfirst(str(name))) for number, name in WEEKDAYS.items()]


class AboutForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages in which they can mediate"),
        choices=Spoken.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.CharField(
        label=_("Area"),
        help_text=_("In words, such as “North county, by car”."),
        max_length=100,
        required=False,
    )
    most_cases = forms.IntegerField(
        label=_("Most cases at a time"),
        help_text=_("Empty: no limit."),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Enter a whole number from 1 to 99, or leave it empty")
        ),
    )


class HoursForm(forms.Form):
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day")},
    )
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("To"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = weekdays()  # type: ignore[attr-defined]
        self.fields["starts"].error_messages["required"] = _(
            "Enter when the time begins, such as 18:00 or 6 pm"
        )
        self.fields["ends"].error_messages["required"] = _("Enter when the time ends, such as 21:00 or 9 pm")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Enter an end that comes after the beginning"))
        return data

    def hours(self) -> list[Hours]:
        """Return what `change_weekly_hours` adds."""
        data = self.cleaned_data
        return [Hours(int(day), data["starts"], data["ends"]) for day in data["days"]]


class AbsenceForm(forms.Form):
    first = DateField(label=_("First day away"))
    last = DateField(label=_("Last day away"), help_text=_("Empty: only that day."), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if first := data.get("first"):
            data["last"] = last = data.get("last") or first
            if last < first:
                self.add_error("last", _("Enter a last day that is not before the first one"))
            elif last < self.today:
                self.add_error("last", _("These days are past. Enter days that are still to come"))
            elif last - first > LONGEST_AWAY:
                self.add_error("last", _("Enter at most a year at a time"))
        return data


class WishedDaysForm(forms.Form):
    """The days on which the parties want to meet, for the order of a list; an address holds nothing but weekdays."""

    marks_optional = False
    day = forms.MultipleChoiceField(
        label=_("On which days could the parties meet?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = weekdays()  # type: ignore[attr-defined]

    @property
    def wished(self) -> list[int]:
        """Return the weekdays, from 0 for Monday; none when the address holds something else."""
        return [int(day) for day in self.cleaned_data["day"]] if self.is_valid() else []
