"""What people said went wrong, for those who answer it: the administrators, but none who mediated the case."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.web.components import draw
from programs.actions.complaints import answer_complaint
from programs.forms.complaint import ComplaintAnswerForm
from programs.guards import StepRefused
from programs.models import Complaint
from programs.views.case_list import overdue_tag
from programs.views.pages import ProgramRequest, draw_page, posted, program_page


@require_safe
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List the complaints: those that wait for an answer first, by the day that was promised."""
    found = Complaint.objects.visible_to(request.user).select_related("participant__case")
    waiting, answered = found.waiting(), found.exclude(answered_at=None).order_by("-answered_at")
    context = {
        "head": [_("Number"), _("Case"), _("Came on"), _("To be answered by")],
        "rows": [_row(complaint) for complaint in (*waiting, *answered)],
    }
    return draw_page(request, "programs/complaints.html", context)


def _row(complaint: Complaint) -> list[Any]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("complaint", args=[complaint.pk]), complaint.number
    )
    case = complaint.participant.case
    came = date_format(timezone.localtime(complaint.made_at), "DATE_FORMAT")
    return [{"html": link}, case.reference if case else "", came, {"html": _due(complaint)}]


def _due(complaint: Complaint) -> Any:
    if complaint.answered_at:
        return draw("tag", text=_("Answered"), classes="govuk-tag--green")
    day = date_format(complaint.due_on, "DATE_FORMAT")
    is_late = complaint.due_on < timezone.localdate()
    return format_html("{} {}", day, overdue_tag()) if is_late else day


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a complaint, and answer it."""
    visible = Complaint.objects.visible_to(request.user).select_related("participant__case", "answered_by")
    complaint = get_object_or_404(visible, pk=pk)
    audit.read(complaint, actor=request.user, purpose="complaint_page")
    # Those who look through the records of the case must not learn of a complaint from this.
    audit.read(complaint.participant, actor=request.user, purpose="person_page")
    form = ComplaintAnswerForm(posted(request), initial={"text": complaint.answer})
    reasons: Sequence[Any] = ()
    if request.method == "POST" and form.is_valid():
        try:
            answer_complaint(
                actor=request.user, complaint=complaint, now=timezone.now(), text=form.cleaned_data["text"]
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            told = _("The answer stands on their own page. Tell them by a safe way that it does.")
            messages.success(request, told)
            return redirect("complaints")
    word = request.program.word_for(complaint.participant.role)
    context = {
        "complaint": complaint,
        "form": form,
        "word": word,
        "due": _due(complaint),
        "reasons": [
            {"id": each.id, "sentence": each.sentence, "remedy": each.remedy, "source": each.source}
            for each in reasons
        ],
    }
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_page(request, "programs/complaint.html", context, status=status)
