"""What is asked to make a rule about keeping cases, to say that one is sealed or destroyed, and to hold it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import offer_choices
from programs.forms.part import PartForm
from programs.jurisdictions import JURISDICTIONS
from programs.models.case import ClosureGroup
from programs.models.referral import OffenceClass
from programs.models.retention import UnsealReason
from programs.retention.kinds import (
    ACTION_LABELS,
    AGE_LABELS,
    CLOCK_LABELS,
    DAY_FIELD,
    MONTHS,
    KeepingRules,
)
from programs.rules.kinds import SHORT

LONGEST = 500


class KeepingForm(PartForm):
    kind = KeepingRules()
    id_begins = "keep"

    action = forms.ChoiceField(
        label=_("What becomes of the case?"),
        choices=list(ACTION_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the case")},
    )
    months = forms.IntegerField(
        label=_("After how many months?"),
        min_value=MONTHS.least,
        max_value=MONTHS.most,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Enter a whole number from 1 to 1200")
        ),
    )
    clock = forms.ChoiceField(
        label=_("Counted from what?"),
        help_text=_(
            "Also from a day that you ask for in a field of your own, such as an eighteenth birthday. A case without "
            "that day is kept."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from where the months are counted")},
    )
    age = forms.ChoiceField(
        label=_("How old was the person responsible?"),
        help_text=_("Where this is not known, a rule for one of the two does not count."),
        choices=list(AGE_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom the rule is")},
    )
    groups = forms.MultipleChoiceField(
        label=_("How did it end?"),
        help_text=_("None: however it ended."),
        choices=ClosureGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    offences = forms.MultipleChoiceField(
        label=_("What was it about?"),
        help_text=_("One of these is enough. None: whatever it was about."),
        choices=OffenceClass.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    jurisdiction = forms.ChoiceField(
        label=_("Only where this is the basis of your policy"),
        choices=[("", _("Anywhere")), *((each.id, each.label) for each in JURISDICTIONS.values())],
        required=False,
    )
    name = forms.CharField(
        label=_("Name"), help_text=_("Such as the law that it follows."), max_length=SHORT, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = [(field.id, field.label) for field in self.policy.fields if _asks_for_a_day(field)]
        offer_choices(self, "clock", [*CLOCK_LABELS.items(), *own])
        if self.there is None:
            self.initial = {**self.initial, "clock": "closed", "age": "any"}


def _asks_for_a_day(field: Any) -> bool:
    # What is sealed no database can count from.
    return field.id.startswith(DAY_FIELD) and not field.is_personal


class HoldForm(forms.Form):
    """Why a case is held, or no longer."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Such as a subpoena, or a complaint to an authority. It is sealed with the case."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why")},
    )


class OpenAgainForm(HoldForm):
    """Why a sealed case is opened again."""

    why = forms.ChoiceField(
        label=_("Who asks for it?"),
        choices=UnsealReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who asks for it")},
    )
    field_order = ("why", "reason")


class OnRequestForm(HoldForm):
    """Why a case is sealed although no rule names it yet."""
