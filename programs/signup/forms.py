"""The form of sign-up: one page, and nothing that can be asked later."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField, with_blank
from programs.forms.zones import zone_choices
from programs.models.program import ProgramType
from programs.presets import PRESETS
from programs.signup.answers import Answers
from programs.signup.names import OBJECTIONS, objection_to, slug_of, suggestions

# Tracks that fit every type; by default a program starts with the preset of its own type.
OWN = "own"
SEVERE = {"severe_violence", "correctional"}


class SignUpForm(forms.Form):
    """What a program needs to begin."""

    form_key = FormKeyField()
    name = forms.CharField(
        label=_("What is your program called?"),
        max_length=120,
        error_messages={"required": _("Enter the name of your program")},
    )
    type = forms.ChoiceField(
        label=_("What kind of program is it?"),
        choices=ProgramType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of program it is")},
    )
    track = forms.ChoiceField(
        label=_("Which matters do you take?"),
        choices=[
            (OWN, _("Those that such programs usually take")),
            *((preset.id, preset.label) for preset in PRESETS.values() if preset.id in SEVERE),
        ],
        initial=OWN,
        widget=forms.RadioSelect,
        help_text=_("It decides what the program begins with. You can read every rule before you use it."),
        error_messages={"required": _("Choose which matters you take")},
    )
    place = forms.CharField(
        label=_("Where do you work?"),
        help_text=_("Town and state or province, for example Elkhart, Indiana."),
        max_length=120,
        error_messages={"required": _("Enter where you work")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=with_blank(zone_choices()),
        error_messages={"required": _("Choose a time zone")},
    )
    slug = forms.CharField(
        label=_("Address of your program"),
        help_text=_("Leave it empty, and we propose one. It cannot be changed later."),
        required=False,
        max_length=63,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    founder_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. We send one message to confirm it."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address, such as name@example.org"),
        },
    )
    terms = forms.BooleanField(
        label=_("I may act for this program, and I agree to the terms"),
        error_messages={"required": _("Agree to the terms to go on")},
    )
    website = forms.CharField(label=_("Leave this box empty"), required=False)

    def __init__(self, *args: Any, taken: list[str], domain: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.proposed = ""
        self.fields["slug"].widget.component_parameters = {"suffix": f".{domain}"}  # type: ignore[attr-defined]

    @property
    def visible(self) -> list[Any]:
        """Return the fields that people fill in."""
        return [self[name] for name in self.fields if name not in ("form_key", "website", "terms")]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this box empty: only machines fill it in"))
        return ""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalpha() for character in name):
            raise ValidationError(_("Enter the name of your program"))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name" in data and "slug" in data:
            written = (data["slug"] or "").strip().lower()
            data["slug"] = slug = written or slug_of(data["name"])
            if objection := objection_to(slug, self.taken) if slug else OBJECTIONS["nameless"]:
                self.refuse_name(objection.sentence)
            # Beside errors elsewhere nobody would see it; it is proposed once they are mended.
            if not written and (objection or not self.errors):
                self._propose(slug)
        return data

    def _propose(self, slug: str) -> None:
        """Put an address that we made into the box: it is for good, so it is seen first."""
        self.proposed = slug
        # `items` gives what was written; unpacked itself, a QueryDict would give lists.
        self.data = {**dict(self.data.items()), "slug": slug}

    def refuse_name(self, sentence: Any) -> None:
        """Say why the address cannot be had, and which can."""
        free = suggestions(self.cleaned_data.get("name", ""), self.cleaned_data.get("place", ""), self.taken)
        hint = _("Free, for example: {names}")
        offered = (
            format_lazy("{} {}", sentence, format_lazy(hint, names=", ".join(free))) if free else sentence
        )
        self.add_error("slug", offered)

    def answers(self) -> Answers:
        """Return what `sign_up` takes."""
        data = self.cleaned_data
        return Answers(
            name=data["name"],
            type=data["type"],
            preset=preset_of(data["type"], data["track"]),
            place=data["place"],
            time_zone=data["time_zone"],
            slug=data["slug"],
            founder_name=data["founder_name"],
            email=data["email"],
            language=get_language() or "en",
        )


def preset_of(kind: str, track: str) -> str:
    """Return the preset that a type of program begins with on a track; another kind begins as a community agency."""
    if track != OWN:
        return track
    return kind if kind in PRESETS else "community_agency"
