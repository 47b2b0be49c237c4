"""The books of restitution: is every balance the sum of its rows?

    manage ledger verify PROGRAM... | --all     read the books; exit status 1 when something in them cannot be

What is found is named by its key: no name, no amount.
"""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.ledger.verifying import verify
from tenants.context import inside, platform
from tenants.models import State, Tenant


class Command(BaseCommand):
    """Verify the books."""

    help = __doc__

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        verifying = parser.add_subparsers(dest="step", required=True).add_parser("verify")
        verifying.add_argument("programs", nargs="*")
        verifying.add_argument("--all", action="store_true")

    def handle(self, *, programs: list[str], **options: Any) -> None:
        """Say of each program what is wrong in its books."""
        if not programs and not options["all"]:
            raise CommandError("Name programs, or say --all.")
        with platform():
            tenants = list(Tenant.objects.exclude(state__in=(State.PENDING, State.ERASED)).order_by("slug"))
        chosen = [each for each in tenants if options["all"] or {each.slug, each.schema_name} & set(programs)]
        if not options["all"] and len(chosen) < len(set(programs)):
            raise CommandError("One of these programs does not exist.")
        failed = sum(not self._verify_one(tenant) for tenant in chosen)
        self.stdout.write(f"{len(chosen)} books read, {failed} with problems")
        if failed:
            raise SystemExit(1)

    def _verify_one(self, tenant: Tenant) -> bool:
        is_right = True
        with inside(tenant):
            for wrong in verify():
                is_right = False
                self.stdout.write(f"{tenant.slug}: case {wrong.case}, row {wrong.row}: {wrong.sentence}")
        return is_right
