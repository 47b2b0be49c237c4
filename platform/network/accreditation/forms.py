"""Forms of accreditation: who reviews, what was found, what is decided, and which applications to list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import Role
from network.accreditation.models import Recommendation, Result, State
from network.oversight.models import Network, NetworkOfficer

LONGEST = 4000
RETURN_DUE = "return_due"
"""Of the states, the one that is none: accredited, and something is to be said."""


def _text(label: Any, missing: Any = "", *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing} if missing else {},
    )


class PipelineForm(forms.Form):
    """Which accreditations to list."""

    marks_optional = False

    state = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[
            ("", _("However it stands")),
            *State.choices,
            (RETURN_DUE, _("Annual return due or overdue")),
        ],
    )

    @property
    def is_narrowed(self) -> bool:
        """Return whether not all of them are asked for."""
        return self.is_bound and self.is_valid() and bool(self.cleaned_data["state"])


class AssignForm(forms.Form):
    """Who reviews."""

    reviewer = forms.ModelChoiceField(label=_("Who reviews?"), queryset=NetworkOfficer.objects.none())

    def __init__(self, *args: Any, network: Network, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = network.officers.filter(
            user__is_active=True, user__roles__contains=[Role.NETWORK_ACCREDITOR.value]
        )
        field: Any = self.fields["reviewer"]
        field.queryset = people.select_related("user").order_by("user__name")
        field.label_from_instance = lambda each: each.user.name

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"reviewer": self.cleaned_data["reviewer"].user}


class ConflictForm(forms.Form):
    """Whether a reviewer has a conflict of interest."""

    has_conflict = forms.TypedChoiceField(
        label=_("Do you have a conflict of interest?"),
        help_text=_("For example: you worked there, know somebody who does, or gain from how it is decided."),
        choices=(("no", _("No, none")), ("yes", _("Yes"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have one")},
    )
    words = _text(_("If so, which?"), required=False)

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)


class FindingForm(forms.Form):
    """What was found of a criterion."""

    result = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found")},
    )
    words = _text(
        _("In your own words"),
        _("Write what you found"),
        help_text=_("The program reads this once it is decided."),
    )
    condition = _text(_("A condition, if it has to be met later"), required=False)
    due = forms.DateField(
        label=_("Until when"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class FinishForm(forms.Form):
    """What a reviewer recommends."""

    recommends = forms.ChoiceField(
        label=_("What do you recommend?"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you recommend")},
    )
    words = _text(_("Why?"), _("Write why"))

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)


class DecideForm(forms.Form):
    """What is decided."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide")},
    )
    why = _text(_("Why?"), _("Write why"), help_text=_("The program reads this."))

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)


class WhyForm(forms.Form):
    """Words to the program about a decision that has no other choice."""

    why = _text(_("Why?"), _("Write why"), help_text=_("The program reads this."))

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)


class AppealForm(forms.Form):
    """The answer to an appeal."""

    upheld = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=(
            ("yes", _("The program is right: look at it anew, or lift the suspension")),
            ("no", _("The decision stays")),
        ),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide")},
    )
    answer = _text(_("Why?"), _("Write why"), help_text=_("The program reads this."))

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)
