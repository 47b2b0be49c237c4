"""What the addresses of surveys name, and of the page on which somebody answers one."""

from typing import Any

from programs import models
from programs.models.survey import key_for
from tests.programs.cast import parties


def asked_survey(scene: Any) -> models.Survey:
    """Return what the person harmed is asked, with some of it answered."""
    victim = parties(scene.case)[0]
    row = models.Survey.objects.select_related("participant").get(pk=key_for(victim, "after"))
    row.state, row.way, row.counted_on, row.words = "asked", "phone", row.due_on, f"{scene.canary} said"
    row.answers, row.reason = {"fear": 4}, f"{scene.canary} reason"
    row.save()
    return row


def _survey(scene: Any) -> dict[str, Any]:
    return {"pk": scene.rows["programs.Survey"].pk}


OF_SURVEYS = {
    "surveys": None,
    "survey-add": None,
    "survey": _survey,
    "survey-answers": _survey,
    "survey-paper": lambda scene: _survey(scene) | {"language": "en"},
    "case-surveys": lambda scene: {"pk": scene.case.pk},
    "own-survey": None,
    "own-question": lambda _scene: {"number": 1},
}
