"""What is asked about a contact, about readiness, and about what the person harmed chose."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import ClockField, FormKeyField, YesNoField, offer_choices, offer_rows
from programs.forms.step import StepForm
from programs.models import Contact, Mediator
from programs.models.choice import NO_PREFERENCE, Mode, Wish
from programs.models.contact import Channel, Purpose, Result, Topic

LONGEST = 600


class ContactForm(StepForm):
    form_key = FormKeyField()
    purpose = forms.ChoiceField(
        label=_("What was it for?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was for")},
    )
    channel = forms.ChoiceField(
        label=_("Which way?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way it was")},
    )
    result = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    topics = forms.MultipleChoiceField(
        label=_("What did you go through with them?"),
        help_text=_("Only for a preparation meeting."),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = DateField(label=_("Day"))
    at = ClockField(label=_("Time"))
    minutes = forms.IntegerField(
        label=_("Minutes it took"),
        help_text=_("With the way there, if there was one. This is how volunteers’ hours are counted."),
        min_value=0,
        max_value=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    survey_offered = forms.BooleanField(label=_("I offered the survey"), required=False)
    reason = forms.CharField(
        label=_("Why was it not in person?"),
        help_text=_("Only for a preparation meeting by telephone or video."),
        max_length=500,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, required=False
    )

    def prepare(self) -> None:
        if not self.facts.was_held:
            offer_choices(self, "purpose", [each for each in Purpose.choices if each[0] != Purpose.DEBRIEF])
        now = timezone.localtime(self.facts.now)
        self.initial.update(day=now.date(), at=now.time().replace(second=0, microsecond=0))
        safe = [choice for choice in Channel.choices if choice[0] not in self.target.unsafe_channels]
        hint = (
            ""
            if len(safe) == len(Channel.choices)
            else _now("Only these ways are safe for this person: %(ways)s.")
        )
        self.fields["channel"].help_text = (
            hint % {"ways": ", ".join(str(label) for _way, label in safe)} if hint else ""
        )
        if wanted := self.facts.policy.preparation_topics:
            topics = "; ".join(str(topic.label) for topic in Topic if topic in wanted)
            self.fields["topics"].help_text = _now(
                "Only for a preparation meeting. Before a case is ready: %(topics)s."
            ) % {"topics": topics}
        if self.target.leave_no_message:
            self.fields["result"].help_text = _now("No message may be left for this person.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("purpose") == Purpose.ASKED_AGAIN and data.get("result") not in (None, Result.REACHED):
            self.add_error(
                "result", _("They came to us, so they were reached. Choose that, or another purpose")
            )
        if data.get("topics") and data.get("purpose") not in (None, Purpose.PREPARATION):
            self.add_error("topics", _("This was no preparation meeting. Leave these boxes empty"))
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        contact = Contact(
            **{
                name: data[name]
                for name in ("purpose", "channel", "result", "topics", "survey_offered", "reason", "note")
            },
            minutes=data["minutes"] or 0,
            made_at=dt.datetime.combine(data["day"], data["at"], self.program.zone),
        )
        return {"form_key": data["form_key"], "contact": contact}


class ReadinessForm(StepForm):
    is_ready = YesNoField(
        label=_("Are they ready to go on?"),
        help_text=_("Ask them. Nobody has to be, and nobody has to say why."),
        required_message=_("Choose whether they are ready"),
    )


class MediatorReadinessForm(StepForm):
    mediator = forms.ModelChoiceField(
        label=_("Mediator"),
        queryset=Mediator.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the mediator")},
    )
    is_ready = YesNoField(
        label=_("Does the mediator find that both sides are ready?"),
        required_message=_("Choose what the mediator finds"),
    )

    def prepare(self) -> None:
        keys = [mediator.pk for mediator in self.facts.mediators]
        # A mediator speaks for themselves; those who run the case may note it for them.
        if self.actor.pk in keys:
            keys = [self.actor.pk]
        offer_rows(self, "mediator", Mediator.objects.filter(pk__in=keys).select_related("user"))
        self.initial["mediator"] = keys[0] if len(keys) == 1 else None


def _in_words(wish: Wish) -> forms.Field:
    field = forms.CharField(
        label=wish.label, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
    field.marks_optional = False  # type: ignore[attr-defined]
    return field


class ChoicesForm(StepForm):
    """The choices of the person harmed: each question is answered in words, or left open in so many words."""

    takes_part = YesNoField(
        label=_("Do they want this to go on?"),
        help_text=_("Any way counts: a meeting, letters, somebody else in their place. No is a full answer."),
        required_message=_("Choose whether they want this to go on"),
    )
    mode = forms.ChoiceField(
        label=_("Which way?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way, or no preference")},
    )
    vars().update({wish.value: _in_words(wish) for wish in Wish})
    open = forms.MultipleChoiceField(
        label=_("No preference about"),
        help_text=_("Tick what they leave open in so many words. Everything else needs an answer above."),
        choices=Wish.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def prepare(self) -> None:
        offered = [(way, Mode(way).label) for way in self.facts.policy.modes]
        offer_choices(self, "mode", [*offered, (NO_PREFERENCE, _("No preference"))])
        self.fields["open"].marks_optional = False  # type: ignore[attr-defined]
        self._fill_in()

    def _fill_in(self) -> None:
        latest = self.facts.choices.get(self.target.pk)
        if latest is None:
            return
        self.initial.update({name: text for name, text in latest.wishes.items() if text})
        self.initial.update(
            takes_part=latest.takes_part,
            mode=latest.mode,
            open=[name for name, text in latest.wishes.items() if not text],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for wish in Wish:
            is_open = wish.value in data.get("open", ())
            text = data.get(wish.value, "")
            if not text and not is_open and data.get("takes_part"):
                self.add_error(wish.value, _("Write what they chose, or tick it under “No preference about”"))
            if text and is_open:
                self.add_error(
                    wish.value, _("This is ticked under “No preference about” too. Keep one of the two")
                )
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "takes_part": data["takes_part"],
            "mode": data["mode"],
            "wishes": {wish.value: data[wish.value] for wish in Wish},
        }
