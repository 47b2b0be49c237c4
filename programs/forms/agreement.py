"""What is asked about an agreement, its payments, and the end of a case."""

import re
import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField, MoneyInput
from programs.forms.fields import FormKeyField, offer_choices, offer_rows, with_blank
from programs.forms.step import StepForm
from programs.ledger import schedules
from programs.ledger.money import CENT, TENTH
from programs.models import AgreementItem, Participant, Program
from programs.models.agreement import HOUR_KINDS, TERMINAL_STATUSES, CheckBy, ItemKind, ItemStatus
from programs.models.case import GROUP_OF, ClosureGroup, ClosureReason
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE
from programs.models.restitution import PaymentMeans

SIGNS = {"USD": "$", "CAD": "$", "EUR": "€", "GBP": "£"}


# "1,250", "1.250" and "1 250", each with or without cents: the groups of three are what tells them apart.
GROUPED = re.compile(r"[1-9][0-9]{0,2}([,.'\s\u2019])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]{1,2})?")


class AmountField(forms.DecimalField):
    """An amount as people write it: with or without the currency's sign and marks between thousands."""

    default_error_messages: ClassVar = {"invalid": _("Enter the amount in figures, such as 250")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(self._plain(value) if isinstance(value, str) else value)

    def _plain(self, value: str) -> str:
        written = value.strip().strip("$€£").strip()
        if grouped := GROUPED.fullmatch(written):
            written = written.replace(grouped[1], "")
        return written.replace(",", ".") if written.count(",") == 1 and "." not in written else written


def money_field(**kwargs: Any) -> forms.DecimalField:
    """Return a field for an amount; `show_currency` gives it the program's sign."""
    return AmountField(
        max_digits=10, decimal_places=2, min_value=0.01, widget=MoneyInput(), localize=True, **kwargs
    )


def show_currency(field: Any, program: Program) -> None:
    """Put the sign of the program's currency before the box of an amount."""
    field.widget.component_parameters = {"prefix": SIGNS.get(program.currency, program.currency)}


ITEM_FIELDS = ("kind", "text", "amount", "hours", "beneficiary", "due_date", "is_ordered", "schedule")
MISFITS = {
    "sum": _("The installments do not make up the whole. Check each amount"),
    "order": _("Write the days in their order, each once"),
    "many": _("That is too many installments for this amount"),
    "line": _("Write on each line a day and an amount, such as 2026-05-01 50.00"),
    "last": _("The last installment falls on the day by which it is to be done. Make the two the same"),
}
"""Why installments are not taken, by `schedules.Misfit.reason`."""


class AgreementBeginForm(StepForm):
    victim_asked = forms.BooleanField(label=_("The person harmed asked for an agreement"), required=False)


class ItemForm(StepForm):
    form_key = FormKeyField()
    kind = forms.ChoiceField(
        label=_("What was agreed?"),
        choices=ItemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was agreed")},
    )
    text = forms.CharField(
        label=_("In their own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    amount = money_field(label=_("Amount"), help_text=_("Only for a payment."), required=False)
    hours = forms.DecimalField(
        label=_("Hours of work"),
        help_text=_("Only for work."),
        max_digits=6,
        decimal_places=1,
        min_value=0.5,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )
    beneficiary = forms.ModelChoiceField(
        label=_("For whom?"),
        queryset=Participant.objects.none(),
        empty_label=_("Nobody in particular"),
        required=False,
    )
    is_ordered = forms.BooleanField(
        label=_("A court ordered this amount"),
        help_text=_("Only then can it be more than the loss that is on record."),
        required=False,
    )
    owers = forms.MultipleChoiceField(
        label=_("Who has to do it?"),
        help_text=_(
            "Several owe the whole together: what one does counts for all. For a share each, write an item for each."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_date = DateField(label=_("To be done by"))
    check_by = forms.ChoiceField(
        label=_("How will you know that it is done?"),
        choices=CheckBy.choices,
        widget=forms.RadioSelect,
        initial=CheckBy.PROGRAM,
        required=False,
    )
    parts = forms.IntegerField(
        label=_("In how many installments?"),
        help_text=_("Empty: all at once. The last one falls on the day above."),
        min_value=2,
        max_value=schedules.MOST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    every = forms.ChoiceField(
        label=_("How often?"),
        choices=[
            (schedules.MONTH, _("Every month")),
            (schedules.FORTNIGHT, _("Every two weeks")),
            (schedules.WEEK, _("Every week")),
        ],
        initial=schedules.MONTH,
        required=False,
    )
    by_hand = forms.CharField(
        label=_("Or each installment by hand"),
        help_text=_("One on each line: the day, then the amount or the hours. For example: 2026-05-01 50.00"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        max_length=3000,
        required=False,
    )

    def prepare(self) -> None:
        show_currency(self.fields["amount"], self.program)
        offer_rows(
            self, "beneficiary", Participant.objects.filter(case=self.facts.case, role__in=HARMED_SIDE)
        )
        self.fields["beneficiary"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        people = self.facts.responsible
        offer_choices(self, "owers", [(str(person.pk), person.name) for person in people])
        if len(people) <= 1:
            del self.fields["owers"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_money, is_work = data.get("kind") == ItemKind.MONETARY_RESTITUTION, data.get("kind") in HOUR_KINDS
        if is_money and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount to be paid"))
        if is_work and not data.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Enter the hours of work"))
        # What was typed is never dropped in silence: an amount under "Apology" is a mistake of one of the two.
        if data.get("kind") and not is_money and data.get("amount"):
            self.add_error("amount", _("Only a payment has an amount. Leave this empty, or choose a payment"))
        if data.get("kind") and not is_work and data.get("hours"):
            self.add_error("hours", _("Only work has hours. Leave this empty, or choose work"))
        data["amount"] = data.get("amount") if is_money else None
        data["hours"] = data.get("hours") if is_work else None
        if not is_money and data.get("is_ordered"):
            self.add_error(
                "is_ordered", _("Only a payment has an amount. Leave this open, or choose a payment")
            )
        self._plan(data)
        return data

    def _plan(self, data: dict[str, Any]) -> None:
        """Put the installments into the data, from either way of saying them."""
        data["schedule"] = []
        if not data.get("parts") and not data.get("by_hand"):
            return
        field = "by_hand" if data.get("by_hand") else "parts"
        whole = data.get("amount") or data.get("hours")
        if data.get("parts") and data.get("by_hand"):
            self.add_error("by_hand", _("You said it in two ways. Keep one of the two"))
        elif not whole or "due_date" in self.errors:
            if data.get("kind") and not self.errors:
                self.add_error(field, _("Only money and hours can come in installments"))
        else:
            try:
                data["schedule"] = schedules.stored(self._instalments(data, whole))
            except schedules.Misfit as error:
                self.add_error(field, MISFITS[error.reason])

    def _instalments(self, data: dict[str, Any], whole: Decimal) -> list[schedules.Instalment]:
        if not data["by_hand"]:
            unit = CENT if data["amount"] else TENTH
            return schedules.even_until(
                whole, data["parts"], data["due_date"], data["every"] or schedules.MONTH, unit
            )
        found = []
        for day, figure in schedules.lines_of(data["by_hand"]):
            try:
                on = DateField().clean(day)
                part = AmountField(max_digits=10, decimal_places=2 if data["amount"] else 1).clean(figure)
            except forms.ValidationError:
                raise schedules.Misfit("line") from None
            found.append(schedules.Instalment(on, part))
        made = schedules.checked(found, whole)
        if made[-1].day != data["due_date"]:
            raise schedules.Misfit("last")
        return made

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        item = AgreementItem(
            **{name: data[name] for name in ITEM_FIELDS},
            check_by=data["check_by"] or CheckBy.PROGRAM,
            owers=[uuid.UUID(each) for each in data.get("owers", ())],
        )
        return {"form_key": data["form_key"], "item": item}


class SignaturesForm(StepForm):
    signed_by = forms.MultipleChoiceField(
        label=_("Who has signed?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    marks_optional = False

    def prepare(self) -> None:
        offer_choices(self, "signed_by", [(str(party.pk), party.name) for party in self.facts.parties])

    def answers(self) -> dict[str, Any]:
        return {"signed_by": frozenset(map(uuid.UUID, self.cleaned_data["signed_by"]))}


class PaymentForm(StepForm):
    form_key = FormKeyField()
    amount = money_field(label=_("Amount"), error_messages={"required": _("Enter the amount that was paid")})
    paid_on = DateField(label=_("Paid on"))
    means = forms.ChoiceField(
        label=_("How was it paid?"),
        choices=[choice for choice in PaymentMeans.choices if choice[0] != PaymentMeans.WORK],
        widget=forms.RadioSelect,
        help_text=_("Never from hand to hand, and never to anybody's home."),
        error_messages={"required": _("Choose how it was paid")},
    )
    paid_by = forms.ModelChoiceField(
        label=_("Who paid?"), queryset=Participant.objects.none(), empty_label=_("Not known"), required=False
    )

    def prepare(self) -> None:
        self.initial.update(paid_on=timezone.localdate(), amount=self.facts.outstanding(self.target))
        offer_payers(self)
        show_currency(self.fields["amount"], self.program)


def offer_payers(form: Any) -> None:
    """Ask who paid only where several could have."""
    payers = Participant.objects.filter(case=form.facts.case, role__in=RESPONSIBLE_SIDE)
    offer_rows(form, "paid_by", payers)
    form.fields["paid_by"].label_from_instance = lambda person: person.name
    if len(form.facts.responsible) <= 1:
        del form.fields["paid_by"]


class HoursForm(StepForm):
    form_key = FormKeyField()
    hours = forms.DecimalField(
        label=_("Hours"),
        max_digits=6,
        decimal_places=1,
        min_value=0.5,
        localize=True,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages={"required": _("Enter the hours that were worked")},
    )
    worked_on = DateField(label=_("Worked on"))

    def prepare(self) -> None:
        self.initial["worked_on"] = timezone.localdate()


class ItemMarkForm(StepForm):
    status = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[choice for choice in ItemStatus.choices if choice[0] in TERMINAL_STATUSES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it went")},
    )


class ClosingForm(StepForm):
    reason = forms.ChoiceField(
        label=_("How did it end?"), error_messages={"required": _("Choose how the case ended")}
    )
    note = forms.CharField(
        label=_("Note for your colleagues"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def prepare(self) -> None:
        labelled = dict(ClosureReason.choices)
        offer_choices(
            self,
            "reason",
            with_blank(
                (reason, f"{group.label}: {labelled[reason]}")
                for group in ClosureGroup
                for reason in labelled
                if GROUP_OF[reason] == group
            ),
        )
