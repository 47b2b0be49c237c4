"""Take in who pays for the program, and bring to the directory what follows from it on the day on which it does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from programs.listing.publishing import push_if_listed
from programs.models import Program
from programs.networks.telling import tell_if_member
from programs.paying import plan_change, takes_new


@action
def take_standing(*, actor: None, standing: Mapping[str, Any], now: datetime) -> None:
    """Copy what the platform knows of who pays; a copy that was overtaken by a later one changes nothing.

    `standing` is what `billing.standing.copy_of` returns.
    """
    program = Program.objects.select_for_update().get()
    is_newer = standing["version"] > program.standing.get("version", 0)
    if is_newer:
        took_new = takes_new(program.standing, now)
        program.standing = dict(standing)
        program.save(update_fields=["standing"])
        plan_change(program.standing, now)
        if took_new != takes_new(program.standing, now):
            push_if_listed(program)
        tell_if_member(program)
    audit.record(
        "standing_taken" if is_newer else "standing_overtaken",
        program,
        actor=actor,
        version=standing["version"],
    )


@action
def follow_standing(*, actor: None, version: int, now: datetime) -> None:
    """Have the directory say that nobody is taken any more, on the day on which that begins; plan it anew before."""
    program = Program.objects.select_for_update().get()
    if program.standing.get("version") == version and not plan_change(program.standing, now):
        push_if_listed(program)
    audit.record("standing_followed", program, actor=actor, version=version)


@action
def hear_lapse(*, actor: None, rung: str) -> None:
    """Have the administrators written to that nobody pays, or soon nobody will: what stops, and on which day."""
    program = Program.objects.get()
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue("programs.lapse_letter", user_id=user.pk, rung=rung)
    audit.record("lapse_heard", program, actor=actor, rung=rung)
