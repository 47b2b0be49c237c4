"""What a program knows of its own verification: the founder's address confirmed, the operator's decision copied."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Program


@action
def confirm_founder_address(*, actor: Any, user_id: uuid.UUID, now: datetime) -> bool:
    """Note that the founder's address is theirs; return False for anybody else's, and change nothing then.

    `actor` is whoever opened the link, perhaps nobody who is signed in: the link is the proof.
    """
    program = Program.objects.select_for_update().get()
    is_founder = program.founder_id == user_id
    if is_founder and program.address_confirmed_at is None:
        program.address_confirmed_at = now
        program.save(update_fields=["address_confirmed_at"])
    audit.record("address_confirmed" if is_founder else "address_not_confirmed", program, actor=actor)
    return is_founder


@action
def take_verification(*, actor: None, verified_at: datetime | None, version: int) -> None:
    """Copy the operator's decision; one that was overtaken by a later one changes nothing."""
    program = Program.objects.select_for_update().get()
    is_newer = version > program.verification_version
    if is_newer:
        program.verified_at, program.verification_version = verified_at, version
        program.save(update_fields=["verified_at", "verification_version"])
    audit.record(
        "verification_taken" if is_newer else "verification_overtaken",
        program,
        actor=actor,
        version=version,
        is_verified=verified_at is not None,
    )
