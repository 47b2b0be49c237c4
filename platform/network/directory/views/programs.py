"""The page of one program, for people and for search engines."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from network import places
from network.accreditation.register import badges_of
from network.directory.describing import description_of
from network.directory.models import Listing
from network.directory.showing import freshness_of, stated_context


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a program says of itself."""
    return _draw(request, _find(slug))


@require_safe
def program_in(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show it in the language of the address, for search engines and for links that are passed on."""
    with translation.override(language):
        return _draw(request, _find(slug))


def _find(slug: str) -> Listing:
    return get_object_or_404(Listing.objects.open().defer("words"), slug=slug)


def _draw(request: HttpRequest, listing: Listing) -> HttpResponse:
    today = timezone.localdate()
    return render(request, "directory/program.html", program_context(request, listing, today))


def program_context(request: HttpRequest, listing: Listing, today: date) -> dict[str, Any]:
    """Return what the page of a listing shows."""
    facts = listing.stated
    names = places.names_of(facts.serves)
    canonical = request.build_absolute_uri(reverse("directory-program", args=[listing.slug]))
    return {
        **stated_context(facts, names),
        "listing": listing,
        "freshness": freshness_of(listing, today),
        "badges": badges_of(listing.tenant_id, today),
        "canonical": canonical,
        "alternates": [
            (code, request.build_absolute_uri(reverse("directory-program-in", args=[listing.slug, code])))
            for code, _name in settings.LANGUAGES
        ],
        "description": description_of(listing, facts, names, canonical),
    }
