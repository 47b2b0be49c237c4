"""What the benchmark does with plain django-tenants, each in a process of its own."""

import time
from typing import Any

from django.core.management import call_command
from django.db import connection
from django_tenants.migration_executors import get_executor

from infra.bench.tenancy.fleetapp.names import NAMES
from infra.bench.tenancy.names import host_of
from infra.bench.tenancy.plain.customers.models import Customer, Domain


def prepare() -> dict[str, Any]:
    """Make the public schema."""
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    return {}


def create(start: int, stop: int) -> dict[str, Any]:
    """Make tenants in its normal way, schema and migrations on save; return schemas and the milliseconds of each."""
    schemas, times = [], []
    for number in range(start, stop):
        begun = time.perf_counter()
        customer = Customer(schema_name=_schema(number), name=f"t{number:05}")
        customer.save(verbosity=0)
        Domain.objects.create(tenant=customer, domain=host_of(number), is_primary=True)
        times.append(1000 * (time.perf_counter() - begun))
        schemas.append(customer.schema_name)
    return {"schemas": schemas, "milliseconds": times, "tables": _tables(schemas[0])}


def replay(start: int, stop: int, batch: str, model: str) -> dict[str, Any]:
    """Make tenants quickly from a dump of the schema `model`: django-tenants offers no way as fast."""
    schemas = [_schema(number) for number in range(start, stop)]
    for number, schema in zip(range(start, stop), schemas, strict=True):
        # Without parameters no placeholder of the dump is looked at.
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema};\n" + batch.replace(f"{model}.", f"{schema}."))
        customer = Customer(schema_name=schema, name=f"t{number:05}")
        customer.auto_create_schema = False
        customer.save()
        Domain.objects.create(tenant=customer, domain=host_of(number), is_primary=True)
    return {"schemas": schemas}


def migrate(executor: str, schemas: list[str]) -> dict[str, Any]:
    """Migrate these tenants with one of its executors, as `migrate_schemas` does; return the seconds."""
    options = {
        "interactive": False, "verbosity": 0, "database": "default", "app_label": None, "migration_name": None,
        "run_syncdb": False, "fake": False, "fake_initial": False, "plan": False, "check_unapplied": False,
        "prune": False, "skip_checks": True, "force_color": False, "no_color": False, "traceback": False,
        "pythonpath": None, "settings": None, "stdout": None, "stderr": None,
    }  # fmt: skip
    begun = time.perf_counter()
    get_executor(codename=executor)((), options).run_migrations(tenants=list(schemas))
    return {"seconds": time.perf_counter() - begun, "migrated": len(schemas)}


def catch_up(schemas: list[str]) -> None:
    """Bring the tenants that no executor has migrated to the later release, quickly."""
    for schema in schemas:
        columns = ";".join(
            f"ALTER TABLE {schema}.fleetapp_{name.lower()} ADD COLUMN remark varchar(60) NULL"
            for name in NAMES
        )
        done = f"INSERT INTO {schema}.django_migrations (app, name, applied) VALUES ('fleetapp', '0002_remark', now())"
        with connection.cursor() as cursor:
            cursor.execute(f"{columns};{done}")


def _schema(number: int) -> str:
    return f"p{number:05}"


def _tables(schema: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [schema])
        return int(cursor.fetchone()[0])
