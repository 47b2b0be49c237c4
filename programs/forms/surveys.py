"""What is asked in a survey, made from the catalogue: on somebody's own page, in a script, and from paper."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateInput
from programs.forms.fields import FormKeyField
from programs.forms.shared_way import offer_shared_reason, shared_reason_field
from programs.forms.step import StepForm
from programs.models.contact import Channel
from programs.models.survey import Group, Moment, Side, SurveyState, Way
from programs.surveys.instruments import NOT_KNOWN, Item, Kind

LONGEST = 2000


class ItemsForm(forms.Form):
    """Some items of an instrument, in words to one side; nobody has to answer any of them."""

    is_required = False

    def __init__(self, *args: Any, items: Iterable[Item], side: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        for item in self.items:
            self.fields[item.id] = field = _field(item, Side(side), is_required=self.is_required)
            field.marks_optional = False  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, int]:
        """Return the numbers that were given, by item; call it when the form is valid."""
        counted = (item.id for item in self.items if item.kind != Kind.WORDS)
        return {name: value for name in counted if (value := self.cleaned_data.get(name)) is not None}

    @property
    def words(self) -> str:
        """Return what was written where words are asked for."""
        return next((self.cleaned_data[each.id] for each in self.items if each.kind == Kind.WORDS), "")


def _field(item: Item, side: Side, *, is_required: bool) -> forms.Field:
    label: Any = item.words[side]
    if item.kind == Kind.WORDS:
        widget = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(label=label, widget=widget, required=False, max_length=LONGEST)
    if item.kind == Kind.SCALE:
        choices = list(zip(item.values, item.labels, strict=True))
    elif item.kind == Kind.YES_NO:
        choices = [(1, _("Yes")), (0, _("No"))]
    else:
        choices = list(enumerate(item.labels))
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=is_required,
        error_messages={"required": _("Choose one")},
    )


class TypedForm(ItemsForm):
    """What somebody answered by telephone or on paper."""

    way = forms.ChoiceField(
        label=_("How did they answer?"),
        choices=[(Way.PHONE.value, Way.PHONE.label), (Way.PAPER.value, Way.PAPER.label)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.answers and not self.words:
            raise forms.ValidationError(
                _now("Nothing is answered. If they do not want to answer, note that instead")
            )
        return data


class OffenceForm(ItemsForm):
    """Whether there is a new offense, and where that is known from."""

    is_required = True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["offence_source"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer = data.get("new_offence")
        if answer not in (None, NOT_KNOWN) and data.get("offence_source") is None:
            self.add_error("offence_source", _("Say where this is known from"))
        if answer == NOT_KNOWN:
            data["offence_source"] = None
        return data


class GroupForm(forms.Form):
    """Whose form it is, before its questions are shown: somebody without a case."""

    side = forms.ChoiceField(label=_("Who answered?"), choices=Side.choices, widget=forms.RadioSelect)
    moment = forms.ChoiceField(label=_("Which form is it?"), choices=Moment.choices, widget=forms.RadioSelect)
    group = forms.ChoiceField(label=_("Which group?"), choices=Group.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Choose one")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("moment") == Moment.FOLLOW_UP and data.get("side") == Side.HARMED:
            self.add_error("moment", _("New offenses are those of a person responsible"))
        if data.get("moment") == Moment.BEFORE and data.get("group") == Group.COMPARISON:
            self.add_error("moment", _("Without a mediation there is one form only: afterwards"))
        return data


class _Dated(forms.Form):
    form_key = FormKeyField()
    day = forms.DateField(
        label=_("On which day was it answered?"),
        help_text=_(
            "The figures count it in the period of this day. If you only know the month, take its first."
        ),
        widget=DateInput,
        error_messages={"required": _("Enter the day"), "invalid": _("Enter a day that exists")},
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_now("Enter a day that is not ahead"))
        return day


class AddedForm(_Dated, ItemsForm):
    """The form of somebody without a case."""

    field_order = ("form_key", "day")


class AddedOffenceForm(_Dated, OffenceForm):
    """What became of somebody without a case."""

    field_order = ("form_key", "day")


class OfferForm(StepForm):
    """By which way somebody is asked."""

    form_key = FormKeyField()
    way = forms.ChoiceField(
        label=_("How do you ask?"),
        choices=[(way.value, way.label) for way in (Way.OWN_PAGE, Way.PHONE, Way.PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )
    reason = shared_reason_field()

    def prepare(self) -> None:
        offer_shared_reason(self, Channel.EMAIL)


class AsideForm(forms.Form):
    """Why somebody is not asked any more."""

    state = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (each.value, each.label)
            for each in (SurveyState.DECLINED, SurveyState.UNREACHED, SurveyState.UNSUITABLE)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )
    reason = forms.CharField(
        label=_("If it is not suitable: why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].marks_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == SurveyState.UNSUITABLE and not data.get("reason"):
            self.add_error("reason", _("Write why it is not suitable"))
        return data
