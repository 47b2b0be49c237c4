"""What is asked about a session."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import ClockField, FormKeyField
from programs.forms.step import StepForm
from programs.models import Program
from programs.models.session import NotHeldReason, SessionMode


def city_of(program: Program) -> str:
    """Return the place that a time zone is named after."""
    return program.time_zone.rpartition("/")[2].replace("_", " ")


class SessionForm(StepForm):
    form_key = FormKeyField()
    mode = forms.ChoiceField(
        label=_("How will they meet?"),
        choices=SessionMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they will meet")},
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    day = DateField(label=_("Day"))
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("To"))

    def prepare(self) -> None:
        self.fields["starts"].error_messages["required"] = _("Enter when it begins, such as 2:30 pm or 14:30")
        self.fields["ends"].error_messages["required"] = _("Enter when it ends, such as 4 pm or 16:00")
        self.fields["day"].help_text = _("Times are those of %(city)s.") % {"city": city_of(self.program)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == SessionMode.FACE_TO_FACE and not data.get("place"):
            self.add_error("place", _("Enter the place where they will meet"))
        return data

    def answers(self) -> dict[str, Any]:
        """Return what `schedule_session` takes; the times are of the program's zone."""
        data = self.cleaned_data
        return {
            "form_key": data["form_key"],
            "mode": data["mode"],
            "place": data["place"],
            "starts_at": datetime.combine(data["day"], data["starts"], self.program.zone),
            "ends_at": datetime.combine(data["day"], data["ends"], self.program.zone),
        }


class NotHeldForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Why did it not take place?"),
        choices=NotHeldReason.choices,
        widget=forms.RadioSelect,
        help_text=_("An absence of the person harmed is never held against them."),
        error_messages={"required": _("Choose why it did not take place")},
    )
