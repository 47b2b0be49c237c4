"""The doors of an agreement: its text, its signatures, its ledger."""

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.actions import (
    agreements,
    payments,
)
from programs.doors.declared import Door
from programs.facts import CaseFacts
from programs.forms.agreement import (
    AgreementBeginForm,
    HoursForm,
    ItemForm,
    ItemMarkForm,
    PaymentForm,
    SignaturesForm,
)
from programs.models import AgreementItem


def _item(_facts: CaseFacts, item: AgreementItem) -> str:
    """Return what an item is and how its text begins."""
    kind = str(item.get_kind_display())
    return f"{kind}: {Truncator(item.text).chars(80)}" if item.text else kind


def _payment(facts: CaseFacts, payment: Any) -> str:
    day = date_format(payment.paid_on)
    if payment.hours is not None:
        return _now("%(day)s, %(hours)s hours") % {"day": day, "hours": number_format(payment.hours)}
    return f"{day}, {number_format(payment.amount, 2, force_grouping=True)} {facts.program.currency}"


AGREEMENT: dict[str, Door] = {
    "begin_agreement": Door(
        agreements.begin_agreement,
        _("Add what they agreed on."),
        form=AgreementBeginForm,
        back="case-agreement",
    ),
    "add_agreement_item": Door(
        agreements.add_agreement_item,
        _("The item is added."),
        form=ItemForm,
        reads=lambda facts, _case: facts.harmed,
        back="case-agreement",
    ),
    "remove_agreement_item": Door(
        agreements.remove_agreement_item,
        _("The item is taken out."),
        asked=lambda item: {"item": item},
        effect=_("The item is taken out of the agreement for good."),
        note=_item,
        back="case-agreement",
    ),
    "propose_agreement": Door(
        agreements.propose_agreement,
        _("The agreement lies before the parties. Record who signs."),
        effect=_(
            "From now on its text stays as it is. You can take it back for changes until everybody has signed."
        ),
        back="case-agreement",
    ),
    "redraft_agreement": Door(
        agreements.redraft_agreement, _("The agreement can be changed again."), back="case-agreement"
    ),
    "drop_agreement": Door(
        agreements.drop_agreement,
        _("The agreement is given up."),
        effect=_("What nobody signed is given up. An agreement that was signed before goes on as it was."),
    ),
    "amend_agreement": Door(
        agreements.amend_agreement,
        _("Change what is still open, then have the new version signed."),
        effect=_(
            "A new version begins with what is still open. The signed one runs on until the new one is signed."
        ),
        back="case-agreement",
    ),
    "sign_agreement": Door(
        agreements.sign_agreement,
        _("The signatures are recorded. The agreement runs from now on."),
        form=SignaturesForm,
        reads=lambda facts, _case: facts.parties,
        back="case-agreement",
    ),
    "record_payment": Door(
        payments.record_payment,
        _("The payment is recorded."),
        form=PaymentForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
    "record_hours": Door(
        payments.record_hours,
        _("The hours are recorded."),
        form=HoursForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
    "reverse_payment": Door(
        payments.reverse_payment,
        _("It is reversed."),
        asked=lambda payment: {"payment": payment},
        effect=_("It stays on the list with its reversal beside it, and what it was for is open again."),
        note=_payment,
        back="case-agreement",
    ),
    "mark_item": Door(
        agreements.mark_item,
        _("It is recorded how the item went."),
        form=ItemMarkForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
}
