"""The days and hours at which somebody may be reached, as staff and they themselves are asked."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import ClockField


class SafeHoursForm(forms.Form):
    safe_days = forms.TypedMultipleChoiceField(
        label=_("Days that are safe"),
        help_text=_("Tick none if every day is safe."),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    safe_from = ClockField(
        label=_("Safe from"),
        help_text=_(
            "Leave both empty if every hour is safe. A message outside these hours waits until they begin."
        ),
        required=False,
    )
    safe_until = ClockField(label=_("Safe until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("safe_from"), data.get("safe_until")
        if "safe_from" in self.errors or "safe_until" in self.errors:
            return data
        if (start is None) != (end is None):
            missing = "safe_from" if start is None else "safe_until"
            self.add_error(missing, _("Enter both times, or neither"))
        elif start and end and start >= end:
            self.add_error("safe_until", _("The hours have to end after they begin, on the same day"))
        return data
