"""What is asked about the people of a case."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programs.actions.referrals import Person
from programs.forms.fields import (
    EmailField,
    FormKeyField,
    PhoneField,
    offer_choices,
    offer_rows,
    with_blank,
)
from programs.forms.step import StepForm
from programs.models import Office, Program
from programs.models.consent import ConsentForm
from programs.models.contact import Channel
from programs.models.participant import Role


class PersonForm(forms.Form):
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
    language = forms.ChoiceField(
        label=_("Language"), choices=with_blank(settings.LANGUAGES, _("Not known")), required=False
    )
    supervised_by = forms.ModelChoiceField(
        label=_("Office that supervises, prosecutes or polices this person"),
        queryset=Office.objects.none(),
        empty_label=_("None that we know of"),
        help_text=_("Nobody from this office can mediate in this case."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_rows(self, "supervised_by", Office.objects.all())

    def person(self) -> Person:
        data = self.cleaned_data
        return Person(**{name: data[name] for name in Person.__dataclass_fields__})


class NewPersonForm(PersonForm):
    role = forms.ChoiceField(
        label=_("Part in this case"), error_messages={"required": _("Choose the part of this person")}
    )

    field_order = ("role",)

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_choices(self, "role", with_blank((role, program.word_for(role)) for role in Role))


class ConsentRecordForm(StepForm):
    form = forms.ChoiceField(
        label=_("How was it given?"),
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the consent was given")},
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    is_free = forms.BooleanField(
        label=_("This person understood what will happen, agreed freely, and knows how to stop at any time"),
        error_messages={"required": _("Confirm that the consent is free and informed")},
    )

    def prepare(self) -> None:
        self.initial["language"] = self.target.language or "en"

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("form", "language")}


class LinkForm(StepForm):
    form_key = FormKeyField()
    is_safe = forms.BooleanField(
        label=_("Nobody else reads this address, or this person told us that it is safe all the same"),
        error_messages={"required": _("Ask the person first, and confirm that the address is safe")},
    )

    def answers(self) -> dict[str, Any]:
        return {"form_key": self.cleaned_data["form_key"]}
