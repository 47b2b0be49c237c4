"""Forms of agencies: asked for, described, their people, and what to list."""

import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.accounts.forms import email_field
from network import places
from network.agencies.models import AgencyKind, ReceiptStatus


class AgencyForm(forms.Form):
    """What an agency is."""

    name = forms.CharField(
        label=_("What is your agency called?"),
        help_text=_("Its whole name, for example Lakeview Juvenile Court."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of your agency")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of agency is it?"),
        choices=AgencyKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of agency it is")},
    )
    place = forms.CharField(
        label=_("Where is it?"),
        help_text=_("Town and state or province, for example Elkhart, Indiana."),
        max_length=120,
        error_messages={"required": _("Enter where the agency is")},
    )


class ChangeForm(AgencyForm):
    """What an agency is, and who there sees what it sent."""

    shares_receipts = forms.ChoiceField(
        label=_("Who sees what the agency sent?"),
        choices=[
            ("yes", _("Everybody of the agency")),
            ("no", _("Whoever sent it, and who manages the agency")),
        ],
        widget=forms.RadioSelect,
    )

    def answers(self) -> dict[str, Any]:
        """Return what `change_agency` takes."""
        return self.cleaned_data | {"shares_receipts": self.cleaned_data["shares_receipts"] == "yes"}


def _name_field(label: Any, missing: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=150, error_messages={"required": missing})


class AskForm(AgencyForm):
    """An agency that wants an account, and who asks for it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    person = _name_field(_("Your name"), _("Enter your name"))
    email = email_field(_("Your e-mail address at work"))
    website = forms.CharField(label=_("Leave this box empty"), required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this box empty: only machines fill it in"))
        return ""

    @property
    def visible(self) -> list[Any]:
        """Return the fields that people fill in."""
        return [self[name] for name in self.fields if name not in ("form_key", "website")]

    def answers(self) -> dict[str, Any]:
        """Return what `ask_for_agency` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class RegisterForm(AgencyForm):
    """An agency that an operator knows, and who will manage it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # The operator speaks of somebody else's.
        self.fields["name"].label = _("What is the agency called?")
        self.fields["name"].error_messages["required"] = _("Enter the name of the agency")

    person = _name_field(_("Who will manage it?"), _("Enter who will manage it"))
    email = email_field(_("Their e-mail address at work"), autocomplete="off")
    language = forms.ChoiceField(label=_("Language of the message to them"), choices=settings.LANGUAGES)


class InviteForm(forms.Form):
    """Somebody who shall work for an agency."""

    name = _name_field(_("Name"), _("Enter a name"))
    email = email_field(_("E-mail address"), autocomplete="off")
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    is_manager = forms.BooleanField(
        label=_("This person manages the agency too"),
        help_text=_("They invite and remove people, and see all that the agency sent."),
        required=False,
    )


class ReceiptsForm(forms.Form):
    """Which of the agency's referrals to list."""

    status = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=(
            ("", _("All referrals")),
            ("late", _("Answer is late")),
            *ReceiptStatus.choices,
        ),
    )
    program = forms.TypedChoiceField(
        label=_("Program"), required=False, coerce=uuid.UUID, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, programs: dict[uuid.UUID, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = sorted(programs.items(), key=lambda each: each[1])
        choices = [("", _("All programs")), *((str(key), name) for key, name in named)]
        self.fields["program"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """Of which year the numbers are."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=())

    def __init__(self, *args: Any, years: list[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(each, each) for each in years]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Which program is looked for."""

    words = forms.CharField(
        label=_("Name of the program, or a part of it"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": _("Enter the name of a program, or a part of it")},
    )


def _one_place(words: str) -> str:
    found = places.look_up(words)
    if len(found.places) == 1:
        return found.places[0].code
    near = "; ".join(place.name for place in (found.places or found.nearly)[:5])
    if near:
        raise ValidationError(_("Say which one you mean: %(names)s") % {"names": near})
    raise ValidationError(_("We know no place of this name. Check its spelling"))


class PlaceForm(forms.Form):
    """A place to keep at hand."""

    place = forms.CharField(
        label=_("Which place?"),
        help_text=_("County, state or court, for example Ramsey County, Minnesota."),
        max_length=100,
        error_messages={"required": _("Enter a place")},
    )

    def clean_place(self) -> str:
        """Return the code of the one place that is meant."""
        return _one_place(self.cleaned_data["place"])


# A scheme, a host with a dot, perhaps a port; nothing that could end a header or widen a policy.
ORIGIN = re.compile(r"https://(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")
MOST_ORIGINS = 10


class WidgetForm(forms.Form):
    """A place, and the websites that may show its programs."""

    place = forms.CharField(
        label=_("Which place?"),
        help_text=_("County, state or court, for example Ramsey County, Minnesota."),
        max_length=100,
        error_messages={"required": _("Enter a place")},
    )
    ancestors = forms.CharField(
        label=_("Which websites may show it?"),
        help_text=_("One on each line, for example https://www.court.example"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        max_length=2_000,
        error_messages={"required": _("Enter the address of your website")},
    )

    def clean_place(self) -> str:
        """Return the code of the one place that is meant."""
        return _one_place(self.cleaned_data["place"])

    def clean_ancestors(self) -> list[str]:
        """Return the origins, each once; a path behind one is left out."""
        found = [_origin(line) for line in self.cleaned_data["ancestors"].split()]
        if len(found) > MOST_ORIGINS:
            raise ValidationError(_("Enter at most %(most)s websites") % {"most": MOST_ORIGINS})
        return list(dict.fromkeys(found))

    def answers(self) -> dict[str, Any]:
        """Return what `make_widget` takes."""
        return self.cleaned_data


def _origin(address: str) -> str:
    scheme, slashes, rest = address.strip().lower().partition("://")
    origin = f"{scheme}://{rest.split('/')[0]}" if slashes else f"https://{address.lower().split('/')[0]}"
    if not ORIGIN.fullmatch(origin):
        raise ValidationError(
            _("%(address)s is no address of a website. It begins with https://"), params={"address": address}
        )
    return origin


class KeyForm(forms.Form):
    """A key for software of the agency."""

    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("For example: the court’s case system. You will know the key by this name."),
        max_length=100,
        error_messages={"required": _("Enter what the key is for")},
    )
