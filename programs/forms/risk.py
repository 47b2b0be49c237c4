"""What is asked about the risk of a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField
from programs.forms.step import StepForm
from programs.models.risk import RiskFactor, RiskLevel


class RiskForm(StepForm):
    """Begins with what was found the last time, so that nothing is lost that still holds."""

    form_key = FormKeyField()
    factors = forms.MultipleChoiceField(
        label=_("What do you see?"),
        choices=RiskFactor.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that fit. No sum is made of it: you judge."),
        required=False,
    )
    reasons = forms.CharField(
        label=_("What did you hear, and from whom?"),
        help_text=_("Kept sealed. Only those who work on this case read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        error_messages={"required": _("Write what the risk is judged by")},
    )
    safety_plan = forms.CharField(
        label=_("What keeps everybody safe?"),
        help_text=_(
            "For example: who comes when and how, who is there, a sign to stop, whom to call. Without it no session "
            "can be scheduled unless the risk is low."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    level = forms.ChoiceField(
        label=_("How high is the risk that is left, with that plan?"),
        choices=RiskLevel.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "When it is high, the two sides stay apart: in two rooms, by letters or by recorded video."
        ),
        error_messages={"required": _("Choose how high the risk is")},
    )

    def prepare(self) -> None:
        risk = self.facts.risk
        if risk is not None:
            self.initial["factors"], self.initial["safety_plan"] = risk.factors, risk.safety_plan
