"""Make the database ready: roles, tables, template, warm pool. Idempotent; needs the owner's login."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from tenants import provisioning
from tenants.context import as_owner
from tenants.fleet import running
from tenants.privileges import ensure_runtime_roles


class Command(BaseCommand):
    """Prepare the database and the key store."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what `up` asks for; a deployment migrates its fleet on its own, and watches."""
        parser.add_argument("--fleet", action="store_true", help="also bring every program to this release")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step and say so."""
        self.stdout.write("Roles")
        with as_owner():
            ensure_runtime_roles()
        self.stdout.write("Key store")
        prepare_key_store()
        self.stdout.write("Public schema")
        provisioning.prepare_public()
        self.stdout.write("Template of a program's schema")
        provisioning.prepare_template()
        if options["fleet"] and not running.migrate(say=self.stdout.write).is_complete:
            raise CommandError("Not every program could be migrated; see ./amends fleet status.")
        if not provisioning.is_recorded():
            self.stdout.write("The programs have another release: run ./amends fleet migrate")
            return
        self.stdout.write(f"{provisioning.refill_pool()} programs prepared for sign-up")


def prepare_key_store() -> None:
    """Migrate the key store as its owner, and give its login the verbs that the models say."""
    wrapper = connections[settings.KEY_STORE_ALIAS]
    wrapper.close()
    runtime = {key: wrapper.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    owner = settings.TENANCY_OWNER
    if owner is None:
        raise SystemExit("Set DATABASE_URL to the owner's login; this command changes tables.")
    wrapper.settings_dict.update(
        USER=owner["user"],
        PASSWORD=owner.get("password", ""),
        HOST=owner.get("host", ""),
        PORT=owner.get("port", ""),
    )
    try:
        # The others' migrations would make nothing here, and Django takes seconds to find that out.
        for label in settings.KEY_STORE_APPS:
            call_command("migrate", label, database=settings.KEY_STORE_ALIAS, interactive=False, verbosity=0)
        with wrapper.cursor() as cursor:
            cursor.execute(_key_store_grants(wrapper.settings_dict["NAME"]))
    finally:
        wrapper.close()
        wrapper.settings_dict.update(runtime)


def _key_store_grants(database: str) -> str:
    from django.apps import apps

    login = settings.KEY_STORE_LOGIN
    lines = [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;',
        f'GRANT CONNECT ON DATABASE "{database}" TO {login};',
        f"GRANT USAGE ON SCHEMA public TO {login};",
    ]
    for label in settings.KEY_STORE_APPS:
        for model in apps.get_app_config(label).get_models():
            verbs = getattr(model, "privileges", ("SELECT", "INSERT", "UPDATE"))
            lines.append(f'GRANT {", ".join(verbs)} ON "{model._meta.db_table}" TO {login};')
    return "\n".join(lines)
