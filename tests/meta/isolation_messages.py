"""What the addresses of messages name, of the pages on which the two sides see them, and of imports."""

from typing import Any

from programs.own_messages import key_of
from tests.meta.isolation_rows import Scene


def _case(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.rows["programs.MediationCase"].pk}


def _message(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.rows["programs.MediatedMessage"].pk}


def _own_message(scene: Scene) -> dict[str, Any]:
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


def _import(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.rows["programs.ImportBatch"].pk}


OF_IMPORTS = {
    "imports": None,
    "import": _import,
    "import-columns": _import,
    "import-words": _import,
    "import-begin": _import,
    "import-failed": _import,
    "import-undo": _import,
    "import-discard": _import,
}
