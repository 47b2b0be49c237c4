"""`manage outbox list | replay | stats`: what waits, what is dead, and trying the dead again."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.outbox import letters
from tenants.context import as_owner


class Command(BaseCommand):
    """Shows and replays jobs."""

    help = "Shows the jobs that wait and those that are dead, and gives dead ones another chance."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the three sub-commands."""
        commands = parser.add_subparsers(dest="what", required=True)
        shown = commands.add_parser("list", help="One line per job, oldest first.")
        shown.add_argument("--dead", action="store_true", help="Only the jobs that ran out of attempts.")
        shown.add_argument("--job", default="", help="Only jobs of this name.")
        shown.add_argument("--limit", type=int, default=100)
        again = commands.add_parser("replay", help="Give dead jobs their attempts back.")
        again.add_argument("ids", nargs="*", type=UUID)
        again.add_argument("--job", default="", help="All dead jobs of this name.")
        again.add_argument("--all", action="store_true", help="All dead jobs.")
        commands.add_parser("stats", help="Counts as one JSON object.")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Run the sub-command on the public schema."""
        with as_owner():
            getattr(self, f"run_{what}")(**options)

    def run_list(self, *, dead: bool, job: str, limit: int, **_options: Any) -> None:
        """Print the rows, separated by tabs."""
        for row in letters.waiting(dead=dead or None, job=job)[:limit]:
            state = "dead" if row.dead_at else "waiting"
            self.stdout.write(f"{row.id}\t{state}\t{row.job}\t{row.schema}\t{row.attempts}\t{row.last_error}")

    def run_replay(self, *, ids: list[UUID], job: str, all: bool, **_options: Any) -> None:  # noqa: A002
        """Replay what was named, and nothing by accident."""
        if not (ids or job or all):
            raise CommandError(_("Name ids, a job with --job, or --all."))
        count = letters.replay(ids=ids or None, job=job)
        self.stdout.write(
            ngettext("%d job will be tried again.", "%d jobs will be tried again.", count) % count
        )

    def run_stats(self, **_options: Any) -> None:
        """Print the figures."""
        self.stdout.write(json.dumps(letters.stats()))
