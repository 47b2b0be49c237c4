"""When somebody can come to a session, as staff and they themselves are asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import ClockField
from programs.models import Participant

MOST_DAYS = 60


class ComingForm(forms.Form):
    free_days = forms.TypedMultipleChoiceField(
        label=_("Days of the week that are possible"),
        help_text=_("Tick none if every day is."),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    free_from = ClockField(
        label=_("Possible from"), help_text=_("Leave both empty if every hour is."), required=False
    )
    free_until = ClockField(label=_("Possible until"), required=False)
    stays = forms.MultipleChoiceField(
        label=_("Days that are not possible"),
        help_text=_("Take the tick away from a day that is possible after all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new_day = DateField(label=_("One more day that is not possible"), required=False)

    def __init__(self, *args: Any, person: Participant, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.away = sorted(day for day in person.away_days if day >= today)
        for name in ("free_days", "free_from", "free_until"):
            self.initial[name] = getattr(person, name)
        self.initial["free_days"] = [str(day) for day in person.free_days]
        self.initial["stays"] = [day.isoformat() for day in self.away]
        if self.away:
            self.fields["stays"].choices = [(day.isoformat(), date_format(day)) for day in self.away]  # type: ignore[attr-defined]
        else:
            del self.fields["stays"]
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]

    def clean_new_day(self) -> date | None:
        day: date | None = self.cleaned_data["new_day"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day is past. Enter one that is still to come"))
        if day is not None and len(self.away) >= MOST_DAYS:
            raise forms.ValidationError(_("So many single days are too many. Use the days of the week"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("free_from"), data.get("free_until")
        if "free_from" in self.errors or "free_until" in self.errors:
            return data
        if (start is None) != (end is None):
            self.add_error("free_from" if start is None else "free_until", _("Enter both times, or neither"))
        elif start and end and start >= end:
            self.add_error("free_until", _("The hours have to end after they begin, on the same day"))
        return data

    def answers(self) -> dict[str, Any]:
        """Return what `change_times` takes; call it when the form is valid."""
        data = self.cleaned_data
        kept: Sequence[date] = [day for day in self.away if day.isoformat() in data.get("stays", ())]
        added = [data["new_day"]] if data["new_day"] else []
        times = {name: data[name] for name in ("free_days", "free_from", "free_until")}
        return times | {"away_days": sorted({*kept, *added})}
