"""Places that somebody of an agency searches often: kept as codes, and searched by one tap."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amends.actions import Refused
from network import places
from network.agencies.actions.places import forget_place, save_place
from network.agencies.forms import PlaceForm
from network.agencies.models import SavedPlace
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency


def places_at_hand(request: AgencyRequest) -> list[dict[str, Any]]:
    """Return what somebody keeps, by name: `pk`, `code` and `name`; a place that is no more in the file is left out."""
    kept = dict(SavedPlace.objects.filter(user=request.user).values_list("place", "pk"))
    named = places.names_of(kept)
    rows = [{"pk": kept[code], "code": code, "name": name} for code, name in named.items() if name]
    return sorted(rows, key=lambda row: str(row["name"]))


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
def listing(request: AgencyRequest) -> HttpResponse:
    """List the places at hand, and keep another."""
    form, reasons = PlaceForm(request.POST or None), ()
    if request.method == "POST" and form.is_valid():
        try:
            save_place(actor=request.user, place=form.cleaned_data["place"])
        except Refused as refusal:
            reasons = refusal.reasons  # type: ignore[assignment]
        else:
            messages.success(request, _("The place is at hand now."))
            return redirect("agency-places")
    context = {"form": form, "places": places_at_hand(request), "reasons": reasons}
    return draw_agency(request, "places", context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


@require_POST
@agency_page
def forget(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Keep a place at hand no longer."""
    saved = get_object_or_404(SavedPlace, user=request.user, pk=pk)
    forget_place(actor=request.user, saved=saved)
    messages.success(request, _("The place is removed."))
    return redirect("agency-places")
