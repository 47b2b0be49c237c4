"""What the addresses of mediators name, and a statement of their training that one of them carries."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from programs.models import Program
from programs.training.making import keep_statement

NOBODYS = "0a1b2c3d-0000-4000-8000-00000000beef"


def with_statement(scene: Any) -> Any:
    """Give Mia a statement of her training, whoever vouches for the program; return her."""
    mia = scene.world.mediators["mia"]
    mia.refresh_from_db()
    with transaction.atomic():
        keep_statement(Program.objects.get(), mia, says_cases=True, now=timezone.now())
    return mia


def _mediator(scene: Any) -> dict[str, Any]:
    return {"pk": scene.world.mediators["mia"].pk}


def _statement(scene: Any) -> dict[str, Any]:
    return {"pk": UUID(scene.rows["programs.Mediator"].statements[0]["id"])}


OF_TRAINING = {
    **dict.fromkeys(("mediators", "training", "training-bring", "training-key-change")),
    **dict.fromkeys(("training-keys", "training-ended", "my-time", "my-calendar")),
    **dict.fromkeys(("mediator", "affiliation-add", "qualification", "mediator-time"), _mediator),
    "mediator-training": _mediator,
    **dict.fromkeys(("training-statement", "training-file", "training-end"), _statement),
    # Nothing waits in the scene: whatever the key is, the answer is that it was answered.
    "training-set-aside": lambda scene: _mediator(scene) | {"statement": UUID(NOBODYS)},
}
