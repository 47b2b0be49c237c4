"""What addresses of figures across programs name: a release on the platform, whatever program's place is entered."""

import uuid
from typing import Any

from network.reporting.models import Release
from network.reporting.plan import Level
from tenants.context import platform

NOBODYS = uuid.UUID(int=13)
YEAR = 2025


def _release(*levels: Level) -> Any:
    def named(_scene: Any) -> dict[str, Any]:
        with platform():
            rows = Release.objects.filter(level__in=[level.value for level in levels]).order_by("pk")
            return {"pk": rows.values_list("pk", flat=True).first() or NOBODYS}

    return named


def _file(*levels: Level) -> Any:
    return lambda scene: _release(*levels)(scene) | {"form": "csv"}


FIGURES: dict[str, Any] = {
    **dict.fromkeys(("figures-public", "figures-method", "figures-releases", "network-figures")),
    "console-figures": None,
    "console-release": _release(Level.NATION, Level.REGION),
    "figures-year": lambda _scene: {"number": YEAR},
    "figures-release": _release(Level.NATION, Level.REGION),
    "figures-release-file": _file(Level.NATION, Level.REGION),
    "network-figures-release": _release(Level.NETWORK),
    "network-figures-file": _file(Level.NETWORK),
}
"""What everybody reads, and what a network's own people do."""
