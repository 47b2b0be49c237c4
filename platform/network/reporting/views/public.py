"""What everybody reads: the newest figures, each year, the archive with an address for each release, and the method."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from network.reporting.drawing import headline_chart, studies_of
from network.reporting.models import Kind, Release, ReleaseState
from network.reporting.plan import Level
from network.reporting.showing import Figures, letters_of
from network.reporting.views.pages import PUBLIC, draw, file_of, kept, shown, taken_along
from network.reporting.words import reason_of

ON_A_PAGE = 60
MOST_PLACES = 400
FORMS = ("json", "csv")


def public_releases() -> QuerySet[Release]:
    """Return the releases that everybody reads."""
    return Release.objects.filter(level__in=PUBLIC).select_related("period")


@require_safe
@kept
def newest(request: HttpRequest) -> HttpResponse:
    """Show the newest year; before the first, what there will be and when."""
    numbers = years()
    return _year(request, numbers[0], numbers) if numbers else draw(request, "empty", {})


@require_safe
@kept
def year(request: HttpRequest, number: int) -> HttpResponse:
    """Show a year: the nation's percentages, and where to find each state's."""
    numbers = years()
    if number not in numbers:
        raise Http404
    return _year(request, number, numbers)


@require_safe
@kept
def archive(request: HttpRequest) -> HttpResponse:
    """List every release that was ever made, also those that were withheld or withdrawn."""
    rows = (
        public_releases().defer("document", "members").order_by("-published_at", "level", "name", "-attempt")
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return draw(request, "archive", {"page": page})


@require_safe
@kept
def release(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a release at its permanent address."""
    row = get_object_or_404(public_releases(), pk=pk)
    return draw(request, "release", shown(row) | taken_along(request, row))


@require_safe
@kept
def release_file(request: HttpRequest, pk: Any, form: str) -> HttpResponse:
    """Return a release's document, byte for byte as its checksum was taken, or all its numbers as CSV."""
    row = get_object_or_404(public_releases(), pk=pk)
    if form not in FORMS:
        raise Http404
    return file_of(row, form)


def years() -> list[int]:
    """Return the years that were released, the latest first."""
    found = public_releases().filter(period__kind=Kind.YEAR).order_by("-period__year")
    return list(dict.fromkeys(found.values_list("period__year", flat=True).distinct()))


def _year(request: HttpRequest, number: int, numbers: list[int]) -> HttpResponse:
    places = _current(number, Kind.YEAR)
    later = {(row.level, row.domain): row for row in _current(number, Kind.LATER)}
    nations = [row for row in places if row.level == Level.NATION.value]
    context = {
        "number": number,
        "years": numbers,
        "nations": [_nation(row, later.get((row.level, row.domain))) for row in nations],
        "regions": [
            (row, reason_of(row.why) if row.why else "") for row in places if row.level == Level.REGION.value
        ],
        "letters": letters_of(_marks(places)),
    }
    return draw(request, "year", context)


def _nation(row: Release, later: Release | None) -> dict[str, Any]:
    parts = [Figures(row.document)]
    if later and later.state == ReleaseState.PUBLISHED:
        parts.append(Figures(later.document))
    return {
        "release": row,
        "later": later,
        "why": reason_of(row.why) if row.why else "",
        "parts": [(each, headline_chart(each)) for each in parts],
        "studies": [line for each in parts for line in studies_of(each)],
    }


def _current(number: int, kind: str) -> list[Release]:
    """Return the last release of each place for a year, by name: what was made anew stands for what it replaced."""
    rows = public_releases().filter(period__year=number, period__kind=kind)
    # The documents of regions are their own pages'.
    found = {(row.level, row.domain): row for row in rows.defer("members").order_by("attempt")[:MOST_PLACES]}
    return sorted(found.values(), key=lambda row: row.name)


def _marks(rows: list[Release]) -> set[str]:
    states = {row.state for row in rows}
    letters = {ReleaseState.WITHHELD: "c", ReleaseState.WITHDRAWN: "x"}
    return {letter for state, letter in letters.items() if state in states}
