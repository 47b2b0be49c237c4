"""A new version of the listing crosses to the public side, in the transaction that changed what it says."""

import json
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends import outbox
from network.directory.models import STALE_AFTER, Listing
from programs.listing.document import served
from programs.meanwhile import mark_of
from programs.models import Program
from programs.openness import Need, needs_of
from programs.recipients import url_of
from tenants.context import platform

ASKED_BEFORE = timedelta(days=14)
"""How long before a listing counts as unconfirmed it is asked whether all of it still holds."""


def push_listing(program: Program) -> None:
    """Queue the crossing of what is listed, or of the word that nothing is; the row is locked by the caller."""
    program.listing_version += 1
    program.save(update_fields=["listing_version"])
    outbox.queue("programs.publish_listing", version=program.listing_version)


def push_if_listed(program: Program) -> None:
    """Bring what the directory says up to date when something changed that it says too."""
    if program.is_listed:
        push_listing(program)


def draft_mark(program: Program) -> str:
    """Return by what a draft is known that somebody looked at: another draft has another mark."""
    return mark_of({"draft": json.dumps(program.listing_draft, sort_keys=True)})


def needs_of_listing(program: Program) -> list[Need]:
    """Return what a program needs before it is listed, met or not."""
    return [
        # The place is asked for by whoever verifies the program; one that is verified needs none for this.
        *([] if program.is_open else needs_of(program)),
        Need(
            "serves",
            _("It is said which places you serve"),
            _("People look for a program by their place. Without one nobody finds yours."),
            bool(served(program.listing_draft)),
        ),
    ]


def public_page(program: Program) -> str:
    """Return the address of the page that everybody sees; "" while there is none."""
    if not program.is_listed or not program.listing_live_version:
        return ""
    with platform():
        slug = Listing.objects.filter(tenant_id=program.tenant_id).values_list("slug", flat=True).first()
    path = reverse("directory-program", settings.TENANCY_PUBLIC_URLCONF, args=[slug]) if slug else ""
    return url_of(settings.AMENDS_DOMAIN, path) if path else ""


def has_changes(program: Program) -> bool:
    """Return whether something was typed that is not published yet."""
    return bool(program.listing_draft != program.listing)


def asks_again(program: Program, today: date) -> bool:
    """Return whether it is time to say again that all of the listing still holds."""
    confirmed = program.listing_confirmed_on
    return program.is_listed and confirmed is not None and today >= confirmed + STALE_AFTER - ASKED_BEFORE


def is_unconfirmed(program: Program, today: date) -> bool:
    """Return whether the directory says that nobody confirmed the listing for half a year."""
    confirmed = program.listing_confirmed_on
    return program.is_listed and (confirmed is None or confirmed + STALE_AFTER < today)
