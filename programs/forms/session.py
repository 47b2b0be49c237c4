"""What is asked about a session."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.coming import binds, hours_told, times_told
from programs.forms.fields import ClockField, FormKeyField, offer_choices
from programs.forms.step import StepForm
from programs.models import Program, VictimChoice
from programs.models.case import HoldReason
from programs.models.choice import Wish
from programs.models.session import NotHeldReason, SessionMode
from programs.policy.vocabulary import Premise

ARRANGED = (Wish.WHEN, Wish.WHERE, Wish.WHO, Wish.SUPPORT, Wish.SEATING)
"""What a plan has to fit; the other wishes are for the mediator in the room."""
LATEST = 600
"""Minutes that a session can begin late: the longest one lasts ten hours."""


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
    fits = forms.MultipleChoiceField(
        label=_("What fits?"),
        help_text=_("Compare the plan with each of these, and tick it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
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

        self.is_balanced = self.facts.policy.premise == Premise.BALANCED
        self.settlement = self.facts.case.settlement
        self.chosen = self._in_words(self.facts.choices)
        self.wished = self._in_words(self.facts.wishes)
        self.coming = self._when_they_come()
        self._ask_what_fits()

    shown_before = "programs/wishes_shown.html"

    def _in_words(self, choices: Mapping[Any, VictimChoice]) -> list[tuple[Any, list[tuple[str, str]]]]:
        """Return each wish that somebody put in words, with who did."""
        told = [
            (
                wish,
                [
                    (each.participant.name, words)
                    for each in choices.values()
                    if (words := each.wishes.get(wish))
                ],
            )
            for wish in Wish
        ]
        return [(wish.label, words) for wish, words in told if words]

    def _when_they_come(self) -> list[tuple[str, list[str], bool]]:
        """Return who said when they can come, in what words, and whether it is advice; then the mediators' hours."""
        said = [
            (each.name, times_told(each, self.facts.today), not binds(each, self.facts))
            for each in self.facts.participants
        ]
        hours = [(str(each), [hours_told(each)], False) for each in self.facts.mediators if each.weekly_hours]
        return [row for row in said if row[1]] + hours

    def _ask_what_fits(self) -> None:
        """Ask for each arrangement that somebody harmed put in words whether the plan fits it."""
        asked = [
            wish
            for wish in ARRANGED
            if any(choice.wishes.get(wish) for choice in self.facts.choices.values())
        ]
        offer_choices(self, "fits", [(wish.value, wish.label) for wish in asked])
        self.fields["fits"].marks_optional = False  # type: ignore[attr-defined]
        if not asked:
            self.fields["fits"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = [value for value, _label in self.fields["fits"].choices] if "fits" in self.fields else []  # type: ignore[attr-defined]
        if data.get("fits_choices") and not set(asked) <= set(data.get("fits", ())):
            self.add_error(
                "fits", _("Tick each one that the plan fits, and change the plan where it does not")
            )
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

    minutes_late = forms.IntegerField(
        label=_("How many minutes later did it begin?"),
        help_text=_("Empty: on time. Nobody writes down because of whom."),
        min_value=0,
        max_value=LATEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    had_caucus = forms.BooleanField(
        label=_("The mediator spoke with each side alone"),
        help_text=_("Only that it was so. What was said there is written down nowhere."),
        required=False,
    )

    def prepare(self) -> None:
        offer_choices(self, "attended", [(str(person.pk), person.name) for person in self.facts.participants])

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "attended": frozenset(map(uuid.UUID, data["attended"])),
            "minutes_late": data["minutes_late"] or 0,
            "had_caucus": data["had_caucus"],
        }


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
