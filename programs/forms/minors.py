"""What is asked about minors and their guardians; never a day of birth."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import offer_rows
from programs.forms.step import StepForm
from programs.models import Participant

YES, NO, UNKNOWN = "yes", "no", "unknown"
KNOWN = {YES: True, NO: False, UNKNOWN: None}
GUARDIAN, SUSPECTED, NONE = "guardian", "suspected", "none"


class MinorForm(StepForm):
    is_minor = forms.ChoiceField(
        label=_("Is this person a minor?"),
        help_text=_(
            "Ask, and write no day of birth anywhere. Until it is known, the two sides come no nearer."
        ),
        choices=[(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("Not known"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether this person is a minor")},
    )

    def prepare(self) -> None:
        known = {value: key for key, value in KNOWN.items()}
        self.initial["is_minor"] = known[self.target.is_minor] if self.target.is_minor is not None else None

    def answers(self) -> dict[str, Any]:
        return {"is_minor": KNOWN[self.cleaned_data["is_minor"]]}


class GuardianForm(StepForm):
    guardian = forms.ModelChoiceField(
        label=_("Guardian"),
        help_text=_("Somebody who is not listed has to be added under “People” first."),
        queryset=Participant.objects.none(),
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose the guardian")},
    )
    standing = forms.ChoiceField(
        label=_("What is known of this guardian?"),
        help_text=_(
            "Ask yourself each time. A guardian who is suspected never consents, whatever comes of the suspicion, "
            "until somebody records here that it is gone."
        ),
        choices=[
            (GUARDIAN, _("Guardian, and nobody suspects them of having harmed this child")),
            (SUSPECTED, _("Guardian, but suspected of having harmed this child")),
            (NONE, _("Not a guardian of this child, or not any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is known of this guardian")},
    )

    def prepare(self) -> None:
        others = Participant.objects.filter(case=self.facts.case).exclude(pk=self.target.pk)
        offer_rows(self, "guardian", others.exclude(is_minor=True).exclude(is_organisation=True))
        self.fields["guardian"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        standing = self.cleaned_data["standing"]
        return {
            "guardian": self.cleaned_data["guardian"],
            "is_guardian": standing != NONE,
            "is_suspected": standing == SUSPECTED,
        }
