"""The books of a case, receipts that are shared out, files of payments, what is late, and what participants report."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.accounts.access import may
from programs import payment_file
from programs.actions.payment_files import LineRefused, record_payment_file
from programs.actions.payment_reports import confirm_report, return_report
from programs.actions.payments import record_loss, record_receipt, reverse_receipt
from programs.forms.ledger import LossForm, PaymentFileForm, ReceiptForm, ReturnForm
from programs.guards import StepRefused
from programs.ledger.arrears import REMINDER, arrears_of
from programs.ledger.lines import plan_of, standing
from programs.ledger.money import NOTHING
from programs.models import MediationCase, PaymentReport, RestitutionPayment
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE
from programs.models.restitution import ReportState
from programs.papers.statement import totals_of
from programs.policy.vocabulary import ArrearsStep
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    find_participant,
    posted,
    program_page,
)

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show every debt of a case, how it stands today, and each row."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    people = {person.pk: person for person in facts.participants}
    audit.read(facts.participants, actor=request.user, purpose="ledger_page")
    reports = PaymentReport.objects.filter(participant__in=people, state=ReportState.WAITING)
    context = {
        "case": case,
        "lines": [_line(line, facts.today, people, numbers) for line, numbers in _numbered(facts.lines)],
        "totals": totals_of(facts.lines),
        "reports": [(report, people[report.participant_id]) for report in reports.defer("note", "reason")],
        "people": [person for person in facts.participants if person.is_party or person.role in HARMED_SIDE],
        "may_record": may(request.user, "record_receipt", case.state),
    }
    return draw_page(request, "programs/ledger.html", context)


def _numbered(lines: list[Any]) -> list[tuple[Any, str]]:
    numbers = {item.pk: number for number, item in payment_file.numbered(lines).items()}
    return [(line, numbers.get(line.pk, "")) for line in lines]


def _line(line: Any, today: Any, people: dict[Any, Any], number: str) -> dict[str, Any]:
    rows = sorted(line.entries, key=lambda row: (row.recorded_at, str(row.pk)))
    gone = {row.reverses_id for row in rows}
    responsible = [person for person in people.values() if person.role in RESPONSIBLE_SIDE]
    named = [people[key] for key in line.owers if key in people]
    owers = named or (responsible if len(responsible) == 1 else [])
    return {
        "item": line,
        "number": number,
        "said": standing(line, today),
        "plan": plan_of(line) if line.schedule else [],
        "rows": [
            {"row": row, "is_gone": row.pk in gone, "payer": people.get(row.paid_by_id)} for row in rows
        ],
        "for": people.get(line.beneficiary_id),
        "owers": owers,
    }


@TWO_WAYS
@program_page
def receipt(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record a payment for the whole agreement and share it as the policy says."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    owed = sum((max(line.outstanding(), NOTHING) for line in facts.lines if line.is_money), NOTHING)
    form = ReceiptForm(posted(request), facts=facts, initial={"paid_on": timezone.localdate()})
    audit.read(facts.responsible, actor=request.user, purpose="ledger_page")
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            rows = record_receipt(actor=request.user, case=case, now=timezone.now(), **form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, " ".join(each.sentence for each in refused.reasons))
            status = HTTPStatus.CONFLICT
        else:
            told = (
                _("The payment is recorded, in %(count)s parts.")
                if len(rows) > 1
                else _("The payment is recorded.")
            )
            messages.success(request, told % {"count": len(rows)})
            return redirect("case-ledger", case.pk)
    sharing = request.program.policy_of(case).sharing
    context = {"case": case, "form": form, "owed": owed, "sharing": sharing}
    return draw_page(request, "programs/receipt.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def take_back(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask once, then reverse all that is left of a receipt, so that it can be shared anew."""
    cases = MediationCase.objects.visible_to(request.user)
    rows = RestitutionPayment.objects.filter(item__agreement__case__in=cases)
    row = get_object_or_404(rows.select_related("item__agreement__case").defer("item__text"), pk=pk)
    case = row.item.agreement.case
    parts = RestitutionPayment.objects.filter(item__agreement__case=case, reverses=None, reversals=None)
    parts = parts.filter(receipt=row.receipt) if row.receipt else parts.filter(pk=row.pk)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            reverse_receipt(actor=request.user, case=case, now=timezone.now(), payment=row)
        except StepRefused as refused:
            reasons = [each.sentence for each in refused.reasons]
        else:
            messages.success(request, _("It is reversed."))
            return redirect("case-ledger", case.pk)
    context = {"case": case, "parts": parts, "reasons": reasons}
    return draw_page(request, "programs/receipt_reverse.html", context, status=409 if reasons else 200)


@TWO_WAYS
@program_page
def loss(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Write down what somebody lost."""
    person = find_participant(request, pk)
    audit.read(person, actor=request.user, purpose="person_page")
    form = LossForm(posted(request), program=request.program, initial={"loss": person.loss})
    if request.method == "POST" and form.is_valid():
        record_loss(
            actor=request.user, participant=person, now=timezone.now(), loss=form.cleaned_data["loss"]
        )
        messages.success(request, _("The loss is recorded."))
        return redirect("case-ledger", person.case_id)
    return draw_page(request, "programs/loss.html", {"form": form, "person": person, "case": person.case})


@TWO_WAYS
@program_page
def report(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what somebody reports to have paid; confirm it, or give it back with a reason."""
    cases = MediationCase.objects.visible_to(request.user)
    reports = PaymentReport.objects.filter(participant__case__in=cases)
    found = get_object_or_404(reports.select_related("participant__case", "proof"), pk=pk)
    case = found.participant.case
    audit.read(found, actor=request.user, purpose="payment_report")
    form = ReturnForm(posted(request) if "return" in request.POST else None)
    reasons: list[str] = []
    if request.method == "POST" and "confirm" in request.POST:
        try:
            confirm_report(actor=request.user, report=found, now=timezone.now())
        except StepRefused as refused:
            reasons = [each.sentence for each in refused.reasons]
        else:
            messages.success(request, _("It is confirmed, and in the ledger."))
            return redirect("case-ledger", case.pk)  # type: ignore[union-attr]
    elif request.method == "POST" and form.is_valid():
        return_report(
            actor=request.user, report=found, now=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("It is given back. They read why on their own page."))
        return redirect("case-ledger", case.pk)  # type: ignore[union-attr]
    context = {"case": case, "report": found, "form": form, "reasons": reasons}
    return draw_page(request, "programs/payment_report.html", context, status=409 if reasons else 200)


@never_cache
@TWO_WAYS
@program_page
def from_file(request: ProgramRequest) -> HttpResponse:
    """Ask for a file of payments, show each line with what is wrong, then record all of them or none.

    Between looking and recording the file is in the page alone.
    """
    form = PaymentFileForm(request.POST or None, request.FILES or None)
    content = request.POST.get("content", "")
    context: dict[str, Any] = {"form": PaymentFileForm(), "columns": ",".join(payment_file.COLUMNS)}
    if request.method != "POST" or not (content or form.is_valid()):
        return draw_page(request, "programs/payment_file.html", context | {"form": form})
    try:
        text = content or payment_file.text_of(form.cleaned_data["file"].read())
        lines = payment_file.read(text, request.user, timezone.localdate())
    except payment_file.Unreadable as trouble:
        return draw_page(
            request, "programs/payment_file.html", context | {"trouble": str(trouble)}, status=400
        )
    bad = [line for line in lines if line.troubles]
    new = [line.paid for line in lines if line.paid and not line.troubles and not line.is_there]
    audit.read([paid.case for paid in new], actor=request.user, purpose="payment_file")
    if "record" in request.POST and not bad and new:
        try:
            record_payment_file(actor=request.user, now=timezone.now(), lines=new)
        except LineRefused as refused:
            why = " ".join(each.sentence for each in refused.refusal.reasons)
            bad = [line for line in lines if line.number == refused.number]
            bad[0].troubles.append(why)
        else:
            messages.success(request, _("Recorded: %(count)s payments.") % {"count": len(new)})
            return redirect("arrears")
    context |= {
        "text": text,
        "bad": bad,
        "new": new,
        "there": [line for line in lines if line.is_there and not line.troubles],
        "total": sum((paid.amount for paid in new), 0),
    }
    return draw_page(request, "programs/payment_file.html", context)


@require_safe
@program_page
def arrears(request: ProgramRequest) -> HttpResponse:
    """List what is late, what was tried, and the gentle step that is next."""
    now = timezone.now()
    found = arrears_of(MediationCase.objects.visible_to(request.user), request.program, now)
    audit.read([each.case for each in found], actor=request.user, purpose="case_list")
    today = now.astimezone(request.program.zone).date()
    rows = [
        {
            "arrear": each,
            "next": ArrearsStep(each.next).label,
            "tried": [ArrearsStep(step).label for step in each.tried],
            "is_late": each.is_late(today),
        }
        for each in found
    ]
    return draw_page(request, "programs/arrears.html", {"rows": rows, "reminder": REMINDER})
