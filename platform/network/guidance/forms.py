"""Forms of what networks publish: one setting of a template, its publication, and a resource."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.guidance.actions.templates import NOTICE
from network.guidance.catalogue import Setting, catalogue
from network.guidance.courses import LONGEST_LINK, BadCourse, Course, Form
from network.guidance.models import Demand
from network.guidance.reading import LARGEST, BadList, read_list

LONGEST = 2000
SHORT = 120


class WhyForm(forms.Form):
    """Why something is published or taken back, as the members read it."""

    why = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "The members read it beside each setting. Write nothing about one of them, and about no case."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why, so that the members know")},
    )


class PublishForm(WhyForm):
    """The same, with the day from which what is required holds."""

    holds_from = forms.DateField(
        label=_("First day on which what is required holds"),
        help_text=_(
            "Two weeks away at least where something is newly required: until then each member sees what would change."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter a day"), "invalid": _("Enter a day, such as 2026-12-31")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["holds_from"].initial = today + NOTICE


class SettingForm(forms.Form):
    """How much is asked of one setting, and which value."""

    demand = forms.ChoiceField(
        label=_("How much do you ask for it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )

    def __init__(self, *args: Any, setting: Setting, asked: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.setting = setting
        offered = [each for each in Demand if each != Demand.REQUIRED or setting.has_minimum]
        choices = [("none", _("Nothing: members decide")), *((each.value, each.label) for each in offered)]
        field = self.fields["demand"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = asked["demand"] if asked else "none"
        own = catalogue().fields(setting.id, asked["value"] if asked else None)
        for name, each in own.items():
            # What nobody asks for needs no value.
            each.required = False
            self.fields[name] = each

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("demand") not in (None, "none") and not self.errors:
            data["value"] = read_value(self, self.setting.id, data)
        return data

    def asked(self) -> tuple[str, Any]:
        """Return the demand, empty for none, and the value."""
        demand = self.cleaned_data["demand"]
        return ("", None) if demand == "none" else (demand, self.cleaned_data["value"])


class ResourceForm(forms.Form):
    """What a resource is called, what it is good for, and its settings."""

    name = forms.CharField(
        label=_("Name"), max_length=SHORT, error_messages={"required": _("Enter a name for it")}
    )
    about = forms.CharField(
        label=_("What it is good for"),
        help_text=_("The members read it. Write nothing about a case."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: str, body: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.names = catalogue().of_kind(kind)
        for each in self.names:
            self.fields.update(catalogue().fields(each, (body or {}).get(each)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            data["body"] = {each: read_value(self, each, data) for each in self.names}
        return data


class CourseForm(forms.Form):
    """A course: what it is called, and all that somebody asks before they go."""

    name = forms.CharField(
        label=_("Title"), max_length=SHORT, error_messages={"required": _("Enter the title of the course")}
    )
    about = forms.CharField(
        label=_("What it is good for"),
        help_text=_("The members read it. Write nothing about a case."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = forms.CharField(
        label=_("Hours"), max_length=10, error_messages={"required": _("Enter how many hours it takes")}
    )
    form = forms.ChoiceField(label=_("Where it is given"), choices=Form.choices, widget=forms.RadioSelect)
    language = forms.CharField(label=_("Language it is given in"), max_length=SHORT)
    provider = forms.CharField(label=_("Who gives it"), max_length=SHORT)
    link = forms.CharField(
        label=_("Page with more about it"),
        help_text=_("An address that begins with https://"),
        required=False,
        max_length=LONGEST_LINK,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["body"] = Course.read(data).as_json()
            except BadCourse as bad:
                self.add_error(bad.column, ValidationError(bad.words))
        return data


class ListForm(forms.Form):
    """A list of resources, as a file or as text."""

    marks_optional = False
    problems: Sequence[str] = ()
    """What is wrong with the list, line by line."""

    file = forms.FileField(label=_("File (CSV or JSON)"), required=False)
    text = forms.CharField(
        label=_("Or the list itself"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the list; the text of a file is put into the box, so that it can be mended there."""
        data = super().clean() or {}
        file = data.get("file")
        text = _text_of(file) if file else data.get("text", "")
        if file and file.size > LARGEST:
            self.add_error("file", _("This file is too large for a list. Bring it in parts"))
        elif text is None:
            self.add_error(
                "file", _("This file is no text in UTF-8. Save it as CSV (UTF-8), and choose it again")
            )
        elif not text.strip():
            self.add_error("text", _("Choose a file, or put the list here"))
        else:
            self.data = {**dict(self.data.items()), "text": text}
            try:
                data["found"] = read_list(text)
            except BadList as bad:
                self.problems = bad.problems
                self.add_error("text", _("Mend what is said above, and publish it again"))
        return data


def _text_of(file: Any) -> str | None:
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def read_value(form: forms.Form, name: str, data: dict[str, Any]) -> Any:
    """Return the value that the fields of a setting say; the form says in words why it is none."""
    try:
        return catalogue().read(name, data)
    except ValueError as error:
        first = name if name in form.fields else None
        form.add_error(first, ValidationError(str(error)))
        return None
