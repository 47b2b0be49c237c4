"""What is asked about a session."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import ClockField, FormKeyField, offer_choices
from programs.forms.step import StepForm
from programs.models import Program
from programs.models.case import HoldReason
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
    fits_choices = forms.BooleanField(
        label=_("Day, place and company are what the person harmed chose"), required=False
    )

    def prepare(self) -> None:
        meetings = dict(SessionMode.choices)
        offered = [(way, meetings[way]) for way in self.facts.policy.modes if way in meetings]
        offer_choices(self, "mode", offered)
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
            "fits_choices": data["fits_choices"],
            "mode": data["mode"],
            "place": data["place"],
            "starts_at": datetime.combine(data["day"], data["starts"], self.program.zone),
            "ends_at": datetime.combine(data["day"], data["ends"], self.program.zone),
        }


class HeldForm(StepForm):
    attended = forms.MultipleChoiceField(
        label=_("Who was there?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who was there")},
    )

    def prepare(self) -> None:
        offer_choices(self, "attended", [(str(person.pk), person.name) for person in self.facts.participants])

    def answers(self) -> dict[str, Any]:
        return {"attended": frozenset(map(uuid.UUID, self.cleaned_data["attended"]))}


class HoldForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Why does it rest?"),
        # Only what was recorded at screening says that it does not hold any more.
        choices=[choice for choice in HoldReason.choices if choice[0] != HoldReason.SCREENING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it rests")},
    )


class NotHeldForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Why did it not take place?"),
        choices=NotHeldReason.choices,
        widget=forms.RadioSelect,
        help_text=_("An absence of the person harmed is never held against them."),
        error_messages={"required": _("Choose why it did not take place")},
    )
