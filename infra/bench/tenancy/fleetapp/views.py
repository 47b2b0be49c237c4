"""One page with one query."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from infra.bench.tenancy.fleetapp.models import Entry


def page(request: HttpRequest) -> HttpResponse:
    """List five rows of the tenant."""
    return render(request, "fleetapp/page.html", {"entries": Entry.objects.order_by("id")[:5]})
