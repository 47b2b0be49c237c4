"""Migrate every program's schema: plan, migrate, status, resume."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.fleet import running


class Command(BaseCommand):
    """The fleet's migrations."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and how."""
        parser.add_argument("what", choices=("plan", "migrate", "status", "resume"))
        parser.add_argument("--workers", type=int, default=4)
        parser.add_argument("--max-failures", type=int, default=3)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit with an error when a program is left behind."""
        if options["what"] == "plan":
            self.stdout.write(json.dumps(running.plan(), indent=2))
        elif options["what"] == "status":
            self.stdout.write(json.dumps(running.status(), indent=2))
        else:
            self._migrate(options["workers"], options["max_failures"])

    def _migrate(self, workers: int, max_failures: int) -> None:
        outcome = running.migrate(workers=workers, max_failures=max_failures, say=self.stdout.write)
        if not outcome.is_complete:
            raise CommandError(
                f"{outcome.failed} programs failed and {outcome.left} were not tried."
                " `./amends fleet status` tells more; mend the cause, then `./amends fleet resume`."
            )
        self.stdout.write("Every program has this release.")
