"""Write what a network announced into the program's copy of its membership."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from programs.models import Program
from programs.networks.copies import Copy, keep

MOST_KEPT = 10


@action
def take_announcement(*, actor: None, word: Mapping[str, Any]) -> bool:
    """Keep an announcement and have it mailed to the administrators; return whether the program is still a member.

    `word`: id, membership, title, text and announced_at. The latest ten of a network are kept.
    """
    program = Program.objects.select_for_update().get()
    raw = program.networks.get(word["membership"])
    is_for_us = raw is not None and raw["state"] == "member"
    key = uuid.UUID(word["id"])
    audit.record("network_announced", program, actor=actor, announcement=key, kept=is_for_us)
    if not is_for_us:
        return False
    copy = Copy.read(raw)
    kept = {name: word[name] for name in ("id", "title", "text", "announced_at")}
    keep(program, replace(copy, announcements=(kept, *copy.announcements)[:MOST_KEPT]))
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue(
            "programs.network_announcement",
            user_id=user.pk,
            membership_id=uuid.UUID(copy.id),
            announcement_id=key,
        )
    return True
