"""What is asked about receipts, losses, files of payments, and what participants report."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.facts import CaseFacts
from programs.forms.agreement import money_field, offer_payers, show_currency
from programs.forms.attachments import ACCEPTED
from programs.forms.fields import FormKeyField
from programs.models import Participant, Program
from programs.models.restitution import PaymentMeans

MEANS = [choice for choice in PaymentMeans.choices if choice[0] != PaymentMeans.WORK]


class PaidForm(forms.Form):
    """An amount, a day that is not still to come, and how."""

    form_key = FormKeyField()
    amount = money_field(label=_("Amount"), error_messages={"required": _("Enter the amount that was paid")})
    paid_on = DateField(label=_("Paid on"))
    means = forms.ChoiceField(
        label=_("How was it paid?"),
        choices=MEANS,
        widget=forms.RadioSelect,
        help_text=_("Never from hand to hand, and never to anybody's home."),
        error_messages={"required": _("Choose how it was paid")},
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        super().__init__(*args, **kwargs)
        show_currency(self.fields["amount"], program)

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come"))
        return day


class ReceiptForm(PaidForm):
    paid_by = forms.ModelChoiceField(
        label=_("Who paid?"), queryset=Participant.objects.none(), empty_label=_("Not known"), required=False
    )

    def __init__(self, *args: Any, facts: CaseFacts, **kwargs: Any):
        super().__init__(*args, program=facts.program, **kwargs)
        self.facts = facts
        offer_payers(self)


class ReportForm(PaidForm):
    """What a participant says they paid."""

    note = forms.CharField(
        label=_("Is there something we should know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    proof = forms.FileField(
        label=_("A photo or document that shows it"),
        help_text=_(
            "PDF, photo (JPEG, PNG, WebP) or document, at most 10 MB. You can also send it without one."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you give it back?"),
        help_text=_("They read this on their own page. Say what would help."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why, so that they know what to do")},
    )


class LossForm(forms.Form):
    loss = money_field(
        label=_("What was lost, by papers that you saw"),
        help_text=_(
            "Receipts, an estimate, a letter of the insurance. Empty: it is not known. No more is promised."
        ),
        required=False,
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        super().__init__(*args, **kwargs)
        show_currency(self.fields["loss"], program)


class PaymentFileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("At most 1,000 rows and 500 kB. The first row holds the names of the columns."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )
