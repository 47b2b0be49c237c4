"""Who looked at what: in the whole program, and at one case."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends import audit
from amends.audit.models import AuditEntry
from programs.forms.records import CaseRecordFilter, ProgramRecordFilter, RecordFilter
from programs.models import MediationCase
from programs.records.entries import Part, Wanted, about_hidden_complaints, part_of
from programs.records.lines import Line, lines_of
from programs.views.pages import ProgramRequest, draw_page, find_case, program_page


@require_safe
@program_page
def of_the_program(request: ProgramRequest) -> HttpResponse:
    """Show what was done and read in the program; looking here is noted too."""
    audit.read((AuditEntry._meta.label_lower, None), actor=request.user, purpose="records")
    form = ProgramRecordFilter(request.GET)
    wanted = form.wanted() if form.is_valid() else None
    return _draw(request, form, wanted, reverse("records"))


@require_safe
@program_page
def of_a_case(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show who did and read what of a case, to those who run it; looking here is noted too."""
    case = find_case(request, pk)
    audit.read(case, actor=request.user, purpose="case_records")
    form = CaseRecordFilter(request.GET, case=case)
    wanted = form.wanted() if form.is_valid() else None
    return _draw(request, form, wanted, reverse("case-records", args=[case.pk]), case)


def _draw(
    request: ProgramRequest,
    form: RecordFilter,
    wanted: Wanted | None,
    here: str,
    case: MediationCase | None = None,
) -> HttpResponse:
    # A number that is none is no place in the list.
    before = request.GET.get("before", "")
    part = (
        part_of(
            replace(wanted, unseen=about_hidden_complaints(request.user)),
            before=int(before) if before.isdecimal() else None,
        )
        if wanted is not None
        else Part([], None)
    )
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "case": case,
        "form": form,
        "here": here,
        "head": _head(case),
        "rows": [_row(line, case) for line in lines_of(part.entries)],
        "query": query.urlencode(),
        "is_later_part": bool(before),
        "older": part.older,
    }
    return draw_page(request, "programs/records.html", context)


def _head(case: MediationCase | None) -> list[str]:
    return [_("When"), _("Who"), _("What"), *([_("About")] if case is None else [])]


def _row(line: Line, case: MediationCase | None) -> list[Any]:
    about = [line.about] if case is None else []
    when = {"text": date_format(line.at, "SHORT_DATETIME_FORMAT"), "classes": "amends-listing__whole"}
    return [when, line.who, line.what, *about]
