"""The program's listing in the public directory: what it says and from where, its parts, and publishing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import places
from network.directory.showing import stated_context
from programs.actions.listing import (
    ListingChanged,
    UnableToList,
    change_capacity,
    change_listing,
    confirm_listing,
    publish_listing,
    take_listing_out,
)
from programs.forms.listing import KnowsWhatItShowed, ListingPartForm
from programs.listing.assembling import facts_of
from programs.listing.claims import claim_of, claimable
from programs.listing.parts import PARTS, Part
from programs.listing.publishing import (
    asks_again,
    draft_mark,
    has_changes,
    is_unconfirmed,
    needs_of_listing,
    public_page,
)
from programs.listing.showing import groups_of, places_of, site_lines
from programs.models import Program
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
PAGE_OF_NEED = {"serves": "listing-places"}


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show what the directory says, what it does not, and what can be done about it."""
    return _draw(request)


def _draw(request: ProgramRequest, *, status: int = 200) -> HttpResponse:
    program, today = request.program, timezone.localdate()
    facts = facts_of(program, program.listing_draft)
    context = {
        "groups": groups_of(program, facts),
        "places": places_of(program),
        "sites": [{"site": site, "lines": site_lines(site)} for site in facts.sites],
        "needs": [
            {"need": need, "href": reverse(PAGE_OF_NEED.get(need.id, "verification"))}
            for need in needs_of_listing(program)
            if not need.is_met
        ],
        "mark": draft_mark(program),
        "public_page": public_page(program),
        "has_changes": has_changes(program),
        "asks_again": asks_again(program, today),
        "is_unconfirmed": is_unconfirmed(program, today),
        "claim": claim_of(program),
        "claimable": claimable(program),
    }
    return draw_page(request, "programs/listing/page.html", context, status=status)


@TWO_WAYS
@program_page
def part(request: ProgramRequest, part: str) -> HttpResponse:
    """Change one part of the draft; capacity is published at once."""
    if part not in PARTS:
        raise Http404
    asked = PARTS[part]
    form = ListingPartForm(posted(request), part=asked, program=request.program)
    context: dict[str, Any] = {"part": asked, "form": form}
    if request.method == "POST" and form.is_valid():
        change = change_capacity if part == "capacity" else change_listing
        try:
            change(actor=request.user, values=form.values(), shown=form.shown_before())
        except ListingChanged as found:
            context |= _both(form, asked, found)
            return draw_page(request, "programs/listing/part.html", context, status=409)
        messages.success(request, _saved(part, request.program))
        return redirect("listing")
    return draw_page(request, "programs/listing/part.html", context)


def _saved(part: str, program: Program) -> str:
    if not program.is_listed:
        return _("Saved. Nobody sees it before you publish your listing.")
    if part == "capacity":
        return _("Saved. The directory says so within seconds.")
    return _("Saved. The directory says so once you publish it.")


def _both(form: ListingPartForm, part: Part, found: ListingChanged) -> dict[str, Any]:
    """Return a form with what stands now where two differ, else with what was sent; and a table of the two."""
    program = Program.objects.get()
    kept = {name: form.cleaned_data[name] for name in form.sent() - found.names}
    again = ListingPartForm(part=part, program=program, initial=kept)
    return {"form": again, **both(form, found.names, program.listing_draft)}


def both(form: KnowsWhatItShowed, names: set[str], there: Any) -> dict[str, Any]:
    """Return a table of what stands now and what was sent, where two differ."""
    rows = [
        [form.fields[name].label, form.told(name, there.get(name)), form.told(name, form.cleaned_data[name])]
        for name in form.asked
        if name in names
    ]
    return {"rows": rows, "head": [_("Detail"), _("It is now"), _("You had entered")]}


@require_safe
@program_page
def preview(request: ProgramRequest) -> HttpResponse:
    """Show the draft as the public page shows a listing."""
    program = request.program
    facts = facts_of(program, program.listing_draft)
    context = stated_context(facts, places.names_of(facts.serves))
    return draw_page(request, "programs/listing/preview.html", context)


@require_POST
@program_page
def publish(request: ProgramRequest) -> HttpResponse:
    """Publish what was looked at."""
    try:
        publish_listing(actor=request.user, now=timezone.now(), mark=request.POST.get("mark", ""))
    except UnableToList as unable:
        if unable.why == "changed":
            messages.error(
                request, _("Somebody changed the listing meanwhile. Look at it, and publish it again.")
            )
        else:
            messages.error(request, _("The listing is not published. Do first what is missing."))
        return _draw(request, status=409)
    messages.success(request, _("Published. The directory shows it within seconds."))
    return redirect("listing")


@TWO_WAYS
@program_page
def take_out(request: ProgramRequest) -> HttpResponse:
    """Say what follows, and take the program out of the directory."""
    if request.method == "POST":
        take_listing_out(actor=request.user)
        messages.success(request, _("Your program is taken out of the directory. What you wrote is kept."))
        return redirect("listing")
    return draw_page(request, "programs/listing/take_out.html", {})


@require_POST
@program_page
def confirm(request: ProgramRequest) -> HttpResponse:
    """Note that all of the listing still holds."""
    confirm_listing(actor=request.user, now=timezone.now())
    messages.success(request, _("Thank you. The directory says that your listing was confirmed today."))
    return redirect("listing")
