"""What every page of a network has: whose network it is, the menu, and files of a table."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from amends.accounts.models import User
from amends.console.views import menu
from amends.web.sheets import table, workbook
from network.oversight.models import Membership, Network, NetworkOfficer
from network.oversight.reasons import NO_NETWORK

HOME = _("Network")
MEMBERS = _("Members")
GAPS = _("Places without a program")
ANNOUNCEMENTS = _("Announcements")
REPORT = _("Annual report")
PEOPLE = _("People")
"""What the menu calls the pages."""
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

View = Callable[..., HttpResponse]


class NetworkRequest(HttpRequest):
    """A request of somebody who acts for a network."""

    user: User
    network: Network


def network_page(view: View) -> View:
    """Give a view the network that whoever asks acts for; say so to those who act for none."""

    @never_cache
    @wraps(view)
    def entered(request: NetworkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        officer = NetworkOfficer.objects.select_related("network").filter(user=request.user.pk).first()
        if officer is None:
            return draw_network(request, "stopped", {"reasons": [NO_NETWORK]}, status=HTTPStatus.CONFLICT)
        request.network = officer.network
        return view(request, *args, **kwargs)

    return entered


def draw_network(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Return a page with the menu, and the network where there is one."""
    shared = {"navigation": menu(request), "network": getattr(request, "network", None)}
    return render(request, f"oversight/{template}.html", shared | context, status=status)


def own(request: NetworkRequest, pk: Any) -> Membership:
    """Return a membership of this network; another network's is not there."""
    rows = request.network.memberships.select_related("tenant", "terms", "moved_from", "network")
    found: Membership = get_object_or_404(rows, pk=pk)
    return found


def answer_of(reasons: Iterable[Any]) -> HTTPStatus:
    """Return the status of a page that shows what stands in the way, if anything does."""
    return HTTPStatus.CONFLICT if reasons else HTTPStatus.OK


def day(moment: Any) -> str:
    """Return a day in words; nothing for none."""
    return date_format(moment, "DATE_FORMAT") if moment else ""


def as_file(name: str, form: str, title: str, rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """Return a table as a file to be saved: "csv" or "xlsx"; its first row are the headings."""
    if form == "xlsx":
        response = HttpResponse(workbook({title: rows}), content_type=SHEET)
    else:
        response = HttpResponse(table(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
