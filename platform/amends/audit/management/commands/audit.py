"""The audit's chains: are they whole, and signed checkpoints of them.

    manage audit verify PROGRAM... | --all     read the chains from the beginning; exit status 1 when one does not fit
    manage audit checkpoint [--all]            sign the end of each chain that moved (or of all) after checking it
    manage audit key                           the public key that checkpoints are signed with

Note the public key outside: with it and the folder of checkpoints anybody can check what we say.
"""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from amends.audit.checkpoints.signing import name_of, public_keys, shown
from amends.audit.checkpoints.taking import checkpoint_all
from amends.audit.verifying import Problem, verify
from amends.vault.errors import VaultError
from tenants.context import platform
from tenants.models import Tenant
from tenants.place import PUBLIC


class Command(BaseCommand):
    """Verify chains and take checkpoints."""

    help = __doc__

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        verifying = steps.add_parser("verify")
        verifying.add_argument("programs", nargs="*")
        verifying.add_argument("--all", action="store_true")
        steps.add_parser("checkpoint").add_argument("--all", action="store_true")
        steps.add_parser("key")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do one step."""
        getattr(self, step)(**options)

    def verify(self, *, programs: list[str], **options: Any) -> None:
        """Read chains from the beginning and say what is wrong."""
        if not programs and not options["all"]:
            raise CommandError("Name programs, or say --all.")
        with platform():
            tenants = list(Tenant.objects.exclude(state="erased").order_by("slug"))
        chosen = [each for each in tenants if options["all"] or {each.slug, each.schema_name} & set(programs)]
        if not options["all"] and len(chosen) < len(set(programs)):
            raise CommandError("One of these programs does not exist.")
        chains = {tenant.schema_name: tenant.slug for tenant in chosen}
        if options["all"]:
            chains[PUBLIC] = "the platform itself"
        failed = sum(not self._verify_one(schema, name) for schema, name in chains.items())
        self.stdout.write(f"{len(chains)} chains read, {failed} with problems")
        if failed:
            raise SystemExit(1)

    def _verify_one(self, schema: str, name: str) -> bool:
        try:
            problems = verify(schema)
        except (DatabaseError, VaultError):
            problems = [Problem("unreachable", None)]
        for problem in problems:
            at = "" if problem.seq is None else f" (entry {problem.seq})"
            self.stdout.write(f"{name}: {problem.sentence}{at}")
        return not problems

    def checkpoint(self, **options: Any) -> None:
        """Sign the ends of chains."""
        outcome = checkpoint_all(everything=options["all"])
        for schema, problems in outcome.problems.items():
            self.stdout.write(f"{schema}: not signed: {', '.join(map(str, problems))}")
        self.stdout.write(
            f"{outcome.chains} chains, {outcome.signed} signed, {len(outcome.problems)} with problems"
        )
        if outcome.problems:
            raise SystemExit(1)

    def key(self, **options: Any) -> None:
        """Show the public keys."""
        for key in public_keys():
            self.stdout.write(f"{name_of(key)}  {shown(key)}")
