"""The console's pages about claims: a program says that a listing from public sources is its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amends import audit
from amends.console.models import Introduction
from amends.console.views import menu
from network import places
from network.directory.actions import UnableToDecideClaim, accept_claim, decline_claim
from network.directory.models import Claim, ClaimState, Listing
from tenants.models import Tenant

TITLE = gettext_lazy("Claims")
MOST_SHOWN = 100
DECISIONS = {"accept": accept_claim, "decline": decline_claim}
MOST_PLACES = 20


def _draw(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shown = {"navigation": menu(request), **context}
    return render(request, f"directory/console/{template}.html", shown, status=status)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the claims that wait, the oldest first, and then the latest that were decided."""
    claims = Claim.objects.select_related("listing")
    waiting = list(claims.filter(state=ClaimState.WAITING).order_by("asked_at")[:MOST_SHOWN])
    decided = list(claims.exclude(state=ClaimState.WAITING).order_by("-decided_at")[:MOST_SHOWN])
    tenants = Tenant.objects.filter(pk__in=[each.tenant_id for each in (*waiting, *decided)])
    names = dict(tenants.values_list("pk", "name"))
    context = {
        "head": [_("Program"), _("Listing"), _("Since"), _("State")],
        "waiting": [_row(each, names) for each in waiting],
        "decided": [_row(each, names) for each in decided],
    }
    return _draw(request, "claims", context)


def _row(claim: Claim, names: dict[Any, str]) -> list[Any]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>',
        reverse("claim", args=[claim.pk]),
        names.get(claim.tenant_id, _("A program that is gone")),
    )
    return [
        {"html": link},
        claim.listing.name,
        date_format(timezone.localtime(claim.asked_at), "DATE_FORMAT"),
        claim.get_state_display(),
    ]


@require_safe
def claim(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what the program says, and what the listing says, beside each other."""
    return _show(request, get_object_or_404(Claim.objects.select_related("listing"), pk=pk))


def _show(request: HttpRequest, found: Claim, *, is_late: bool = False) -> HttpResponse:
    # What the program wrote may name somebody.
    audit.read(found, actor=request.user, purpose="claim")
    tenant = Tenant.objects.filter(pk=found.tenant_id).first()
    context = {
        "claim": found,
        "tenant": tenant,
        "says": _of_program(found, tenant),
        "listed": _of_listing(found.listing),
        "is_waiting": found.state == ClaimState.WAITING,
        "is_late": is_late,
    }
    return _draw(request, "claim", context, status=409 if is_late else 200)


def _of_program(found: Claim, tenant: Tenant | None) -> list[tuple[Any, Any]]:
    told = Introduction.objects.filter(pk=found.tenant_id).first()
    verified = tenant.verified_at if tenant else None
    return [
        (_("Name"), tenant.name if tenant else _("A program that is gone")),
        (_("Verified"), date_format(verified, "DATE_FORMAT") if verified else _("No")),
        (_("Place"), (told and told.place) or _("Not said")),
        (_("Telephone"), (told and told.telephone) or _("Not said")),
        (_("How we can know"), linebreaksbr(found.account)),
    ]


def _of_listing(found: Listing) -> list[tuple[Any, Any]]:
    facts = found.stated
    served = ", ".join(places.names_of(facts.serves[:MOST_PLACES]).values())
    towns = ", ".join(dict.fromkeys(site.city or site.area for site in facts.sites))
    return [
        (_("Name"), facts.name),
        (_("Source"), found.source),
        (_("Serves"), served or _("Not stated")),
        (_("Sites"), towns or _("Not stated")),
        (_("Telephone"), facts.telephone or _("Not stated")),
        (_("Web site"), facts.website or _("Not stated")),
        (_("Address of its page"), reverse("directory-program", args=[found.slug])),
    ]


@require_POST
def decide(request: HttpRequest, pk: Any) -> HttpResponse:
    """Accept or decline a claim; one that has its answer already is refused with 409."""
    found = get_object_or_404(Claim.objects.select_related("listing"), pk=pk)
    decision = DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        return redirect("claim", pk=found.pk)
    try:
        decision(actor=request.user, claim=found, now=timezone.now())
    except UnableToDecideClaim:
        found.refresh_from_db()
        return _show(request, found, is_late=True)
    messages.success(request, _("Decided. The program is told."))
    return redirect("claims")
