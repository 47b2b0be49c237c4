"""Programs that somebody of an agency keeps at hand, found by name, and the way over to one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.agencies.actions.saving import forget_program, save_program
from network.agencies.forms import WordsForm
from network.agencies.models import SavedProgram
from network.agencies.offers import on_offer
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency, lead_over, why_not

MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
def listing(request: AgencyRequest) -> HttpResponse:
    """Show the programs at hand, and those of a name; the words are sent in the body, and stand in no address."""
    form = WordsForm(request.POST if request.method == "POST" else None)
    kept = set(SavedProgram.objects.filter(user=request.user).values_list("tenant_id", flat=True))
    found = []
    if request.method == "POST" and form.is_valid():
        named = on_offer().filter(name__icontains=form.cleaned_data["words"])
        found = list(named.exclude(pk__in=kept).order_by("name")[: MOST_SHOWN + 1])
    context = {
        "form": form,
        "saved": on_offer().filter(pk__in=kept).order_by("name"),
        "found": found[:MOST_SHOWN],
        "has_more": len(found) > MOST_SHOWN,
        "has_searched": request.method == "POST" and form.is_valid(),
        "reasons": why_not(request.member),
    }
    return draw_agency(request, "programs", context)


@require_POST
@agency_page
def save(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Keep a program at hand."""
    tenant = get_object_or_404(on_offer(), pk=pk)
    save_program(actor=request.user, tenant_id=tenant.pk)
    messages.success(request, _("{program} is at hand now.").format(program=tenant.name))
    return redirect("agency-programs")


@require_POST
@agency_page
def forget(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Keep a program at hand no longer."""
    get_object_or_404(SavedProgram, user=request.user, tenant_id=pk)
    forget_program(actor=request.user, tenant_id=pk)
    return redirect("agency-programs")


@require_POST
@agency_page
def go(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Lead over to the form of a program."""
    return lead_over(request, get_object_or_404(on_offer(), pk=pk))
