"""The public referral form, and the forms of those who decide about a referral."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.actions.referrals import Person
from programs.forms.fields import EmailField, FormKeyField, PhoneField, offer_choices, with_blank
from programs.models import Program, ReferralSource
from programs.models.referral import (
    DECLINE_GROUP_OF,
    OFFICE_OF,
    DeclineGroup,
    DeclineReason,
    OffenceClass,
    ReferralStage,
    ReferrerClass,
)
from programs.models.source import NO_SOURCE, AskedFor, asked_of

SELF = {"offender": ReferrerClass.OFFENDER_SELF, "victim": ReferrerClass.VICTIM_SELF}
"""Who need not write their own name and contact a second time."""

LACKING: dict[str, tuple[str, Any]] = {
    AskedFor.CASE_NUMBER: ("case_number", _("Enter your case or file number: we agreed on it with you")),
    AskedFor.SUMMARY: ("summary", _("Write what happened, in a few sentences: we agreed on it with you")),
    AskedFor.REFERRER_EMAIL: ("referrer_email", _("Enter your e-mail address: we agreed on it with you")),
    AskedFor.REFERRER_PHONE: ("referrer_phone", _("Enter your telephone number: we agreed on it with you")),
    AskedFor.OFFENDER_CONTACT: (
        "offender_phone",
        _("Enter a telephone number or an e-mail address of this person: we agreed on it with you"),
    ),
}
"""Where what a source is asked for is answered, and what is said when it is not."""


def typed(data: QueryDict) -> dict[str, list[str]]:
    """Return what was sent for each question of the form, unchecked, as it is saved for later."""
    asked = [name for _title, names in ReferralForm.sections for name in names]
    return {name: data.getlist(name) for name in asked if name in data}


class ReferralForm(forms.Form):
    """What a referral needs (R1), and what helps. Nothing is asked about a victim that must be answered."""

    sections = (
        (
            _("You"),
            (
                "referrer_class",
                "source",
                "office_name",
                "case_number",
                "referrer_name",
                "referrer_email",
                "referrer_phone",
            ),
        ),
        (_("What happened"), ("stage", "offences", "summary")),
        ("offender", ("offender_name", "offender_phone", "offender_email")),
        ("victim", ("victim_name", "victim_phone", "victim_email", "victim_note")),
    )

    must_choose_source = True
    """Must it be said that it is none of the named sources? Software that says nothing means so."""

    form_key = FormKeyField()
    referrer_class = forms.ChoiceField(label=_("Who are you?"), choices=with_blank(ReferrerClass.choices))
    source = forms.ChoiceField(
        label=_("Is it one of these?"),
        help_text=_("Courts, agencies and others with whom we have agreed how they refer."),
        required=False,
        error_messages={"invalid_choice": _("Choose for whom you refer, or “None of these”")},
    )
    office_name = forms.CharField(
        label=_("Your office or organization"),
        help_text=_("Only if you refer on behalf of one. Nobody from it will mediate."),
        max_length=200,
        required=False,
    )
    case_number = forms.CharField(
        label=_("Your case or file number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    referrer_name = forms.CharField(label=_("Your name"), max_length=200)
    referrer_email = EmailField(
        label=_("Your e-mail address"), help_text=_("We need this or a telephone number.")
    )
    referrer_phone = PhoneField(
        label=_("Your telephone number"), help_text=_("We need this or an e-mail address.")
    )
    stage = forms.ChoiceField(
        label=_("Where does the matter stand?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the matter stands")},
    )
    offences = forms.MultipleChoiceField(
        label=_("What kind of offense was it?"),
        choices=OffenceClass.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "amends-choices-side-by-side"}),
        help_text=_("Choose all that fit."),
        error_messages={"required": _("Choose at least one kind of offense")},
    )
    summary = forms.CharField(
        label=_("What happened, in a few sentences"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        required=False,
    )
    offender_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    offender_phone = PhoneField(label=_("Telephone number"))
    offender_email = EmailField(label=_("E-mail address"))
    victim_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    victim_phone = PhoneField(label=_("Telephone number"))
    victim_email = EmailField(label=_("E-mail address"))
    victim_note = forms.CharField(
        label=_("When and how is it safe to reach this person?"),
        help_text=_("For example: evenings only, leave no message."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    website = forms.CharField(label=_("Leave this box empty"), required=False)

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.program = program
        # One of the two is needed, and the name unless it was given before.
        for name in ("referrer_email", "referrer_phone", "offender_name"):
            self.fields[name].marks_optional = False  # type: ignore[attr-defined]
        stages = program.policy.stages
        offer_choices(
            self, "stage", [(value, label) for value, label in ReferralStage.choices if value in stages]
        )
        referrers = [each for each in ReferrerClass.choices if each[0] in program.policy.referrers]
        offer_choices(self, "referrer_class", with_blank(referrers))
        self._offer_sources()
        for field, message in (
            ("referrer_class", _("Choose who you are")),
            ("referrer_name", _("Enter your name")),
        ):
            self.fields[field].error_messages["required"] = message

    def open_sources(self) -> Iterable[ReferralSource]:
        """Return the named sources that can be chosen, with their offices."""
        return ReferralSource.objects.open_to(self.program.policy.referrers).select_related("office")

    def _offer_sources(self) -> None:
        """Offer the named sources, each after its class; a program that has none asks nothing about them."""
        self.sources = {str(each.pk): each for each in self.open_sources()}
        named = sorted(self.sources.values(), key=lambda each: ReferrerClass.values.index(each.kind))
        choices = [(str(each.pk), f"{each.get_kind_display()}: {each.name}") for each in named]
        offer_choices(self, "source", [("", _("Choose …")), *choices, (NO_SOURCE, _("None of these"))])
        self.fields["source"].marks_optional = False  # type: ignore[attr-defined]
        if not self.sources:
            del self.fields["source"]
        if not any(AskedFor.CASE_NUMBER in each.asks_for for each in self.sources.values()):
            del self.fields["case_number"]

    def sections_with_fields(self) -> list[dict[str, Any]]:
        """Return the parts of the form with their headings, in the program's own words."""
        return [
            {
                "title": self._title(title),
                "hint": self._hint(title),
                "fields": [self[name] for name in names if name in self.fields],
            }
            for title, names in self.sections
        ]

    def _title(self, title: Any) -> Any:
        if title in ("offender", "victim"):
            return capfirst(str(self.program.word_for(title)))
        return title

    def _hint(self, title: Any) -> str:
        if title == "victim":
            return _now(
                "You can leave all of this out. If this is you, we take your name and contact from above."
            )
        if title == "offender":
            return _now("If this is you, leave it empty: we take your name and contact from above.")
        return ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this box empty: only machines fill it in"))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors.keys() & {"referrer_email", "referrer_phone"} and not (
            data.get("referrer_email") or data.get("referrer_phone")
        ):
            self.add_error(
                "referrer_email", _("Enter an e-mail address or a telephone number, so that we can answer")
            )
        self._check_source(data)
        is_named = (source := self.source_of(data)) is not None and source.office is not None
        if data.get("referrer_class") in OFFICE_OF and not data.get("office_name") and not is_named:
            self.add_error("office_name", _("Enter the office or organization that you refer for"))
        self._fill_in_self(data)
        self._check_names(data)
        self._check_what_is_asked(data)
        return data

    def source_of(self, data: dict[str, Any]) -> ReferralSource | None:
        """Return the named source that was chosen."""
        return self.sources.get(data.get("source", ""))

    def _check_source(self, data: dict[str, Any]) -> None:
        if "source" in self.errors or not (referrer_class := data.get("referrer_class")):
            return
        source = self.source_of(data)
        has_named = any(each.kind == referrer_class for each in self.sources.values())
        if self.must_choose_source and has_named and not data.get("source"):
            self.add_error("source", _("Choose for whom you refer, or “None of these”"))
        elif source is not None and source.kind != referrer_class:
            self.add_error("source", _("Choose one that fits who you are, or “None of these”"))
            data.pop("source", None)

    def _check_what_is_asked(self, data: dict[str, Any]) -> None:
        """Say what the source is asked for and did not tell, each beside its question."""
        source = self.source_of(data)
        if source is None:
            return
        people = Person("", data.get("referrer_email", ""), data.get("referrer_phone", ""))
        offender = Person("", data.get("offender_email", ""), data.get("offender_phone", ""))
        texts = (data.get("summary", ""), data.get("case_number", ""))
        for each in source.lacks(asked_of(people, offender, *texts)):
            field, message = LACKING[each]
            self.fields[field].marks_optional = False  # type: ignore[attr-defined]
            if field not in self.errors:
                self.add_error(field, message)

    def _fill_in_self(self, data: dict[str, Any]) -> None:
        """Take the name and the contact of a person who refers themselves from where they gave them first."""
        for part, referrer_class in SELF.items():
            if data.get("referrer_class") == referrer_class and not data.get(f"{part}_name"):
                for detail in ("name", "phone", "email"):
                    field = f"{part}_{detail}"
                    data[field] = data.get(field) or data.get(f"referrer_{detail}", "")

    def _check_names(self, data: dict[str, Any]) -> None:
        # The part comes first, since the list of errors stands far from the heading that says whose name it is.
        if not data.get("offender_name") and "offender_name" not in self.errors:
            message = _now("%(part)s: enter the name, as far as you know it")
            self.add_error("offender_name", message % {"part": self._title("offender")})
        if not data.get("victim_name") and any(
            data.get(name) for name in ("victim_phone", "victim_email", "victim_note")
        ):
            message = _now("%(part)s: enter a name for these details, or leave them out")
            self.add_error("victim_name", message % {"part": self._title("victim")})

    def answers(self) -> dict[str, Any]:
        """Return what `submit_referral` takes."""
        data = self.cleaned_data
        return {
            "form_key": data["form_key"],
            "stage": data["stage"],
            "referrer_class": data["referrer_class"],
            "office_name": data["office_name"],
            "source": self.source_of(data),
            "case_number": data.get("case_number", ""),
            "offences": data["offences"],
            "summary": data["summary"],
            "referrer": Person(data["referrer_name"], data["referrer_email"], data["referrer_phone"]),
            "offender": Person(data["offender_name"], data["offender_email"], data["offender_phone"]),
            "victim": self._victim(),
        }

    def _victim(self) -> Person | None:
        data = self.cleaned_data
        if not data["victim_name"]:
            return None
        return Person(
            data["victim_name"], data["victim_email"], data["victim_phone"], contact_note=data["victim_note"]
        )


say = lazy(lambda group, reason: f"{group.label}: {reason.label}", str)
"""A reason after its group, in the language of whoever reads it."""


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it declined?"),
        choices=with_blank(
            (reason, say(group, reason))
            for group in DeclineGroup
            for reason in DeclineReason
            if DECLINE_GROUP_OF[reason] == group
        ),
        help_text=_("The referrer learns that the referral was declined, not why."),
        error_messages={"required": _("Choose a reason")},
    )
    note = forms.CharField(
        label=_("Note for your colleagues"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class AmendForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong or missing, and what is right?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Write what is right")},
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: the referrer called."),
        max_length=500,
        error_messages={"required": _("Write how you know")},
    )
