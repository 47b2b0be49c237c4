"""The operator's pages about networks: a list, a new one, and who acts for each."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from amends.actions import Refused
from amends.console.views import menu
from network.oversight.actions import appoint_officer, dismiss_officer, register_network
from network.oversight.forms import OfficerForm, RegisterForm
from network.oversight.models import Network, NetworkOfficer

TITLE = gettext_lazy("Networks")
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


def _draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = {"navigation": menu(request), **context}
    return render(request, f"oversight/{template}.html", shown, status=status)


@TWO_WAYS
def listing(request: HttpRequest) -> HttpResponse:
    """List the networks, and register another."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        network = register_network(actor=request.user, **form.cleaned_data)
        messages.success(request, _("%s is registered. Say now who acts for it.") % network.name)
        return redirect("console-network", pk=network.pk)
    rows = Network.objects.annotate(people=Count("officers")).order_by("name")[:SHOWN]
    context = {
        "form": form,
        "title": TITLE,
        "head": [_("Network"), _("How far it reaches"), _("Place"), _("Officers")],
        "rows": [[_link(each), each.get_level_display(), each.place, each.people] for each in rows],
    }
    return _draw(request, "networks", context)


def _link(network: Network) -> Any:
    href = reverse("console-network", args=[network.pk])
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, network.name)


@TWO_WAYS
def network(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show who acts for a network, and appoint somebody."""
    row = get_object_or_404(Network, pk=pk)
    form = OfficerForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            appoint_officer(actor=request.user, network=row, email=form.cleaned_data["email"])
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The account acts for the network now."))
            return redirect("console-network", pk=row.pk)
    officers = row.officers.select_related("user").order_by("user__name")
    context = {"network": row, "form": form, "reasons": reasons, "officers": officers}
    return _draw(request, "network", context, HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


@require_POST
def dismiss(request: HttpRequest, pk: Any) -> HttpResponse:
    """Have an account act for its network no more."""
    officer = get_object_or_404(NetworkOfficer.objects.select_related("network"), pk=pk)
    network = officer.network
    dismiss_officer(actor=request.user, officer=officer)
    return redirect("console-network", pk=network.pk)
