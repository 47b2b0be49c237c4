"""Plants the mistake that DRILL_MISTAKE names.

- `number`: every look is applied, also one that is older than what was applied before;
- `twice`: an event is inserted without looking whether it is there;
- `lease`: a job that was begun is left alone for an hour, so that a killed worker's waits for that.
"""

import os

from django.apps import AppConfig


class MistakesConfig(AppConfig):
    """Changes our code in memory, as a slip in it would."""

    name = "infra.drills.webhooks.mistakes"
    label = "webhook_mistakes"

    def ready(self) -> None:
        """Plant it; a mistake that would change nothing is an error."""
        from amends.outbox import claims
        from billing import rows
        from billing.actions import mirroring

        mistake = os.environ.get("DRILL_MISTAKE", "")
        if mistake == "number":
            rows.is_newer = lambda *_: True
        if mistake == "twice":
            _change(mirroring, "_INSERT", "ON CONFLICT (id) DO NOTHING", "")
        if mistake == "lease":
            _change(claims, "_COUNT", "least(power(2, least(attempts, 12)), 3600)", "3600")


def _change(module: object, name: str, old: str, new: str) -> None:
    text = getattr(module, name)
    if old not in text:
        raise RuntimeError(f"{name} does not hold what the mistake changes; look at it again.")
    setattr(module, name, text.replace(old, new))
