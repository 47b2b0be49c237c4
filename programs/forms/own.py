"""What is asked of a participant on their own page: one thing at a time, in words to them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programs.codes import DIGITS
from programs.forms.fields import YesNoField
from programs.forms.safe_contact import SafeHoursForm
from programs.models.choice import NO_PREFERENCE, Mode, Wish
from programs.models.contact import Channel
from programs.own_page import MODE, TAKES_PART, OwnPage

QUESTIONS: dict[str, tuple[Any, Any]] = {
    TAKES_PART: (
        _("Do you want this to go on?"),
        _("Any way counts: a meeting, letters, somebody else in your place. No is a full answer."),
    ),
    MODE: (_("Which way would be best for you?"), _("Meeting in one room is never a must.")),
    Wish.WHEN: (
        _("Which days and times are good for you?"),
        _("Say also what is never possible. Nobody else learns why."),
    ),
    Wish.WHERE: (
        _("Where would you feel safe?"),
        _("A room, a town, a kind of place; or where it must not be."),
    ),
    Wish.WHO: (_("Who may be in the room?"), _("The mediator is always there.")),
    Wish.SUPPORT: (
        _("Who comes along to support you?"),
        _("A friend, somebody of your family, somebody whose work this is. Or nobody."),
    ),
    Wish.SEATING: (
        _("How do you want to arrive and sit?"),
        _("For example: you come first, you sit near the door, you meet nobody on the way."),
    ),
    Wish.FIRST: (_("Who speaks first?"), _("You, the other person or the mediator.")),
    Wish.TOPICS: (
        _("What do you want to talk about?"),
        _("Questions that you have, what it did to you, what you want to hear."),
    ),
    Wish.NOT_TOPICS: (
        _("What do you not want to talk about?"),
        _("The mediator stops it if somebody begins to."),
    ),
    Wish.RESTITUTION: (
        _("Do you want to talk about making good?"),
        _("For example by money, work or an apology. You need not want any of it."),
    ),
    Wish.MAY_BE_TOLD: (
        _("What may we tell the other person beforehand?"),
        _("Of all that you write here, we tell them nothing else."),
    ),
    Wish.STOP: (
        _("How will you show that you want a break, or an end?"),
        _("A word, a sign with your hand, or you just stand up."),
    ),
}
"""Each question with its hint; staff read shorter ones (`programs.models.choice`)."""

MODES: dict[str, Any] = dict(Mode.choices) | {
    Mode.SURROGATE: _("Somebody else goes in my place"),
    NO_PREFERENCE: _("I leave this open"),
}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits"),
        help_text=_("We told you these by telephone or in person."),
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-5 govuk-input--extra-letter-spacing",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        ),
        max_length=20,
        error_messages={"required": _("Enter the six digits")},
    )

    def clean_code(self) -> str:
        """Take the digits as they are said: with blanks or strokes in between."""
        digits = "".join(each for each in self.cleaned_data["code"] if each.isdecimal())
        if len(digits) != DIGITS:
            raise forms.ValidationError(_("There are six digits. Check them and try again"))
        return digits


class AnswerForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("I have read this, and I agree of my own free will"),
        error_messages={"required": _("Tick the box if you agree. If you do not, you need not do anything")},
    )


class TakesPartForm(forms.Form):
    answer = YesNoField(label=QUESTIONS[TAKES_PART][0], required_message=_("Choose yes or no"))


class ModeForm(forms.Form):
    answer = forms.ChoiceField(
        label=QUESTIONS[MODE][0],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or skip this for now")},
    )


class WishForm(forms.Form):
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=1000, required=False)
    is_open = forms.BooleanField(label=_("I leave this open"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("words") and data.get("is_open"):
            self.add_error("is_open", _("You wrote something and left it open too. Keep one of the two"))
        elif not data.get("words") and not data.get("is_open") and "words" in data:
            self.add_error("words", _("Write something, or tick that you leave it open"))
        return data


def form_for(topic: str, page: OwnPage, data: Any) -> forms.Form:
    """Return the form of a question, filled in with what they chose before."""
    was = page.answer_to(topic)
    if topic == TAKES_PART:
        form: forms.Form = TakesPartForm(data, initial={"answer": was})
    elif topic == MODE:
        form = ModeForm(data, initial={"answer": was})
        ways = (*page.policy.modes, NO_PREFERENCE)
        form.fields["answer"].choices = [(way, MODES[way]) for way in ways]  # type: ignore[attr-defined]
    else:
        form = WishForm(data, initial={"words": was or "", "is_open": was == ""})
        form.fields["words"].label = QUESTIONS[topic][0]
        form.fields["words"].marks_optional = False  # type: ignore[attr-defined]
    name = next(iter(form.fields))
    form.fields[name].help_text = QUESTIONS[topic][1]
    return form


def answered(topic: str, form: forms.Form, page: OwnPage) -> dict[str, Any]:
    """Return all choices with this answer in them, as the action takes them; what is not answered yet stays so."""
    before, data = page.choice, form.cleaned_data
    choices: dict[str, Any] = {
        "takes_part": before.takes_part if before else True,
        "mode": before.mode if before else "",
        "wishes": dict(before.wishes) if before else {},
    }
    if topic in (TAKES_PART, MODE):
        return choices | {topic: data["answer"]}
    return choices | {"wishes": choices["wishes"] | {topic: data["words"]}}


class WaysForm(SafeHoursForm):
    unsafe_channels = forms.MultipleChoiceField(
        label=_("Which ways must we never use?"),
        help_text=_(
            "Tick each way that is not safe, because somebody listens, reads along or opens your mail. "
            "Without e-mail we cannot send you links to this page; call us then."
        ),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    leave_no_message = forms.BooleanField(
        label=_("Never leave a message for me, with anybody or on any machine"), required=False
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write and talk?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("unsafe_channels", "safe_days", "safe_from", "safe_until"):
            self.fields[name].marks_optional = False  # type: ignore[attr-defined]

    field_order = ("unsafe_channels", "leave_no_message")

    def clean_unsafe_channels(self) -> list[str]:
        unsafe: list[str] = self.cleaned_data["unsafe_channels"]
        if len(unsafe) == len(Channel.choices):
            raise forms.ValidationError(_("Leave at least one way by which we can reach you"))
        return unsafe
