"""Plants the mistake that DRILL_MISTAKE names: `number` applies every look, `twice` inserts without looking."""

import os

from django.apps import AppConfig


class MistakesConfig(AppConfig):
    """Changes our code in memory, as a slip in it would."""

    name = "infra.drills.webhooks.mistakes"
    label = "webhook_mistakes"

    def ready(self) -> None:
        """Plant it."""
        from billing import rows
        from billing.actions import mirroring

        mistake = os.environ.get("DRILL_MISTAKE", "")
        if mistake == "number":
            rows.is_newer = lambda *_: True
        if mistake == "twice":
            mirroring._INSERT = mirroring._INSERT.replace("ON CONFLICT (id) DO NOTHING", "")
