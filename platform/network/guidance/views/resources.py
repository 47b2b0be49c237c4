"""A network's pages of what it lends its members."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from amends.accounts.access import may
from amends.actions import Refused
from amends.files.uploads import takes_files
from network.guidance.actions import publish_resource, publish_resources, withdraw_resource
from network.guidance.bodies import lines_of
from network.guidance.courses import Form
from network.guidance.forms import CourseForm, ListForm, ResourceForm
from network.guidance.models import Kind, Resource, ResourceVersion
from network.guidance.reading import COLUMNS, LARGEST
from network.guidance.views.templates import draw
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, network_page

TITLE = _("Shared resources")


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """List what is lent."""
    return draw(request, "resources", _listed(request))


def _listed(request: NetworkRequest) -> dict[str, Any]:
    latest = ResourceVersion.objects.order_by("resource", "-number").distinct("resource")
    rows = request.network.resources.filter(withdrawn_at=None).order_by("kind", "name", "pk")
    return {
        "resources": rows.prefetch_related(Prefetch("versions", latest, "latest")),
        "kinds": [(each.value, each.label) for each in Kind],
        "may_publish": may(request.user, "publish_resource"),
    }


@TWO_WAYS
@network_page
def new(request: NetworkRequest, kind: str) -> HttpResponse:
    """Offer something new."""
    if kind not in Kind.values:
        raise Http404
    return _publish(request, kind, None)


@TWO_WAYS
@network_page
def again(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Publish a later version."""
    row = get_object_or_404(request.network.resources.filter(withdrawn_at=None), pk=pk)
    return _publish(request, row.kind, row)


def _publish(request: NetworkRequest, kind: str, row: Resource | None) -> HttpResponse:
    latest = row.versions.first() if row else None
    form = _form(request, kind, row, latest)
    reasons: Any = ()
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "about", "body")}
        try:
            publish_resource(
                actor=request.user,
                network=request.network,
                kind=kind,
                now=timezone.now(),
                resource=row,
                **told,
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _now("It is on its way to the members, who can take it over."))
            return redirect("network-resources")
    said = lines_of(kind, latest.body) if latest else []
    context = {"form": form, "kind": Kind(kind).label, "resource": row, "latest": latest, "said": said}
    return draw(request, "resource", context, reasons)


def _form(request: NetworkRequest, kind: str, row: Resource | None, latest: ResourceVersion | None) -> Any:
    data = request.POST if request.method == "POST" else None
    initial = {"name": row.name, "about": latest.about} if row and latest else {}
    body = latest.body if latest else {}
    if kind == Kind.COURSE:
        return CourseForm(data, initial=initial | body)
    return ResourceForm(data, kind=kind, body=body or None, initial=initial)


@TWO_WAYS
@takes_files(most=1, largest=LARGEST)
@network_page
def upload(request: NetworkRequest) -> HttpResponse:
    """Take in a list, all of it or nothing; what is wrong is said line by line, beside the list."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    reasons: Any = ()
    if form.is_valid():
        found = form.cleaned_data["found"]
        try:
            publish_resources(actor=request.user, network=request.network, found=found, now=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            told = ngettext(
                "%(count)s entry is on its way to the members.",
                "%(count)s entries are on their way to the members.",
                len(found),
            )
            messages.success(request, told % {"count": len(found)})
            return redirect("network-resources")
    context = {"form": form, "columns": COLUMNS, "forms": Form.values}
    return draw(request, "upload", context, reasons)


@require_POST
@network_page
def withdraw(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Offer it no more."""
    row = get_object_or_404(request.network.resources, pk=pk)
    try:
        withdraw_resource(actor=request.user, resource=row, now=timezone.now())
    except Refused as refusal:
        return draw(request, "resources", _listed(request), refusal.reasons)
    messages.success(request, _now("It is offered no more. What members took over stays theirs."))
    return redirect("network-resources")
