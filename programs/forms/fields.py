"""Fields that several forms share."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FormKeyField(forms.UUIDField):
    """A hidden key that is made with the empty form: however often it is sent, it is the same form."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any):
        super().__init__(**{"initial": uuid.uuid4, **kwargs})


FEWEST_DIGITS = 5


class PhoneField(forms.CharField):
    """A telephone number as people write it; only what can be no number is refused."""

    def __init__(self, **kwargs: Any):
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "tel", "class": "govuk-input--width-20"}
        )
        super().__init__(**{"max_length": 40, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        cleaned = super().clean(value)
        if cleaned and sum(character.isdigit() for character in cleaned) < FEWEST_DIGITS:
            raise ValidationError(_("Enter a telephone number, such as 555 0100 12 34"))
        return cleaned


class EmailField(forms.EmailField):
    def __init__(self, **kwargs: Any):
        widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        messages = {"invalid": _("Enter an e-mail address, such as name@example.org")}
        super().__init__(**{"required": False, "widget": widget, "error_messages": messages, **kwargs})


class ClockField(forms.TimeField):
    """A time of day in one short box."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
            **{"error_messages": {"invalid": _("Enter a time, such as 14:30 or 2:30 pm")}, **kwargs},
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.upper().replace(".M.", "M") if isinstance(value, str) else value)


class YesNoField(forms.TypedChoiceField):
    """A question that is answered with yes or no, and not by leaving a box empty."""

    def __init__(self, *, required_message: Any, **kwargs: Any):
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            error_messages={"required": required_message},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


def offer_choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a field of a form its choices, which depend on the program."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def offer_rows(form: forms.Form, name: str, rows: Any) -> None:
    """Give a field of a form the rows to choose from."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def with_blank(choices: Any, text: Any = None) -> list[tuple[str, Any]]:
    """Return choices with an empty first one, so that nothing is chosen by accident."""
    return [("", text or _("Choose …")), *choices]
