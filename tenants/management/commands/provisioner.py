"""Keep the pool of prepared schemas full; the only long-running process that holds the owner's login."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from tenants.provisioning import drop_orphans, refill_pool

log = logging.getLogger("tenants.provisioner")
SECONDS = 0.5


class Command(BaseCommand):
    """Run until told to stop."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Refill twice a second; a failure is logged and tried again, more and more slowly."""
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        log.info("provisioner: %d left-over schemas dropped", len(drop_orphans()))
        pause = SECONDS
        while not stopping.wait(pause):
            try:
                made = refill_pool()
            except Exception as error:  # noqa: BLE001 - the database may be away; the next round tries again
                pause = min(pause * 2, 30)
                log.warning("provisioner: %s; next try in %.0f s", type(error).__name__, pause)
                continue
            pause = SECONDS
            if made:
                log.info("provisioner: %d programs prepared", made)
