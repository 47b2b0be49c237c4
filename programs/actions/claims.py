"""Say that a listing from public sources is the program's own, and take in what the operator made of that."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from network.directory.models import ClaimState
from programs.listing.claims import may_claim
from programs.listing.publishing import push_if_listed
from programs.models import Program


class UnableToClaim(Exception):
    """The program has a listing already, or a claim that waits or was accepted."""


@action
def claim_listing(*, actor: Any, now: datetime, listing_id: uuid.UUID, name: str, account: str) -> Program:
    """Claim a listing; `name` is what it is called, `account` how one can know. Raises UnableToClaim."""
    program = Program.objects.select_for_update().get()
    if not may_claim(program):
        raise UnableToClaim
    program.listing_claim = {
        "listing": str(listing_id),
        "name": name,
        "account": account,
        "asked_at": now.isoformat(),
        "state": ClaimState.WAITING.value,
    }
    program.save(update_fields=["listing_claim"])
    outbox.queue("programs.claim_listing")
    audit.record("listing_claimed", program, actor=actor, listing=listing_id)
    return program


@action
def hear_claim(*, actor: None, listing_id: uuid.UUID, state: str) -> Program:
    """Note what the operator decided about the claim, and have the administrators told.

    Word about a listing that is not the one claimed last changes nothing.
    """
    program = Program.objects.select_for_update().get()
    claim = program.listing_claim
    is_about_it = claim is not None and claim["listing"] == str(listing_id)
    if claim is not None and is_about_it:
        program.listing_claim = {**claim, "state": state}
        program.save(update_fields=["listing_claim"])
        # One that was published meanwhile moves into the listing that was claimed.
        push_if_listed(program)
        for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
            outbox.queue("programs.claim_letter", user_id=user.pk)
    audit.record("claim_heard" if is_about_it else "claim_heard_again", program, actor=actor, state=state)
    return program
