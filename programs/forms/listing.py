"""What is asked for the public directory: one part of the listing, a public site, a confidential one, a claim."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from network.directory.points import postal_place
from network.directory.vocabulary import FACETS, AgencyType, Answer, Capacity
from programs.forms.fields import EmailField, PhoneField, with_blank
from programs.listing.document import answer_key, tells_a_door
from programs.listing.parts import TEXT_LABELS, Part, answers_of_part, names_of, texts_of
from programs.meanwhile import changed, mark_of, read_mark
from programs.models import Program

NOT_STATED = _("Not stated")
LONGEST_WAIT = 730
"""Days."""
COUNTRIES = (
    ("US", _("United States")),
    ("CA", _("Canada")),
    ("GB", _("United Kingdom")),
    ("AU", _("Australia")),
    ("NZ", _("New Zealand")),
    ("IE", _("Ireland")),
)


def _long(name: str, hint: Any) -> forms.Field:
    return forms.CharField(
        label=TEXT_LABELS[name],
        help_text=hint,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _agency_type(name: str) -> forms.Field:
    choices = with_blank(AgencyType.choices, NOT_STATED)
    return forms.ChoiceField(label=TEXT_LABELS[name], choices=choices, required=False)


def _capacity(name: str) -> forms.Field:
    choices = [*Capacity.choices, ("", NOT_STATED)]
    return forms.ChoiceField(
        label=TEXT_LABELS[name], choices=choices, widget=forms.RadioSelect, required=False
    )


def _website(name: str) -> forms.Field:
    return forms.URLField(
        label=TEXT_LABELS[name],
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, such as https://www.example.org")},
    )


def _waiting(name: str) -> forms.Field:
    wrong = _("Enter a whole number of days from 0 to 730, or nothing")
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    widget.component_parameters = {"suffix": _now("days")}  # type: ignore[attr-defined]
    return forms.IntegerField(
        label=TEXT_LABELS[name],
        help_text=_("From the referral to the first talk. Leave it empty if you cannot say."),
        min_value=0,
        max_value=LONGEST_WAIT,
        required=False,
        widget=widget,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


FIELDS: dict[str, Callable[[str], forms.Field]] = {
    "agency_type": _agency_type,
    "description": lambda name: _long(name, _("Write nothing about a case.")),
    "how_to_refer": lambda name: _long(name, _("For example: courts send the order, everybody else calls.")),
    "capacity": _capacity,
    "waiting_days": _waiting,
    "email": lambda name: EmailField(label=TEXT_LABELS[name], max_length=200),
    "website": _website,
}
"""The fields of texts that are not one short line."""


def _field_of(name: str) -> forms.Field:
    if name in FIELDS:
        return FIELDS[name](name)
    return forms.CharField(label=TEXT_LABELS[name], max_length=300, required=False)


def _answer_field(facet: str, value: str) -> forms.Field:
    given = [Answer.YES, Answer.NO, *([Answer.ASSESS] if FACETS[facet].may_assess else [])]
    return forms.ChoiceField(
        label=cast("Any", dict(FACETS[facet].values)[value]),
        choices=[*((each.value, each.label) for each in given), ("", NOT_STATED)],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        required=False,
    )


class KnowsWhatItShowed(forms.Form):
    """A form that is sent after somebody else changed the same thing takes nothing of theirs back."""

    marks_optional = False
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    asked: list[str]

    def _show(self, there: Mapping[str, Any]) -> None:
        self.initial["shown"] = mark_of({name: there.get(name, "") for name in self.asked})

    def shown_before(self) -> dict[str, str]:
        """Return what the form showed that was sent, of each thing it asked for."""
        read = read_mark(self.cleaned_data["shown"])
        return {name: read.get(name, "") for name in self.asked}

    def values(self) -> dict[str, Any]:
        """Return what was entered."""
        return {name: self.cleaned_data[name] for name in self.asked}

    def sent(self) -> set[str]:
        """Return the names of what the sender changed."""
        return changed(self.shown_before(), self.values())

    def told(self, name: str, value: Any) -> str:
        """Return a value of one of its fields in words."""
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        if value in ("", None):
            return str(NOT_STATED)
        return choices.get(str(value), str(value))


class ListingPartForm(KnowsWhatItShowed):
    """One part of the listing; each answer is yes, no or not stated."""

    def __init__(self, *args: Any, part: Part, program: Program, **kwargs: Any):
        there = program.listing_draft
        self.part, self.asked = part, names_of(part, program)
        kept = {name: there.get(name, "") for name in self.asked}
        kwargs["initial"] = kept | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.texts = texts_of(part, program)
        self.answers = list(answers_of_part(part, program))
        for name in self.texts:
            self.fields[name] = _field_of(name)
        for facet, value in self.answers:
            self.fields[answer_key(facet, value)] = _answer_field(facet, value)
        self._show(there)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return the answers by facet, each with the facet's name."""
        return [
            {
                "label": FACETS[facet].label,
                "fields": [self[answer_key(each, value)] for each, value in self.answers if each == facet],
            }
            for facet in dict.fromkeys(facet for facet, _value in self.answers)
        ]

    @property
    def plain(self) -> list[forms.BoundField]:
        """Return the texts."""
        return [self[name] for name in self.texts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("waiting_days") is not None and data.get("capacity") == Capacity.CLOSED:
            self.add_error("waiting_days", _now("Whoever takes no cases has no waiting time. Leave it empty"))
        if (website := data.get("website")) and not website.startswith(("https://", "http://")):
            self.add_error("website", _now("Enter a web address, such as https://www.example.org"))
        return data


class PublicSiteForm(KnowsWhatItShowed):
    """A place where everybody may come."""

    asked = ("name", "address", "city", "state", "postal_code", "country", "telephone")  # type: ignore[assignment]

    name = forms.CharField(label=_("Name of the place, if it has one"), max_length=120, required=False)
    address = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        error_messages={"required": _("Enter the street and number")},
    )
    city = forms.CharField(label=_("Town"), max_length=100, error_messages={"required": _("Enter the town")})
    state = forms.CharField(label=_("State or province"), max_length=60, required=False)
    postal_code = forms.CharField(
        label=_("Postal code"),
        help_text=_("Distances are measured from the middle of its area, never from your door."),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"required": _("Enter the postal code")},
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    telephone = PhoneField(
        label=_("Telephone number of this place"), help_text=_("If it is another than the program’s.")
    )

    def __init__(self, *args: Any, site: Mapping[str, Any] | None = None, **kwargs: Any):
        kwargs["initial"] = {"country": "US", **(site or {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._show(site or {})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = data.get("postal_code")
        # Of other countries we know no postal codes, so none can be wrong.
        if code and data.get("country") in ("US", "CA") and postal_place(code) is None:
            self.add_error("postal_code", _now("There is no such postal code. Check the figures"))
        return data

    def site(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"is_confidential": False, **self.values()}


class SecretSiteForm(KnowsWhatItShowed):
    """A place whose address is told to nobody: it is not asked for."""

    asked = ("area", "telephone")  # type: ignore[assignment]

    area = forms.CharField(
        label=_("Area"),
        help_text=_("In words, as wide as is safe: “Northern Ramsey County”. Never a street or a building."),
        max_length=120,
        error_messages={"required": _("Enter the area")},
    )
    telephone = PhoneField(
        label=_("Telephone number"),
        required=True,
        error_messages={"required": _("Enter a telephone number: there is no other way to this site")},
    )

    def __init__(self, *args: Any, site: Mapping[str, Any] | None = None, **kwargs: Any):
        kwargs["initial"] = {**(site or {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._show(site or {})

    def clean_area(self) -> str:
        area: str = self.cleaned_data["area"]
        if tells_a_door(area):
            raise ValidationError(_("An area has no number. Write it in words, and no street or building"))
        return area

    def site(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"is_confidential": True, **self.values()}


class ClaimForm(forms.Form):
    account = forms.CharField(
        label=_("How can we know that this listing is about you?"),
        help_text=_(
            "For example: whom we can call at the number that it shows, or since when you have had that name. "
            "Write nothing about a case."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write how we can know that this listing is about you")},
    )
