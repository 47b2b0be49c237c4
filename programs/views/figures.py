"""The program's own figures: pages, files, and what a year cost."""

from datetime import date

from django.contrib import messages
from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from programs.actions.costs import record_cost
from programs.figures.files import as_csv, as_xlsx
from programs.figures.report import Kind, Report, report_of
from programs.figures.showing import shown, years_of
from programs.forms.figures import OWN, CostForm, ReportForm
from programs.models import Referral
from programs.papers.figures import paper_of
from programs.papers.pdf import NoRenderer, render
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.papers import with_layout

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"csv": ("text/csv; charset=utf-8", as_csv), "xlsx": (SHEET, as_xlsx)}


@require_safe
@program_page
def figures(request: ProgramRequest) -> HttpResponse:
    """Show a report of a period beside the period before."""
    form = _form(request)
    if not form.is_valid():
        return _asked_wrongly(request, form)
    report = _report(request, form)
    query = request.GET.urlencode() or f"kind={form.data['kind']}&period={form.data['period']}"
    context = {
        "form": form,
        "report": report,
        "sections": shown(report, request.program),
        "years": years_of(report, request.program),
        "own_days": form.cleaned_data["period"] == OWN,
        "query": query,
    }
    return draw_page(request, "programs/figures.html", context)


@require_safe
@program_page
def figures_file(request: ProgramRequest) -> HttpResponse:
    """Send a report as CSV, XLSX or PDF; where no PDF can be made, show the page, which a browser prints."""
    form = _form(request)
    wanted = request.GET.get("format", "csv")
    if not form.is_valid() or wanted not in (*FORMATS, "pdf"):
        return _asked_wrongly(request, form)
    report = _report(request, form)
    if wanted == "pdf":
        kind, content = "application/pdf", _pdf(report, request)
        if content is None:
            return redirect(f"{reverse('figures')}?{request.GET.urlencode()}")
    else:
        kind, make = FORMATS[wanted]
        content = make(report, request.program)
    audit.export(request.program, actor=request.user, purpose="figures")
    response = HttpResponse(content, content_type=kind)
    name = f"{report.kind}-{report.period.first}-{report.period.last}.{wanted}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def cost(request: ProgramRequest) -> HttpResponse:
    """Write down what a year cost."""
    form = CostForm(
        posted(request), program=request.program, first_year=_first_year(), today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        record_cost(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The cost is written down."))
        return redirect(f"{reverse('figures')}?kind={Kind.ANNUAL}")
    costs = sorted(request.program.yearly_costs.items(), reverse=True)
    return draw_page(request, "programs/figures_cost.html", {"form": form, "costs": costs})


def _asked_wrongly(request: ProgramRequest, form: ReportForm) -> HttpResponse:
    context = {"form": form, "own_days": True}
    return draw_page(request, "programs/figures.html", context, status=400)


def _form(request: ProgramRequest) -> ReportForm:
    return ReportForm(request.GET or None, first_year=_first_year(), today=timezone.localdate())


def _report(request: ProgramRequest, form: ReportForm) -> Report:
    return report_of(
        Kind(form.cleaned_data["kind"]), form.cleaned_data["days"], request.program, timezone.now()
    )


def _pdf(report: Report, request: ProgramRequest) -> bytes | None:
    said = with_layout(paper_of(report, request.program, get_language() or "en"), request.program)
    try:
        return render("figures", said)
    except NoRenderer:
        return None


def _first_year() -> int:
    first = Referral.objects.real().aggregate(first=Min("submitted_at"))["first"]
    today: date = timezone.localdate()
    return timezone.localtime(first).year if first else today.year
