"""The list of a network's accreditations by how they stand today, as a page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends.accounts.access import may
from network.accreditation.criteria import in_language
from network.accreditation.forms import RETURN_DUE, PipelineForm
from network.accreditation.models import Accreditation, Appeal, State
from network.accreditation.states import GOOD, STANDS, return_is_soon, state_on
from network.accreditation.views.pages import draw
from network.oversight.views.pages import NetworkRequest, as_file, day, network_page

ON_A_PAGE = 50


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """List the accreditations of the network."""
    form, rows, today = _asked(request)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": shown,
        "query": query.urlencode(),
        "head": _head(),
        "rows": [_linked(request, each, today) for each in shown],
        "has_standards": request.network.standards.exists(),
    }
    return draw(request, "pipeline", context)


@require_safe
@network_page
def as_table(request: NetworkRequest, form: str) -> HttpResponse:
    """Return the list, all pages of it, as CSV or as a workbook."""
    _form, rows, today = _asked(request)
    return as_file(
        "accreditations", form, _("Accreditation"), [_head(), *(_cells(each, today) for each in rows)]
    )


def _asked(request: NetworkRequest) -> tuple[PipelineForm, Any, Any]:
    form, today = PipelineForm(request.GET or None), timezone.localdate()
    appeals = Appeal.objects.filter(accreditation=OuterRef("pk"), decided_at=None)
    rows = (
        request.network.accreditations.select_related("tenant", "by")
        .annotate(appeals=Exists(appeals))
        .defer("answers", "by__document")
    )
    asked = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    return form, _in_state(rows.order_by("-applied_at", "-pk"), asked, today), today


def _in_state(rows: Any, state: str, today: Any) -> Any:
    """Keep those that stand so today: what time brings about is in no column until a job wrote it."""
    if not state:
        return rows
    if state == RETURN_DUE:
        candidates = rows.filter(state__in=GOOD, return_due__isnull=False).select_related(None)
        return rows.filter(pk__in=[each.pk for each in candidates if return_is_soon(each, today)])
    if state not in (*STANDS, State.LAPSED):
        return rows.filter(state=state)
    candidates = rows.filter(state__in=(*STANDS, State.LAPSED)).select_related(None)
    return rows.filter(pk__in=[each.pk for each in candidates if state_on(each, today) == state])


def _head() -> list[str]:
    return [
        _("Program"),
        _("Standard"),
        _("How it stands"),
        _("Applied on"),
        _("Valid until"),
        _("Annual return"),
    ]


def _cells(row: Accreditation, today: Any) -> list[str]:
    label = str(state_on(row, today).label)
    if getattr(row, "appeals", False):
        label = _("%(state)s; an appeal waits for an answer") % {"state": label}
    title = in_language(row.by.title)
    return [row.tenant.name, title, label, day(row.applied_at), day(row.valid_until), _return(row, today)]


def _return(row: Accreditation, today: Any) -> str:
    """Return when the next annual return is due, and that it is late where it is."""
    if row.return_due is None or state_on(row, today) not in GOOD:
        return ""
    told = {"day": date_format(row.return_due, "DATE_FORMAT")}
    if row.return_due < today:
        return _("Overdue since %(day)s") % told
    return _("Due on %(day)s") % told


def _linked(request: NetworkRequest, row: Accreditation, today: Any) -> list[Any]:
    name, *rest = _cells(row, today)
    if not may(request.user, "note_evidence_look"):
        return [name, *rest]
    href = reverse("accreditation-application", args=[row.pk])
    return [{"html": format_html('<a class="govuk-link" href="{}">{}</a>', href, name)}, *rest]
