"""Every write to the directory."""

import uuid
from datetime import date, datetime

from django.utils.text import slugify

from amends.actions import action
from network.directory.facts import Facts
from network.directory.index import index
from network.directory.models import Listing, Origin

RESERVED = {"in", "sources", "widget"}
"""What stands for something else in an address of the directory."""
ALL_PUBLIC = "what it stores is published to everybody; the program notes each version in its own audit"


@action(audited=False, because=ALL_PUBLIC)
def store_listing(  # noqa: PLR0913 - the columns of a listing, by keyword only
    *,
    actor: None,
    tenant_id: uuid.UUID | None,
    slug: str,
    facts: Facts,
    version: int,
    now: datetime,
    confirmed_on: date | None = None,
    source: str = "",
    is_sample: bool = False,
    place_names: tuple[str, ...] = (),
) -> Listing:
    """Publish a version of a listing and return the row; one that comes after a newer changes nothing.

    A program's listing is found by its tenant, another by its slug. `slug` is what its address is made of; if another
    listing has it, a number is added.
    """
    same = Listing.objects.select_for_update()
    listing = (same.filter(tenant_id=tenant_id) if tenant_id else same.filter(slug=slug)).first()
    if listing is None:
        listing = Listing(slug=free_slug(slug))
    elif tenant_id and listing.version >= version:
        return listing
    listing.tenant_id = tenant_id
    listing.origin = Origin.PROGRAM if tenant_id else Origin.PUBLIC_SOURCES
    listing.source, listing.version, listing.is_sample = source, version, is_sample
    listing.facts, listing.confirmed_on = facts.as_json(), confirmed_on
    listing.is_published, listing.updated_at = True, now
    index(listing, facts, place_names)
    return listing


@action(audited=False, because=ALL_PUBLIC)
def hide_listing(*, actor: None, tenant_id: uuid.UUID, version: int, now: datetime) -> None:
    """Take a program's listing out of the directory; its address is kept for when it comes back."""
    Listing.objects.filter(tenant_id=tenant_id, version__lt=version).update(
        is_published=False, version=version, updated_at=now
    )


def free_slug(wanted: str) -> str:
    """Return `wanted` as it can stand in an address, with a number when another listing has it."""
    stem = slugify(wanted)[:70] or "program"
    taken = RESERVED | set(Listing.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(each for number in range(2, len(taken) + 3) if (each := f"{stem}-{number}") not in taken)
