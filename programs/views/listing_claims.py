"""The page on which a program says that a listing from public sources is its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions.claims import claim_listing
from programs.forms.listing import ClaimForm
from programs.listing.claims import find_claimable
from programs.views.pages import ProgramRequest, draw_page, posted, program_page


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def claim(request: ProgramRequest, listing: Any) -> HttpResponse:
    """Ask how one can know that the listing is the program's, and send that to the operator."""
    found = find_claimable(request.program, listing)
    if found is None:
        raise Http404
    form = ClaimForm(posted(request))
    if request.method == "POST" and form.is_valid():
        claim_listing(
            actor=request.user,
            now=timezone.now(),
            listing_id=found.id,
            name=found.name,
            account=form.cleaned_data["account"],
        )
        messages.success(request, _("Sent. We look into it and write to you."))
        return redirect("listing")
    return draw_page(request, "programs/listing/claim.html", {"form": form, "found": found})
