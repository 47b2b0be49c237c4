"""Forms of networks: a new one and who acts for it; its members, its words, and what a list shows."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.accounts.forms import email_field
from amends.accounts.models import TASKS_OF
from billing.forms import OfferForm
from network import places
from network.oversight.models import DUTIES, Network
from network.oversight.roster import CONFIRMED, KINDS, LISTINGS, OUT, STALE

LONGEST_WHY, LONGEST_TERMS, LONGEST_WORDS = 1_000, 20_000, 5_000


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A network, and where its invoices go."""

    email = forms.EmailField(label=_("E-mail address for invoices"))

    class Meta:
        model = Network
        fields: ClassVar[Any] = ("name", "level", "place")


class OfficerForm(forms.Form):
    """An account that is to act for a network."""

    email = forms.EmailField(label=_("E-mail address of the account"))


def _text(label: Any, missing: Any, longest: int, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class RosterForm(forms.Form):
    """Which members to list."""

    words = forms.CharField(label=_("Name or place"), required=False, max_length=60)
    group = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=(
            ("", _("Members")),
            ("waiting", _("Invited, asking or offered")),
            ("over", _("Former members, and what came to nothing")),
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *KINDS.items()])
    listing = forms.ChoiceField(
        label=_("Listing"),
        required=False,
        choices=[
            ("", _("However it stands")),
            *((each, LISTINGS[each]) for each in (CONFIRMED, STALE, OUT)),
            ("none", _("Not shared")),
        ],
    )
    payer = forms.ChoiceField(
        label=_("Who pays"),
        required=False,
        choices=(("", _("Anybody")), ("network", _("This network")), ("others", _("Others"))),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the usual is asked for."""
        return self.is_bound and self.is_valid() and any(self.cleaned_data.values())


class WhyForm(forms.Form):
    """Why, in words that the other side reads."""

    why = _text(
        _("What do you write to them?"),
        _("Write to them why"),
        LONGEST_WHY,
        5,
        _("They read exactly this. Nothing about anybody in a case."),
    )


class InviteProgramForm(OfferForm, WhyForm):
    """The program to be invited, by its address, and what it reads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"].error_messages["required"] = _("Enter the address of the program")
        self.order_fields(["address", "why"])


class AnswerForm(forms.Form):
    """Whether a program that asks is taken in."""

    accepted = forms.TypedChoiceField(
        label=_("Do you take it in?"),
        widget=forms.RadioSelect,
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Choose yes or no")},
    )
    why = forms.CharField(
        label=_("If not: what do you write to them?"),
        help_text=_("They read exactly this. Nothing about anybody in a case."),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the answer is no."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("accepted") is False and not cleaned.get("why"):
            self.add_error("why", _("Write to them why not"))
        return cleaned


class OfferMemberForm(WhyForm):
    """To which network a member is offered."""

    to = forms.ModelChoiceField(
        label=_("To which network?"),
        queryset=Network.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a network")},
    )
    field_order = ("to", "why")

    def __init__(self, network: Network, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        field.queryset = Network.objects.exclude(pk=network.pk).order_by("name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda each: each.name  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """What programs agree to when they join from now on."""

    text = _text(_("The new terms"), _("Write the terms"), LONGEST_TERMS, 15)


class DescribeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What everybody reads of a network, and where it works."""

    where = forms.CharField(
        label=_("Where does it work?"),
        help_text=_(
            "A state, a province or a country, for example Minnesota. We look there for places without a program."
        ),
        max_length=100,
        required=False,
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Network
        fields: ClassVar[Any] = ("about", "website", "contact_email", "takes_requests")
        widgets: ClassVar[Any] = {"about": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.place_code:
            self.initial["where"] = places.names_of([self.instance.place_code]).get(
                self.instance.place_code, ""
            )

    def clean_where(self) -> str:
        """Return the code of the one place that is meant; nothing for none."""
        typed = self.cleaned_data["where"].strip()
        if not typed or typed == self.initial.get("where"):
            return self.instance.place_code if typed else ""
        found = places.look_up(typed)
        if len(found.places) == 1:
            return found.places[0].code
        if near := "; ".join(place.name for place in (found.places or found.nearly)[:5]):
            raise ValidationError(_("Say which one you mean: %(names)s") % {"names": near})
        raise ValidationError(_("We know no place of this name. Check its spelling"))

    def answers(self) -> dict[str, Any]:
        """Return what `describe_network` takes."""
        told = dict(self.cleaned_data)
        return told | {"place_code": told.pop("where")}


class DutiesForm(forms.Form):
    """What somebody does for a network; one may do several things."""

    duties = forms.MultipleChoiceField(
        label=_("What does this person do?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(duty.value, TASKS_OF[duty]) for duty in DUTIES],
        error_messages={"required": _("Choose at least one")},
    )


class InvitePersonForm(DutiesForm):
    """Somebody who shall act for a network."""

    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Enter a name")})
    email = email_field(_("E-mail address"), autocomplete="off")
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language", "duties")


class AnnounceForm(forms.Form):
    """What is told to all members."""

    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Enter a title")})
    text = _text(_("Text"), _("Write what you want to tell"), LONGEST_WORDS, 10)


class YearForm(forms.Form):
    """Of which year a report is."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=())

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(each, each) for each in years]  # type: ignore[attr-defined]
