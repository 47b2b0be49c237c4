"""What is asked about the people of a case."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import time_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.actions.referrals import Person
from programs.consent_texts import points_of, version_for
from programs.forms.fields import (
    EmailField,
    FormKeyField,
    PhoneField,
    offer_choices,
    offer_rows,
    with_blank,
)
from programs.forms.safe_contact import SafeHoursForm
from programs.forms.shared_way import offer_shared_reason, shared_reason_field
from programs.forms.step import StepForm
from programs.meanwhile import changed, details_of, mark_of, read_mark
from programs.models import Office, Participant, Program
from programs.models.consent import ConsentForm
from programs.models.contact import Channel
from programs.models.participant import Role


class PersonForm(SafeHoursForm):
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Enter the name of this person")}
    )
    phone = PhoneField(label=_("Telephone number"))
    email = EmailField(label=_("E-mail address"))
    address = forms.CharField(
        label=_("Address"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=500
    )
    contact_note = forms.CharField(
        label=_("When and how is it safe to reach this person?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )
    unsafe_channels = forms.MultipleChoiceField(
        label=_("Ways that are not safe"),
        help_text=_("Tick each way that must never be used. The program refuses to record a contact by it."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    leave_no_message = forms.BooleanField(label=_("Never leave a message"), required=False)
    caller_words = forms.CharField(
        label=_("How do you name yourself when you call?"),
        help_text=_("Words that say nothing to whoever else may answer."),
        max_length=200,
        required=False,
    )
    pass_phrase = forms.CharField(
        label=_("Pass phrase"),
        help_text=_(
            "Ask for it on the telephone before you say anything else, so that you know who answers."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    never_do = forms.CharField(
        label=_("What must never be done?"),
        help_text=_("For example: never come to the house, never speak with the brother."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=with_blank(settings.LANGUAGES, _("Not known")), required=False
    )
    is_organisation = forms.BooleanField(
        label=_("This is an organization"),
        help_text=_("A shop or a school that was harmed. Somebody who speaks for it consents and chooses."),
        required=False,
    )
    is_registered = forms.TypedChoiceField(
        label=_("Registered as a victim with the authority"),
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
    )
    supervised_by = forms.ModelChoiceField(
        label=_("Office that supervises, prosecutes or polices this person"),
        queryset=Office.objects.none(),
        empty_label=_("None that we know of"),
        help_text=_("Nobody from this office can mediate in this case."),
        required=False,
    )

    field_order = (
        "role",
        "name",
        "phone",
        "email",
        "address",
        "contact_note",
        "unsafe_channels",
        "leave_no_message",
    )

    def __init__(self, *args: Any, program: Program, role: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_rows(self, "supervised_by", Office.objects.all())
        # Where cases come from after the sentence, victims are registered with the authority, or not.
        if program.preset != "correctional":
            del self.fields["is_registered"]
        if role and role != Role.VICTIM:
            del self.fields["is_organisation"]

    def person(self) -> Person:
        """Return what was told; what was not asked here stays as it was."""
        known = {**self.initial, **self.cleaned_data}
        return Person(**{name: known[name] for name in Person.__dataclass_fields__ if name in known})


class KnownPersonForm(PersonForm):
    """The details of somebody as they are on record; it knows what it showed, whenever it is sent."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, participant: Participant, program: Program, **kwargs: Any):
        self.there = details_of(participant)
        kwargs["initial"] = self.there | kwargs.get("initial", {})
        super().__init__(*args, program=program, role=participant.role, **kwargs)
        self.asked = [name for name in self.there if name in self.fields]
        self.initial["shown"] = mark_of({name: self.there[name] for name in self.asked})

    def shown_before(self) -> dict[str, str]:
        """Return what the form showed that was sent, of each thing it asked for."""
        return dict.fromkeys(self.asked, "") | read_mark(self.cleaned_data["shown"])

    def sent(self) -> dict[str, Any]:
        """Return what the sender changed."""
        names = changed(self.shown_before(), self.cleaned_data)
        return {name: self.cleaned_data[name] for name in names}

    def told(self, name: str, value: Any) -> str:
        """Return a value of one of its fields in words."""
        if isinstance(value, bool):
            return _now("Yes") if value else _now("No")
        if isinstance(value, time):
            return time_format(value)
        names = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        if isinstance(value, list):
            return ", ".join(names[str(each)] for each in value) or _now("Nothing")
        return names.get(str(value), str(value)) if value else _now("Nothing")


class NewPersonForm(PersonForm):
    role = forms.ChoiceField(
        label=_("Part in this case"), error_messages={"required": _("Choose the part of this person")}
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        super().__init__(*args, program=program, **kwargs)
        offer_choices(self, "role", with_blank((role, program.word_for(role)) for role in Role))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_organisation") and data.get("role") != Role.VICTIM:
            self.add_error("is_organisation", _("Only what was harmed can be an organization here"))
        return data


class ConsentRecordForm(StepForm):
    form = forms.ChoiceField(
        label=_("How was it given?"),
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the consent was given")},
    )
    language = forms.ChoiceField(label=_("In which language was the text?"), choices=settings.LANGUAGES)
    witness = forms.CharField(
        label=_("Witness"),
        help_text=_("Who saw it signed on paper, if somebody did."),
        max_length=200,
        required=False,
    )
    is_free = forms.BooleanField(
        label=_("This person understood what will happen, agreed freely, and knows how to stop at any time"),
        error_messages={"required": _("Confirm that the consent is free and informed")},
    )

    shown_before = "programs/consent_shown.html"

    def prepare(self) -> None:
        self.initial["language"] = self.target.language or "en"
        self.text_version = version_for(self.target)

    @property
    def texts(self) -> list[dict[str, Any]]:
        """Return what is agreed to in each language; theirs is open."""
        return [
            {
                "language": code,
                "label": label,
                "points": points_of(self.text_version, code),
                "is_theirs": code == self.initial["language"],
            }
            for code, label in settings.LANGUAGES
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("witness") and data.get("form") == ConsentForm.E_SIGN:
            self.add_error("witness", _("Only a consent on paper has a witness. Leave this empty"))
        return data

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("form", "language", "witness")}


class LinkForm(StepForm):
    form_key = FormKeyField()
    reason = shared_reason_field()
    is_safe = forms.BooleanField(
        label=_("Nobody else reads this address, or this person told us that it is safe all the same"),
        error_messages={"required": _("Ask the person first, and confirm that the address is safe")},
    )

    def prepare(self) -> None:
        offer_shared_reason(self, Channel.EMAIL)

    def answers(self) -> dict[str, Any]:
        return {"form_key": self.cleaned_data["form_key"], "reason": self.cleaned_data["reason"]}
