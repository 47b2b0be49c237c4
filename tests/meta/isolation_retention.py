"""What the addresses name of the pages about keeping cases."""

from typing import Any

from tests.meta.isolation_rows import Scene


def _case(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.rows["programs.MediationCase"].pk}


def _step(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.rows["programs.RetentionStep"].pk}


OF_RETENTION = {
    "retention": None,
    "sealed-cases": None,
    "sealed-case": _step,
    "retention-say": _case,
    "case-retention": _case,
    "retention-second": _step,
    "retention-take-back": _step,
    "hold-lift": _step,
    "person-export": lambda scene: {"pk": scene.rows["programs.Participant"].pk},
}
