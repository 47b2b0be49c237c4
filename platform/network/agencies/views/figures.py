"""An agency's own numbers: sent, answered, accepted, days to an answer; small ones withheld, and the page says why."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from network.agencies.figures import LEAST, Figures, figures_of, years_of
from network.agencies.forms import YearForm
from network.agencies.models import Receipt
from network.agencies.offers import names_of
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency


@require_safe
@agency_page
def page(request: AgencyRequest) -> HttpResponse:
    """Show the numbers of a year for each program, and together where that tells no small one."""
    seen = Receipt.objects.seen_by(request.member)
    years = years_of(seen) or [timezone.localdate().year]
    form = YearForm(request.GET or None, years=years)
    year = form.cleaned_data["year"] if form.is_bound and form.is_valid() else years[0]
    each, total = figures_of(seen, year)
    names = names_of(each)
    rows = sorted(
        (_row(names.get(key, _("A program that is no more")), told) for key, told in each.items()),
        key=lambda row: str(row[0]),
    )
    if len(rows) > 1:
        rows.append(_row(_("All programs"), total, withheld=_("Not shown")))
    context = {
        "filter": form,
        "year": year,
        "least": LEAST,
        "head": [
            _("Program"),
            _("Sent"),
            pgettext("so many referrals", "Answered"),
            pgettext("so many referrals", "Accepted"),
            _("Days to an answer (median)"),
        ],
        "rows": rows,
    }
    return draw_agency(request, "figures", context)


def _row(name: str, told: Figures, *, withheld: str = "") -> list[Any]:
    is_small = told.sent is None and not withheld
    few = _("Fewer than {least}").format(least=LEAST) if is_small else withheld or _("Withheld")
    counts = [few if number is None else str(number) for number in told.counts]
    return [name, *counts, _("Not shown") if told.days is None else _days(told.days)]


def _days(median: float) -> str:
    return number_format(median, decimal_pos=0 if median.is_integer() else 1)
