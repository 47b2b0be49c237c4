"""An agreement: its items, signatures and payments."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from programs.actions import agreements as actions
from programs.actions.payments import record_payment, reverse_payment
from programs.forms.agreement import AgreementBeginForm, ItemForm, ItemMarkForm, PaymentForm, SignaturesForm
from programs.models import AgreementItem, MediationCase, RestitutionPayment
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, posted, program_page
from programs.views.steps import open_steps, take_step

page_with_button = require_http_methods(["GET", "HEAD", "POST"])


def find_item(request: ProgramRequest, pk: Any) -> AgreementItem:
    """Return an item of a case that this person may see; 404 for everybody else."""
    cases = MediationCase.objects.visible_to(request.user)
    items = AgreementItem.objects.filter(agreement__case__in=cases).select_related("agreement__case")
    return get_object_or_404(items, pk=pk)


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show the agreement with its items and the ledger."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.items, actor=request.user, purpose="agreement_page")
    for item in facts.items:
        reversed_ones = {payment.reverses_id for payment in item.payments.all()}
        for payment in item.payments.all():
            payment.is_reversed = payment.pk in reversed_ones  # type: ignore[attr-defined]
    context = {
        "case": case,
        "agreement": facts.agreement,
        "items": [(item, facts.outstanding(item) if item.is_money else None) for item in facts.items],
        "open_steps": {step.id for step in open_steps(request, facts)},
    }
    return draw_page(request, "programs/agreement.html", context)


@page_with_button
@program_page
def begin(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Begin an agreement after a session."""
    case = find_case(request, pk)
    form = AgreementBeginForm(posted(request))
    act = partial(actions.begin_agreement, case=case)
    back = reverse("case-agreement", args=[case.pk])
    return take_step(
        request, case, "begin_agreement", act, form=form, done=_("Add what they agreed on."), back=back
    )


@page_with_button
@program_page
def add_item(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Add what was agreed."""
    case = find_case(request, pk)
    form = ItemForm(posted(request), program=request.program)
    return take_step(
        request,
        case,
        "add_agreement_item",
        partial(actions.add_agreement_item, case=case),
        form=form,
        answers=lambda: {"item": form.item(), "form_key": form.cleaned_data["form_key"]},
        done=_("The item is added."),
        back=reverse("case-agreement", args=[case.pk]),
    )


@page_with_button
@program_page
def remove_item(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take an item out before anybody signed."""
    item = find_item(request, pk)
    case = item.agreement.case
    act = partial(actions.remove_agreement_item, case=case, item=item)
    back = reverse("case-agreement", args=[case.pk])
    return take_step(
        request,
        case,
        "remove_agreement_item",
        act,
        done=_("The item is taken out."),
        back=back,
        note=_named(item),
        effect=_("The item is taken out of the agreement for good."),
    )


@page_with_button
@program_page
def sign(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record who signed."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.parties, actor=request.user, purpose="signatures")
    form = SignaturesForm(posted(request), facts=facts)
    return take_step(
        request,
        case,
        "sign_agreement",
        partial(actions.sign_agreement, case=case),
        form=form,
        answers=lambda: {"signed_by": form.signed()},
        done=_("The signatures are recorded. The agreement runs from now on."),
        back=reverse("case-agreement", args=[case.pk]),
    )


@page_with_button
@program_page
def mark(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record how an item went."""
    item = find_item(request, pk)
    case = item.agreement.case
    return take_step(
        request,
        case,
        "mark_item",
        partial(actions.mark_item, case=case, item=item),
        form=ItemMarkForm(posted(request)),
        done=_("It is recorded how the item went."),
        asked={"item": item},
        back=reverse("case-agreement", args=[case.pk]),
        note=_named(item),
    )


@page_with_button
@program_page
def pay(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record a payment."""
    item = find_item(request, pk)
    case = item.agreement.case
    outstanding = facts_of(request, case).outstanding(item)
    initial = {"paid_on": timezone.localdate(), "amount": outstanding}
    return take_step(
        request,
        case,
        "record_payment",
        partial(record_payment, case=case, item=item),
        form=PaymentForm(posted(request), program=request.program, initial=initial),
        done=_("The payment is recorded."),
        asked={"item": item},
        back=reverse("case-agreement", args=[case.pk]),
        note=_named(item),
    )


@page_with_button
@program_page
def take_back(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Reverse a payment."""
    cases = MediationCase.objects.visible_to(request.user)
    payments = RestitutionPayment.objects.filter(item__agreement__case__in=cases)
    payment = get_object_or_404(payments.select_related("item__agreement__case"), pk=pk)
    case = payment.item.agreement.case
    return take_step(
        request,
        case,
        "reverse_payment",
        partial(reverse_payment, case=case, payment=payment),
        done=_("The payment is reversed."),
        asked={"payment": payment},
        back=reverse("case-agreement", args=[case.pk]),
        note=f"{date_format(payment.paid_on)}, {_money(request, payment.amount)}",
        effect=_(
            "The payment stays on the list with its reversal beside it, and the amount is still to be paid again."
        ),
    )


def _money(request: ProgramRequest, amount: Any) -> str:
    """Return an amount as it is written in the reader's language, with the program's currency."""
    return f"{number_format(amount, 2, force_grouping=True)} {request.program.currency}"


def _named(item: AgreementItem) -> str:
    """Return what an item is and how its text begins, so that nobody takes it for another one."""
    kind = str(item.get_kind_display())
    return f"{kind}: {Truncator(item.text).chars(80)}" if item.text else kind
