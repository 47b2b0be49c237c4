"""A message that waits, and what the addresses of messages and of the pages name on which the two sides see them."""

from typing import Any

from programs import models
from programs.own_messages import key_of
from tests.programs import cast

LATER = cast.NOW + 3 * cast.DAY


def waiting_message(scene: Any) -> models.MediatedMessage:
    """A letter that lies before the person harmed."""
    victim, offender = cast.parties(scene.case)
    texts = {"words": f"{scene.canary} sorry", "returned_because": f"{scene.canary} shorter"}
    told = {"kind": "letter", "state": "offered", "sender": offender, "recipient": victim}
    times = {"began_at": LATER, "changed_at": LATER, "reviewed_by": scene.world.cora}
    return models.MediatedMessage.objects.create(case=scene.case, **told, **texts, **times)


def _case(scene: Any) -> dict[str, Any]:
    return {"pk": scene.rows["programs.MediationCase"].pk}


def _message(scene: Any) -> dict[str, Any]:
    return {"pk": scene.rows["programs.MediatedMessage"].pk}


def _own_message(scene: Any) -> dict[str, Any]:
    """Return how the person harmed sees the message that is there for them."""
    message = scene.rows["programs.MediatedMessage"]
    return {"key": key_of(message.recipient, message)}


OF_MESSAGES = {
    "messages": _case,
    "message-write": _case,
    "message": _message,
    "message-recording": _message,
    "message-upload": _message,
    "message-step": lambda scene: _message(scene) | {"name": "withdraw"},
    "own-messages": None,
    "own-message-write": lambda _scene: {"number": 1},
    "own-message": _own_message,
    "own-upload": _own_message,
    "own-recording": _own_message,
}
