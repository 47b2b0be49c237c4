"""Where somebody who owes says that they paid, with proof, and reads what became of it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends import audit
from amends.files.examining import examine
from amends.files.kinds import Unfit
from programs.actions.files import LARGEST
from programs.actions.payment_reports import TooManyWait, report_payment
from programs.files import arriving
from programs.forms.attachments import refusal
from programs.forms.ledger import ReportForm
from programs.models import PaymentReport
from programs.own_page import OwnPage
from programs.views.own_pages import draw_own, own_page
from programs.views.pages import ProgramRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def payments(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Take what they say they paid, and show what they said before."""
    if page.side != "responsible" or not any(item.is_money for item in page.items):
        raise Http404
    is_sent = request.method == "POST"
    initial = {"paid_on": timezone.localdate()}
    form = ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        program=page.program,
        initial=initial,
    )
    if is_sent and form.is_valid() and _report(request, page, form):
        return redirect("own-payments")
    reports = list(PaymentReport.objects.filter(participant=page.participant.pk).order_by("-made_at"))
    for report in reports:
        report.participant = page.participant
    if reports:
        audit.read(reports, actor=request.outsider, purpose="own_payments")
    return draw_own(request, "payments", page=page, form=form, reports=reports)


def _report(request: ProgramRequest, page: OwnPage, form: ReportForm) -> bool:
    """Keep the report; return False with an error in the form where it, or its file, is not taken."""
    told: dict[str, Any] = {**form.cleaned_data, "actor": request.outsider, "now": page.now}
    upload: UploadedFile | None = told.pop("proof")
    try:
        if upload is None:
            report_payment(**told)
        else:
            with arriving(examine(upload, largest=LARGEST), upload.name or "", now=page.now) as arrival:
                report_payment(**told, arrival=arrival)
    except Unfit as error:
        form.add_error("proof", refusal(upload.name or "" if upload else "", error.reason))
    except TooManyWait:
        form.add_error(None, _("We have not looked at all that you sent yet. Wait for that, or call us"))
    else:
        return True
    return False
