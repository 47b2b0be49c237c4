"""The pages of what a program is accredited for: what it can apply for, how each stands, and its certificate."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends import audit
from amends.actions import Refused
from programs.accreditation.copies import DRAFT, Copy, copies_of
from programs.accreditation.offers import offer_of, offers_to
from programs.accreditation.reasons import UNFIT
from programs.accreditation.showing import criteria_of, day_of, state_of, steps_of
from programs.accreditation.terms import may_appeal
from programs.actions.accreditation import (
    apply_for_accreditation,
    start_accreditation,
    withdraw_application,
)
from programs.models import Program
from programs.papers.accreditation import paper_of
from programs.papers.pdf import NoRenderer, render
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.papers import as_pdf, with_layout

CONFLICT = 409


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """List what the program is accredited for or applies for, and what else its networks offer."""
    return _draw_all(request)


def _draw_all(request: ProgramRequest, *, reasons: Any = (), status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "reasons": reasons,
        "head": [_("Standard"), _("Network"), _("How it stands"), _("Valid until")],
        "rows": [_row(each, today) for each in copies_of(request.program)],
        "offers": offers_to(request.program, today),
    }
    return draw_page(request, "programs/accreditation/page.html", context, status=status)


def _row(copy: Copy, today: Any) -> list[Any]:
    href = reverse("accredit-one", args=[copy.id])
    link = format_html('<a class="govuk-link" href="{}">{}</a>', href, copy.name)
    return [{"html": link}, copy.network_name, state_of(copy, today), day_of(copy.valid_until) or ""]


@require_POST
@program_page
def start(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Begin an application by the standard as it is now; nothing is sent."""
    today = timezone.localdate()
    found = offer_of(request.program, pk, today)
    if found is None:
        raise Http404
    try:
        copy = start_accreditation(actor=request.user, standard=found.told, today=today)
    except Refused as refusal:
        return _draw_all(request, reasons=refusal.reasons, status=CONFLICT)
    return redirect("accredit-one", copy.id)


def find(request: ProgramRequest, pk: Any) -> Copy:
    """Return one of the program's; 404 for what is none."""
    raw = request.program.accreditations.get(str(pk))
    if raw is None:
        raise Http404
    return Copy.read(raw)


@require_safe
@program_page
def one(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show how one stands, with everything that was said of each criterion."""
    return draw_one(request, find(request, pk))


def draw_one(request: ProgramRequest, copy: Copy, *, reasons: Any = (), status: int = 200) -> HttpResponse:
    """Return the page of one accreditation, with what stands in the way if something does."""
    today = timezone.localdate()
    context = {
        "copy": copy,
        "state": state_of(copy, today),
        "is_draft": copy.state == DRAFT,
        "criteria": criteria_of(copy),
        "steps": steps_of(copy),
        "valid_until": day_of(copy.valid_until),
        "return_due": day_of(copy.return_due),
        "unfit": UNFIT.get(copy.unfit, ""),
        "holds": copy.holds_on(today),
        "may_withdraw": copy.state in (DRAFT, "applied", "under_review"),
        "may_appeal": may_appeal(copy, timezone.now()),
        "may_return": copy.return_is_soon(today) and all(r["due"] != copy.return_due for r in copy.returns),
        "reasons": reasons,
    }
    return draw_page(request, "programs/accreditation/one.html", context, status=status)


@require_POST
@program_page
def apply(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Send an application to the network."""
    copy = find(request, pk)
    try:
        apply_for_accreditation(actor=request.user, accreditation=copy.id, today=timezone.localdate())
    except Refused as refusal:
        return draw_one(request, _again(copy), reasons=refusal.reasons, status=CONFLICT)
    messages.success(
        request, _("Your application is on its way to %(network)s.") % {"network": copy.network_name}
    )
    return redirect("accredit-one", pk)


@require_POST
@program_page
def withdraw(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take an application back."""
    copy = find(request, pk)
    try:
        withdraw_application(actor=request.user, accreditation=copy.id)
    except Refused as refusal:
        return draw_one(request, _again(copy), reasons=refusal.reasons, status=CONFLICT)
    messages.success(request, _("The application is withdrawn."))
    return redirect("accredit")


def _again(copy: Copy) -> Copy:
    """Return the copy as it stands after a refusal."""
    raw = Program.objects.get().accreditations.get(copy.id)
    return Copy.read(raw) if raw else copy


@require_safe
@program_page
def certificate(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Send the certificate of what holds today; where none can be made, the page of it says how it stands."""
    copy, today = find(request, pk), timezone.localdate()
    language = get_language() or "en"
    if not copy.holds_on(today):
        return redirect("accredit-one", pk)
    said = with_layout(paper_of(copy, request.program, language, today), request.program)
    try:
        document = render("accreditation", said)
    except NoRenderer:
        return redirect("accredit-one", pk)
    audit.export(request.program, actor=request.user, purpose="accreditation_certificate")
    return as_pdf(document, f"accreditation-{language}")
