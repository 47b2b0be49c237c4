"""What is asked about the wishes of the person responsible, and about how differing wishes were settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import YesNoField, offer_choices
from programs.forms.step import StepForm
from programs.models.choice import NO_PREFERENCE, Mode, Wish

ASKED = (Wish.WHEN, Wish.WHERE, Wish.WHO, Wish.SUPPORT)
"""What the person responsible is asked about; the rest is for the person harmed."""


def _in_words(wish: Wish) -> forms.Field:
    return forms.CharField(
        label=wish.label, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )


class WishesForm(StepForm):
    mode = forms.ChoiceField(
        label=_("Which way do they wish for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way, or no preference")},
    )
    vars().update({wish.value: _in_words(wish) for wish in ASKED})
    differs = YesNoField(
        label=_("Is any of this different from what the person harmed chose?"),
        help_text=_("Do not tell them what the other side chose, unless that side allowed it."),
        required_message=_("Choose whether it is different"),
    )

    def prepare(self) -> None:
        offered = [(way, Mode(way).label) for way in self.facts.policy.modes]
        offer_choices(self, "mode", [*offered, (NO_PREFERENCE, _("No preference"))])
        if latest := self.facts.wishes.get(self.target.pk):
            self.initial.update(latest.wishes, mode=latest.mode, differs=latest.differs)

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        wishes = {wish.value: data[wish.value] for wish in ASKED}
        return {"mode": data["mode"], "wishes": wishes, "differs": data["differs"]}


class SettlementForm(StepForm):
    text = forms.CharField(
        label=_("How was it settled?"),
        help_text=_("What was agreed with each side alone. It is shown to whoever schedules."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Write how it was settled")},
    )
