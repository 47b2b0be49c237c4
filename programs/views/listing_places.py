"""Where the program serves, place by place, and its sites: public ones, and confidential ones without an address."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from network import places
from network.directory.facts import NotAFact
from programs.actions.listing import (
    ListingChanged,
    UnknownPlace,
    put_site,
    remove_site,
    serve_places,
    stop_serving,
)
from programs.forms.listing import PublicSiteForm, SecretSiteForm
from programs.listing.document import served, sites
from programs.listing.showing import places_of
from programs.models import Program
from programs.views.listing import both
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
FORMS: dict[str, Any] = {"public": PublicSiteForm, "confidential": SecretSiteForm}
LONGEST_QUESTION = 100
EVERY_COUNTY = "every-county-of"


@TWO_WAYS
@program_page
def listing_places(request: ProgramRequest) -> HttpResponse:
    """Show the places that are served, find others by what is typed, and add one, or all counties of a state."""
    asked = request.GET.get("find", "").strip()[:LONGEST_QUESTION]
    if request.method == "POST":
        _add(request, [request.POST.get("add", "")], request.POST.get(EVERY_COUNTY, ""))
        return redirect("listing-places")
    known = set(served(request.program.listing_draft))
    context = {
        "places": places_of(request.program),
        "asked": asked,
        "found": [_offer(place, known) for place in places.suggest(asked)] if asked else [],
    }
    return draw_page(request, "programs/listing/places.html", context)


def _offer(place: Any, known: set[str]) -> dict[str, Any]:
    counties = places.counties_of(place.code)
    return {"place": place, "is_served": place.code in known, "counties": len(counties)}


def _add(request: ProgramRequest, codes: list[str], state: str) -> None:
    if state:
        codes = [county.code for county in places.counties_of(state)]
    try:
        serve_places(actor=request.user, codes=codes)
    except UnknownPlace:
        messages.error(request, _("There is no such place. Look for it by its name."))
    except NotAFact:
        messages.error(request, _("A listing serves at most 400 places. Choose the state instead."))
    else:
        said = ngettext("The place is added.", "%(count)d places are added.", len(codes))
        messages.success(request, said % {"count": len(codes)})


@require_POST
@program_page
def remove_place(request: ProgramRequest) -> HttpResponse:
    """Take a place, or all of them, out of those that are served."""
    gone = request.POST.get("remove", "")
    codes = served(request.program.listing_draft) if gone == "all" else [gone]
    stop_serving(actor=request.user, codes=codes)
    messages.success(request, _("Removed."))
    return redirect("listing-places")


@TWO_WAYS
@program_page
def add_site(request: ProgramRequest, kind: str) -> HttpResponse:
    """Add a site, public or confidential."""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](posted(request))
    if request.method == "POST" and form.is_valid():
        put_site(actor=request.user, site_id=str(uuid.uuid4()), site=form.site())
        messages.success(request, _("The site is added."))
        return redirect("listing")
    return draw_page(request, "programs/listing/site.html", {"form": form, "kind": kind})


@TWO_WAYS
@program_page
def site(request: ProgramRequest, site: Any) -> HttpResponse:
    """Change a site; whether it is public is decided when it is added, and can be taken back once and for all."""
    there = _find(request, site)
    kind = "confidential" if there["is_confidential"] else "public"
    form = FORMS[kind](posted(request), site=there)
    context: dict[str, Any] = {"form": form, "kind": kind, "site_id": site}
    if request.method == "POST" and form.is_valid():
        try:
            put_site(actor=request.user, site_id=str(site), site=form.site(), shown=form.shown_before())
        except ListingChanged as found:
            context |= _both(form, kind, str(site), found)
            return draw_page(request, "programs/listing/site.html", context, status=409)
        messages.success(request, _("The site is changed."))
        return redirect("listing")
    return draw_page(request, "programs/listing/site.html", context)


def _find(request: ProgramRequest, site: Any) -> dict[str, Any]:
    there = sites(request.program.listing_draft).get(str(site))
    if there is None:
        raise Http404
    return there


def _both(form: Any, kind: str, site_id: str, found: ListingChanged) -> dict[str, Any]:
    now = sites(Program.objects.get().listing_draft).get(site_id, {})
    kept = {name: form.cleaned_data[name] for name in form.sent() - found.names}
    return {"form": FORMS[kind](site=now, initial=kept), **both(form, found.names, now)}


@require_POST
@program_page
def hide_site(request: ProgramRequest, site: Any) -> HttpResponse:
    """Make a public site confidential: its address is forgotten here too."""
    there = _find(request, site)
    area = {"area": there.get("city", "") or there.get("area", ""), "telephone": there["telephone"]}
    put_site(actor=request.user, site_id=str(site), site={"is_confidential": True, **area})
    messages.success(
        request,
        _("The address is forgotten. If it was published, the directory shows it until you publish again."),
    )
    return redirect("listing-site", site)


@require_POST
@program_page
def drop_site(request: ProgramRequest, site: Any) -> HttpResponse:
    """Take a site out."""
    _find(request, site)
    remove_site(actor=request.user, site_id=str(site))
    messages.success(request, _("The site is removed."))
    return redirect("listing")
