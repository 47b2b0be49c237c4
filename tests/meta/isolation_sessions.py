"""What the addresses around a session name: talking it over, own notes, when people can come, and the surveys."""

from typing import Any

from tests.meta.isolation_surveys import OF_SURVEYS
from tests.programs.cast import parties


def _case(scene: Any) -> dict[str, Any]:
    return {"pk": scene.case.pk}


OF_SESSIONS = OF_SURVEYS | {
    "case-talks": _case,
    "case-note": _case,
    "person-times": lambda scene: {"pk": parties(scene.case)[0].pk},
    "own-times": None,
}
