"""Referrals from a file, at the desk: looked at before anything is sent, and what cannot be sent is handed back."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from network.agencies.handover import Visitor
from programs import bulk, desk
from programs.models.referral import OffenceClass, ReferralStage
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.public_referral import draw_not_open


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("At most 200 rows and 500 kB. The first row holds the names of the columns."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def rows(request: ProgramRequest) -> HttpResponse:
    """Ask for a file; show each row and what is wrong with it; send the good ones; hand the others back.

    Between these the file is in the page alone, and travels in the body of its forms.
    """
    visitor = desk.visitor_at(request)
    assert visitor is not None  # noqa: S101 - the access table lets nobody else in
    if not request.program.is_open:
        return draw_not_open(request)
    form = FileForm(request.POST or None, request.FILES or None)
    content = request.POST.get("content", "")
    if request.method != "POST" or not (content or form.is_valid()):
        return _ask(request, FileForm() if request.method != "POST" else form)
    try:
        text = content or bulk.text_of(form.cleaned_data["file"].read(bulk.LARGEST + 1))
        found = bulk.read_rows(text, visitor, request.program)
    except bulk.Unreadable as trouble:
        if not form.is_bound or content:
            form = FileForm()
        return _ask(request, form, str(trouble))
    return _act(request, visitor, text, found)


def _act(request: ProgramRequest, visitor: Visitor, text: str, found: list[bulk.Row]) -> HttpResponse:
    if "mend" in request.POST:
        response = HttpResponse(bulk.to_mend(found), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="to-mend.csv"'
        return response
    is_sent = "send" in request.POST
    if is_sent:
        bulk.send_rows(found, visitor, now=timezone.now())
    context = {
        "text": text,
        "is_sent": is_sent,
        "good": [row for row in found if row.is_good],
        "bad": [row for row in found if not row.is_good],
        "visitor": visitor,
    }
    return draw_page(request, "programs/desk_rows.html", context)


def _ask(request: ProgramRequest, form: forms.Form, trouble: str = "") -> HttpResponse:
    policy = request.program.policy
    context: dict[str, Any] = {
        "form": form,
        "trouble": trouble,
        "columns": [(name, name in bulk.NEEDED) for name in bulk.COLUMNS],
        "stages": [each for each in ReferralStage.choices if each[0] in policy.stages],
        "offences": OffenceClass.choices,
        "example": ",".join(bulk.COLUMNS),
    }
    status = HTTPStatus.BAD_REQUEST if trouble else HTTPStatus.OK
    return draw_page(request, "programs/desk_file.html", context, status=status)
