"""Keys of the vault: new ones in place of old ones, and destruction.

    manage vault status                     how many keys there are, and under which root keys
    manage vault rotate-root                wrap all tenants' keys with the first configured root key
    manage vault rotate-tenant PROGRAM      give one program a new key
    manage vault shred PROGRAM KEY          destroy the key of one case or person, for good
    manage vault shred-tenant PROGRAM       destroy every key of an archived program, for good

A rotation may be stopped and run again: it goes on where it was. Configure the new root key first and the old
ones after it (AMENDS_ROOT_KEY=new,old) in every process, rotate, then remove the old ones.
"""

from argparse import RawDescriptionHelpFormatter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q

from amends.vault import rotation
from amends.vault.actions import shred
from amends.vault.errors import VaultError
from amends.vault.models import DataKey, TenantKey
from amends.vault.root import current_root_key
from amends.vault.shredding import destroy_data_key, destroy_tenant_keys
from tenants.context import inside, platform
from tenants.models import Tenant


class Command(BaseCommand):
    """Rotate and shred keys."""

    help = __doc__

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("status")
        steps.add_parser("rotate-root")
        steps.add_parser("rotate-tenant").add_argument("program")
        one = steps.add_parser("shred")
        one.add_argument("program")
        one.add_argument("key", type=UUID)
        one.add_argument("--because", default="command")
        whole = steps.add_parser("shred-tenant")
        whole.add_argument("program")
        whole.add_argument(
            "--yes", action="store_true", help="Do it: nothing of the program can be read again."
        )

    def handle(self, *, step: str, **options: Any) -> None:
        """Do one step."""
        try:
            getattr(self, step.replace("-", "_"))(**options)
        except VaultError as error:
            raise CommandError(str(error)) from error

    def status(self, **options: Any) -> None:
        """Say how many keys there are."""
        self.stdout.write(f"current root key: {current_root_key().id}")
        rows = TenantKey.objects.filter(wrapped__isnull=False).values_list("root_id").annotate(Count("id"))
        for root_id, count in rows.order_by("root_id"):
            self.stdout.write(f"tenant keys under {root_id}: {count}")
        self.stdout.write(f"data keys: {DataKey.objects.filter(shredded_at=None).count()}")
        self.stdout.write(f"shredded: {DataKey.objects.exclude(shredded_at=None).count()}")

    def rotate_root(self, **options: Any) -> None:
        """Move every tenant key to the current root key."""
        self._show(rotation.rotate_root())
        self.stdout.write(
            f"Every tenant key is wrapped by {current_root_key().id}; the others may be removed."
        )

    def rotate_tenant(self, *, program: str, **options: Any) -> None:
        """Give one program a new key."""
        self._show(rotation.rotate_tenant(schema_of(program)))
        self.stdout.write("The old key is destroyed.")

    def shred(self, *, program: str, key: UUID, because: str, **options: Any) -> None:
        """Destroy one key, now; the queued job will find it done."""
        schema = schema_of(program)
        if not DataKey.objects.filter(id=key, schema=schema).exists():
            raise CommandError("The key store holds no such key of this program.")
        with inside(schema):
            shred(actor="command", key_id=key, because=because)
        destroyed = destroy_data_key(schema, key)
        self.stdout.write("The key is destroyed." if destroyed else "The key was destroyed before.")

    def shred_tenant(self, *, program: str, yes: bool, **options: Any) -> None:
        """Destroy all keys of a program that is archived or erased."""
        with platform():
            tenant = Tenant.objects.get(schema_name=schema_of(program))
        if tenant.state not in ("archived", "erased"):
            raise CommandError("Archive the program first.")
        if not yes:
            raise CommandError("Add --yes: nothing of this program can be read again, from no backup.")
        self.stdout.write(f"{destroy_tenant_keys(tenant.schema_name)} keys are destroyed.")

    def _show(self, steps: Any) -> None:
        for progress in steps:
            self.stdout.write(f"{progress.done} done, {progress.left} left")


def schema_of(program: str) -> str:
    """Return the schema of a program by its slug or schema."""
    with platform():
        found = Tenant.objects.filter(Q(slug=program) | Q(schema_name=program)).values_list(
            "schema_name", flat=True
        )
        for schema in found:
            return schema
    raise CommandError(f"There is no program {program!r}.")
