"""Every write to the directory."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from amends import audit, outbox
from amends.actions import action
from network.directory.facts import Facts
from network.directory.index import index
from network.directory.models import Claim, ClaimState, ListedSite, Listing, Origin
from tenants.models import Tenant

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
    listing has it, a number is added. What a program says itself, or has claimed, nobody else overwrites.
    """
    same = Listing.objects.select_for_update()
    listing = (same.filter(tenant_id=tenant_id) if tenant_id else same.filter(slug=slug)).first()
    if listing is None:
        listing = Listing(slug=_free_slug(slug))
    elif listing.tenant_id and (tenant_id is None or listing.version >= version):
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


@action(audited=False, because="each program notes in its own audit that it was asked")
def note_asked(*, actor: None, listings: Sequence[uuid.UUID], today: date) -> None:
    """Note which listings were asked to be confirmed again, so that they are not asked every day."""
    Listing.objects.filter(pk__in=listings).update(asked_on=today)


class UnableToDecideClaim(Exception):
    """The claim has its answer already, or another program has taken the listing over."""


@action(
    audited=False,
    because="the program's own audit says who claimed, the public one what the operator made of it",
)
def store_claim(
    *, actor: None, tenant_id: uuid.UUID, listing_id: uuid.UUID, account: str, asked_at: datetime
) -> Claim | None:
    """Store that a program says a listing is its own; it takes the place of what the program claimed before.

    Nothing when the same claim comes again, or the listing is somebody's by now: then None is returned.
    """
    before = Claim.objects.select_for_update().filter(tenant_id=tenant_id).first()
    is_new = before is None or before.asked_at < asked_at
    if not is_new or not Listing.objects.unclaimed().filter(pk=listing_id).exists():
        return None
    claim = before or Claim(tenant_id=tenant_id)
    claim.listing_id, claim.account, claim.asked_at = listing_id, account, asked_at
    claim.state, claim.decided_at = ClaimState.WAITING, None
    claim.save()
    return claim


@action
def accept_claim(*, actor: Any, claim: Claim, now: datetime) -> Claim:
    """Have the listing handed over to the program that claims it. Raises UnableToDecideClaim."""
    locked = _waiting(claim)
    if not Listing.objects.unclaimed().filter(pk=locked.listing_id).exists():
        raise UnableToDecideClaim
    _decide(locked, ClaimState.ACCEPTED, now)
    outbox.queue("directory.hand_over", claim_id=locked.pk)
    audit.record("claim.accepted", locked, actor=actor, listing=locked.listing_id)
    return locked


@action
def decline_claim(*, actor: Any, claim: Claim, now: datetime) -> Claim:
    """Leave the listing as it is, and have the program told. Raises UnableToDecideClaim."""
    locked = _waiting(claim)
    _decide(locked, ClaimState.DECLINED, now)
    _tell_program(locked)
    audit.record("claim.declined", locked, actor=actor, listing=locked.listing_id)
    return locked


def _waiting(claim: Claim) -> Claim:
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.state != ClaimState.WAITING:
        raise UnableToDecideClaim
    return locked


def _decide(claim: Claim, state: ClaimState, now: datetime) -> None:
    claim.state, claim.decided_at = state, now
    claim.save(update_fields=["state", "decided_at"])


@action(
    audited=False,
    because="the operator's decision is in the audit, and the program notes what it heard of it",
)
def hand_over_listing(*, actor: None, claim: Claim, now: datetime) -> None:
    """Give a listing to the program whose claim to it was accepted; its address stays, and the program is told.

    One that the program published meanwhile is withdrawn: what it says comes into this one with its next version.
    """
    own = Listing.objects.filter(tenant_id=claim.tenant_id).exclude(pk=claim.listing_id)
    # Its sites go with it: the same ones come into the other listing.
    ListedSite.objects.filter(listing__in=own).delete()
    own.update(tenant_id=None, origin=Origin.PUBLIC_SOURCES, is_published=False, updated_at=now)
    # The program counts its versions by itself, from 1 on.
    Listing.objects.unclaimed().filter(pk=claim.listing_id).update(
        tenant_id=claim.tenant_id, version=0, updated_at=now
    )
    _tell_program(claim)


def _tell_program(claim: Claim) -> None:
    schema = Tenant.objects.values_list("schema_name", flat=True).get(pk=claim.tenant_id)
    # The layer above takes it in.
    outbox.queue_for(schema, "programs.hear_claim", claim_id=claim.pk)


def _free_slug(wanted: str) -> str:
    """Return `wanted` as it can stand in an address, with a number when another listing has it."""
    stem = slugify(wanted)[:70] or "program"
    taken = RESERVED | set(Listing.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(each for number in range(2, len(taken) + 3) if (each := f"{stem}-{number}") not in taken)
