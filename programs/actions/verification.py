"""What a program knows of its own verification: the founder's address confirmed, it asked for, the decision copied."""

import uuid
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from programs.introducing import introduce
from programs.models import Program


class UnableToAsk(Exception):
    """The program is verified, or what whoever verifies it would begin with is missing: the address or the place."""


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
        # The page of the account says so too.
        EmailAddress.objects.filter(user_id=user_id, primary=True).update(verified=True)
    audit.record("address_confirmed" if is_founder else "address_not_confirmed", program, actor=actor)
    return is_founder


@action
def ask_for_verification(*, actor: Any, account: str, now: datetime) -> None:
    """Ask the operator to make sure that the program exists; `account` says how that can be known.

    Asked again it takes the place of what was said before. Raises UnableToAsk.
    """
    program = Program.objects.select_for_update(of=("self",)).select_related("founder").get()
    if program.is_verified or not program.is_address_confirmed or not program.place:
        raise UnableToAsk
    program.verification_asked_at, program.verification_account = now, account
    program.verification_declined_for = ""
    program.save(update_fields=["verification_asked_at", "verification_account", "verification_declined_for"])
    audit.record("verification_asked", program, actor=actor)
    introduce(program)


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


@action
def hear_decision(*, actor: None, decision: str, reason: str, asked_at: datetime | None) -> None:
    """Have the administrators told what the operator decided; `reason` is "" when it is not for them to know.

    `asked_at`: which question to be verified has its answer; when the program has asked anew since, that one waits.
    """
    program = Program.objects.select_for_update().get()
    if asked_at is not None and program.verification_asked_at == asked_at:
        is_declined = decision == "decline_verification"
        program.verification_asked_at = None
        program.verification_declined_for = (reason or "untold") if is_declined else ""
        program.save(update_fields=["verification_asked_at", "verification_declined_for"])
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue("programs.decision_letter", user_id=user.pk, decision=decision, reason=reason or None)
    audit.record("decision_heard", program, actor=actor, decision=decision, reason=reason or None)
