"""Development settings, and a mistake where the drill plants one."""

from amends.settings.dev import *  # noqa: F403
from amends.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "infra.drills.webhooks.mistakes"]
# The drill is about rings; what the clock alone brings about would ask beside them.
OUTBOX_SCHEDULES: dict[str, int] = {}
