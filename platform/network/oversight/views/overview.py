"""What a network sees from above: places without a program, and its year."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network import places
from network.oversight.actions import note_looks
from network.oversight.forms import YearForm
from network.oversight.gaps import gaps_of
from network.oversight.report import Year, rows_of, sections_of, year_of, years_of
from network.oversight.views.pages import GAPS, NetworkRequest, as_file, draw_network, network_page

REPORT = "network-report"


@require_safe
@network_page
def gaps(request: NetworkRequest) -> HttpResponse:
    """List the counties, or states, of the network's place that no listed program names."""
    code = request.network.place_code
    found = gaps_of(code)
    context = {
        "place": places.names_of([code]).get(code, ""),
        "gaps": found,
        "served": found.parts - len(found.without),
        "head": [_("Place"), _("Code")],
        "rows": [[part.name, part.code] for part in found.without],
    }
    return draw_network(request, "gaps", context)


@require_safe
@network_page
def gaps_file(request: NetworkRequest) -> HttpResponse:
    """Return the same places as CSV."""
    found = gaps_of(request.network.place_code)
    rows = [[_("Place"), _("Code")], *([part.name, part.code] for part in found.without)]
    return as_file("places-without-a-program", "csv", str(GAPS), rows)


@require_safe
@network_page
def report(request: NetworkRequest) -> HttpResponse:
    """Put the report of a year together, to be read and printed."""
    form, year = _asked(request)
    return draw_network(request, "report", {"form": form, "year": year.number, "sections": sections_of(year)})


@require_safe
@network_page
def report_file(request: NetworkRequest) -> HttpResponse:
    """Return the same report as CSV."""
    _form, year = _asked(request)
    name = slugify(f"{request.network.slug} {year.number}")
    return as_file(name, "csv", str(year.number), rows_of(sections_of(year)))


def _asked(request: NetworkRequest) -> tuple[YearForm, Year]:
    """Return the year that is asked for; its members hear that what they share was counted."""
    today = timezone.localdate()
    years = years_of(request.network, today)
    form = YearForm(request.GET or None, years=years)
    number = form.cleaned_data["year"] if form.is_bound and form.is_valid() else years[0]
    year = year_of(request.network, number, today)
    if sharing := [row for row in year.now() if row.told]:
        note_looks(actor=request.user, memberships=sharing, page=REPORT, now=timezone.now())
    return form, year
