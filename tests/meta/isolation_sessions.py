"""What the addresses around a session name: talking it over, a mediator's own notes, and when people can come."""

from typing import Any

from tests.programs.cast import parties


def _case(scene: Any) -> dict[str, Any]:
    return {"pk": scene.case.pk}


OF_SESSIONS = {
    "case-talks": _case,
    "case-note": _case,
    "person-times": lambda scene: {"pk": parties(scene.case)[0].pk},
    "own-times": None,
}
