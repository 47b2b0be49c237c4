"""A whole program that is being packed, and what the addresses of moves name."""

import uuid
from typing import Any

from django.utils import timezone

from programs.actions.moving import ask_move_out


def asked_move(scene: Any) -> Any:
    """Return an archive that is asked for; jobs pack it."""
    return ask_move_out(actor=scene.world.alice, now=timezone.now(), form_key=uuid.uuid4())


def _move(scene: Any) -> dict[str, Any]:
    return {"pk": scene.move.pk}


OF_MOVING = {
    **dict.fromkeys(("moves", "move-out", "move-in")),
    **dict.fromkeys(("move", "move-file", "move-discard"), _move),
}
