"""What screening asks."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import may_open
from programs.forms.fields import offer_rows
from programs.forms.step import StepForm
from programs.models import MediationCase, Mediator
from programs.models.assignment import Connection
from programs.models.eligibility import Acknowledgement, Legal, Substance
from programs.samples.people import INVENTED

UNKNOWN = (Legal.UNKNOWN, Legal.UNKNOWN.label)


def people_with(*roles: str, case: MediationCase | None = None) -> Any:
    """Return the active people who have one of these roles; those who are invented in a sample case only."""
    people = get_user_model().objects.filter(is_active=True, roles__overlap=list(roles)).order_by("name")
    return people if case is not None and case.is_sample else people.exclude(email__endswith=INVENTED)


class CoordinatorForm(StepForm):
    coordinator: Any = forms.ModelChoiceField(
        label=_("Who coordinates this case?"),
        queryset=None,
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose who coordinates this case")},
    )

    def prepare(self) -> None:
        self.initial["coordinator"] = self.actor.pk
        offer_rows(self, "coordinator", people_with("coordinator", "program_admin"))


class AcknowledgementForm(StepForm):
    answer = forms.ChoiceField(
        label=_("What does the person responsible say about what happened?"),
        choices=Acknowledgement.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Ask before you record. The answer is never used as evidence, and no report contains it."
        ),
        error_messages={"required": _("Choose what the person responsible says")},
    )


class LegalForm(StepForm):
    """Where the matter stands with the law (E2, E3, E4)."""

    appeal = forms.ChoiceField(
        label=_("Is an appeal, a civil suit, or a parole or pardon matter pending?"),
        choices=[(Legal.NONE, Legal.NONE.label), (Legal.PENDING, Legal.PENDING.label), UNKNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether something is pending")},
    )
    conviction = forms.ChoiceField(
        label=_("Has there been a conviction?"),
        choices=[
            (Legal.CONVICTED, Legal.CONVICTED.label),
            (Legal.NOT_CONVICTED, Legal.NOT_CONVICTED.label),
            UNKNOWN,
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether there has been a conviction")},
    )
    no_contact_order = forms.ChoiceField(
        label=_("Does an order forbid contact between the two sides?"),
        choices=[
            (Legal.NONE, Legal.NONE.label),
            (Legal.IN_FORCE, Legal.IN_FORCE.label),
            (Legal.EXCEPTION, Legal.EXCEPTION.label),
            UNKNOWN,
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether an order forbids contact")},
    )
    wording = forms.CharField(
        label=_("The words of the exception"),
        help_text=_("Only with an exception: who allowed what, when, in which document."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def prepare(self) -> None:
        for name, rule in (("appeal", "E2"), ("conviction", "E3"), ("no_contact_order", "E4")):
            check = self.facts.checks.get(rule)
            self.initial[name] = check.answer if check else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("no_contact_order") == Legal.EXCEPTION and not data.get("wording"):
            self.add_error("wording", _("Enter the words of the exception"))
        return data


class SubstanceForm(StepForm):
    answer = forms.ChoiceField(
        label=_("Is there something that the two sides can talk about?"),
        choices=Substance.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Something to say, to ask, to hear or to make good. How much is to be made good need not be known."
        ),
        error_messages={"required": _("Choose whether there is something to talk about")},
    )


class LetThroughForm(StepForm):
    """Why a case can go on although a rule speaks against it."""

    text = forms.CharField(
        label=_("Why can this case go on?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Write why the case can go on")},
    )


class OverrideForm(StepForm):
    text = forms.CharField(
        label=_("Why can this case go on although facts are disputed?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Write why the case can go on")},
    )


class AssignForm(StepForm):
    mediator = forms.ModelChoiceField(
        label=_("Mediator"),
        queryset=Mediator.objects.none(),
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose a mediator")},
    )
    connection = forms.ChoiceField(
        label=_("Does the mediator have a connection to anybody in this case?"),
        choices=Connection.choices,
        widget=forms.RadioSelect,
        help_text=_("Ask the mediator before you answer. Any connection rules them out for this case."),
        error_messages={"required": _("Choose whether there is a connection")},
    )
    supervisor: Any = forms.ModelChoiceField(
        label=_("Supervisor of the case"),
        queryset=None,
        empty_label=_("Choose …"),
        help_text=_("Somebody other than the mediator."),
        error_messages={"required": _("Choose a supervisor")},
    )

    def prepare(self) -> None:
        case = self.facts.case
        self.initial["supervisor"] = case.supervisor_id
        mediators = Mediator.objects.active().for_case(case).select_related("user").order_by("user__name")
        offer_rows(self, "mediator", mediators.prefetch_related("affiliations"))
        offer_rows(self, "supervisor", people_with("case_supervisor", case=case))
        self._say_why_empty(
            "mediator",
            _("Nobody can be chosen: no mediator is enrolled who takes cases."),
            "mediators",
            _("Mediators"),
        )
        self._say_why_empty(
            "supervisor",
            _("Nobody can be chosen: nobody has the role of a case supervisor."),
            "team",
            _("Team"),
        )

    def _say_why_empty(self, name: str, sentence: Any, page: str, text: Any) -> None:
        """Say under an empty list why it is empty, and lead to where that is changed if this person may go there."""
        field: Any = self.fields[name]
        if field.queryset.exists():
            return
        link = (
            format_html(' <a class="govuk-link" href="{}">{}</a>', reverse(page), text)
            if may_open(self.actor, page)
            else ""
        )
        field.help_text = format_html("{}{}", sentence, link)


class ConflictForm(forms.Form):
    connection = forms.ChoiceField(
        label=_("What is it?"),
        choices=[choice for choice in Connection.choices if choice[0] != Connection.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    reason = forms.CharField(
        label=_("More about it"),
        help_text=_("Kept private. You need not say more."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
