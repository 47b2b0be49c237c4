"""A network's own figures, for those of its people who count: the same documents, of its members together."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amends.console.views import menu
from network.oversight.views.pages import NetworkRequest, network_page
from network.reporting.models import Release
from network.reporting.plan import Level
from network.reporting.views.pages import draw, file_of, shown, taken_along
from network.reporting.views.public import FORMS

TITLE = _("Figures")
"""What the menu calls it."""


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """List the network's releases; the newest stands on top."""
    rows = list(_own(request).order_by("-period__year", "-period__kind", "-attempt"))
    return _draw(request, "network", {"rows": rows})


@require_safe
@network_page
def release(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Show one of them."""
    row = get_object_or_404(_own(request), pk=pk)
    return _draw(request, "network_release", shown(row) | taken_along(request, row))


@require_safe
@network_page
def release_file(request: NetworkRequest, pk: Any, form: str) -> HttpResponse:
    """Return one of them as a file."""
    row = get_object_or_404(_own(request), pk=pk)
    if form not in FORMS:
        raise Http404
    return file_of(row, form)


def _own(request: NetworkRequest) -> QuerySet[Release]:
    rows = Release.objects.filter(level=Level.NETWORK.value, domain=str(request.network.pk))
    return rows.select_related("period")


def _draw(request: NetworkRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    shared = {"navigation": menu(request), "network": request.network}
    return draw(request, template, shared | context)
