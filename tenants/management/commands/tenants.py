"""List programs, change their state, put them in maintenance, erase them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import actions, provisioning
from tenants.context import as_owner
from tenants.models import FOLLOWING, State, Tenant


class Command(BaseCommand):
    """Programs as the platform knows them."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do with which program."""
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("list").add_argument("--json", action="store_true")
        what.add_parser("drop-orphans")
        for name in ("state", "maintenance", "domain", "erase", "create", "reassert-login"):
            what.add_parser(name).add_argument("slug")
        what.choices["state"].add_argument("state", choices=State.values)
        what.choices["maintenance"].add_argument("switch", choices=("on", "off"))
        what.choices["maintenance"].add_argument("--reason", default="")
        what.choices["domain"].add_argument("host")
        what.choices["create"].add_argument("name")
        what.choices["create"].add_argument("host")
        what.choices["erase"].add_argument("--really", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for."""
        getattr(self, "_" + options["what"].replace("-", "_"))(options)

    def _list(self, options: dict[str, Any]) -> None:
        with as_owner():
            rows = [
                {
                    "slug": each.slug,
                    "name": each.name,
                    "state": each.state,
                    "maintenance": each.maintenance,
                    "schema": each.schema_name,
                    "hosts": [domain.domain for domain in each.domains.all()],
                }
                for each in Tenant.objects.prefetch_related("domains").order_by("slug")
            ]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        for row in rows:
            mark = " (maintenance)" if row["maintenance"] else ""
            self.stdout.write(f"{row['slug']:<24} {row['state']:<11} {', '.join(row['hosts'])}{mark}")

    def _create(self, options: dict[str, Any]) -> None:
        provisioning.refill_pool()
        with as_owner():
            tenant = actions.claim(slug=options["slug"], name=options["name"], host=options["host"])
        self.stdout.write(f"{tenant.slug} has the schema {tenant.schema_name}.")

    def _state(self, options: dict[str, Any]) -> None:
        with as_owner():
            tenant = self._tenant(options["slug"])
            try:
                actions.set_state(tenant=tenant, state=options["state"])
            except actions.ImpossibleState as error:
                follow = ", ".join(sorted(FOLLOWING[State(tenant.state)])) or "nothing"
                raise CommandError(f"{error} From {tenant.state} it can become: {follow}.") from error

    def _maintenance(self, options: dict[str, Any]) -> None:
        with as_owner():
            tenant = self._tenant(options["slug"])
            actions.set_maintenance(tenant=tenant, on=options["switch"] == "on", reason=options["reason"])

    def _domain(self, options: dict[str, Any]) -> None:
        with as_owner():
            actions.add_domain(tenant=self._tenant(options["slug"]), host=options["host"])

    def _erase(self, options: dict[str, Any]) -> None:
        with as_owner():
            tenant = self._tenant(options["slug"])
        if tenant.state != State.ARCHIVED or not options["really"]:
            raise CommandError(
                "Only an archived program can be erased, and only with --really: it is for ever."
            )
        provisioning.erase(tenant)
        self.stdout.write(f"{tenant.slug} is erased.")

    def _reassert_login(self, options: dict[str, Any]) -> None:
        with as_owner():
            tenant = self._tenant(options["slug"])
        provisioning.reassert_login(tenant.schema_name)
        self.stdout.write(f"{tenant.slug} has its password and its settings again.")

    def _drop_orphans(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{len(provisioning.drop_orphans())} left-over schemas dropped.")

    def _tenant(self, slug: str) -> Tenant:
        try:
            return Tenant.objects.get(slug=slug)
        except Tenant.DoesNotExist:
            raise CommandError(f"There is no program {slug!r}; `manage tenants list` shows all.") from None
