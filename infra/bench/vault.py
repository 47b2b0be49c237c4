"""`./amends bench vault`: what sealed columns and the audit cost, against the same list in the open.

Holds when a list of 500 rows, each sealed with a key of its own, takes one query to the tenant and one to the key
store, and under 20 ms to unwrap the keys and open a column of each (the best of 15 runs: the work, not the other
load of the machine; medians are told too).
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from amends.embedded.postgres import Postgres
from infra.report import Report, asked

ROWS = 500
RUNS = 15
MOST_MS = 20.0


def main(argv: list[str]) -> Report:
    """Measure on a server of its own."""
    parser = asked("bench vault", __doc__)
    parser.add_argument(
        "--rows", type=int, default=ROWS, help="the length of the list; %(default)s without it"
    )
    rows = parser.parse_args(argv).rows
    with tempfile.TemporaryDirectory(prefix="amends-vault-") as folder:
        postgres = Postgres(Path(folder) / "postgres", for_tests=True)
        postgres.start()
        try:
            schema = _program(postgres, folder)
            figures = {**_lists(schema, rows), **_appending(schema)}
        finally:
            _close()
            postgres.destroy()
    ok = (
        figures["tenant_queries"] == figures["key_store_queries"] == 1
        and figures["unwrap_and_open_1_column_best_ms"] < MOST_MS
    )
    return Report(ok, figures)


def _program(postgres: Postgres, folder: str) -> str:
    """Prepare a platform with one program; return its schema."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "amends.settings.test",
            "DATABASE_URL": postgres.owner_url(),
            "AMENDS_ROLE_SECRET": "bench",
            "AMENDS_SECRET_KEY": "bench",
            "AMENDS_ROOT_KEY": "b25seSBmb3IgdGVzdHMsIDMyIGJ5dGVzIGxvbmcuLi4=",
            "AMENDS_STATE": folder,
        }
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tenants import actions
    from tenants.context import as_owner

    with Path(os.devnull).open("w") as nowhere:
        call_command("prepare", verbosity=0, stdout=nowhere)
    with as_owner():
        schema = actions.claim(slug="bench", name="Bench", host="bench.localhost").schema_name
    with as_owner(schema):
        with connection.schema_editor() as editor:
            for model in _models():
                editor.create_model(model)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {schema}")
    return schema


def _close() -> None:
    from django.db import connections

    from tenants.connections import IDLE

    IDLE.forget_idle()
    connections.close_all()


def _models() -> tuple[Any, Any]:
    """Return the list's row, sealed and in the open."""
    from django.apps import apps
    from django.db import models

    from amends.vault.fields import SealedCharField
    from amends.vault.models import HoldsSecrets
    from tenants.ids import uuid7

    if "sealedrow" in apps.all_models["bench"]:
        return apps.all_models["bench"]["sealedrow"], apps.all_models["bench"]["openrow"]

    class SealedRow(HoldsSecrets):
        id = models.UUIDField(primary_key=True, default=uuid7)
        name = SealedCharField(max_length=200)
        email = SealedCharField(max_length=200)
        phone = SealedCharField(max_length=40)

        class Meta:
            app_label = "bench"

    class OpenRow(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7)
        vault_key = models.UUIDField(default=uuid7)
        name = models.CharField(max_length=200)
        email = models.CharField(max_length=200)
        phone = models.CharField(max_length=40)

        class Meta:
            app_label = "bench"

    return SealedRow, OpenRow


def _lists(schema: str, rows: int) -> dict[str, Any]:
    from django.db import connection, connections

    from tenants.context import inside

    sealed, in_the_open = _models()
    with inside(schema):
        started = time.perf_counter()
        for number in range(rows):
            _row(sealed, number).save(force_insert=True)
        made = time.perf_counter() - started
        in_the_open.objects.bulk_create([_row(in_the_open, number) for number in range(rows)])
    with inside(schema), _counted(connection) as asked, _counted(connections["keys"]) as fetched:
        assert all(row.name for row in sealed.objects.all())
    runs = [_one_list(schema, sealed) for _ in range(RUNS)]
    again = [_milliseconds(lambda: _names(schema, in_the_open)) for _ in range(RUNS)]

    def median(name: str) -> float:
        return round(statistics.median(run[name] for run in runs), 2)

    return {
        "rows": rows,
        "keys": rows,
        "tenant_queries": len(asked),
        "key_store_queries": len(fetched),
        "fetch_sealed_rows_ms": median("fetch"),
        "fetch_keys_ms": median("keys"),
        "unwrap_and_open_1_column_ms": median("one"),
        "unwrap_and_open_1_column_best_ms": round(min(run["one"] for run in runs), 2),
        "unwrap_and_open_1_column_cpu_ms": median("busy"),
        "open_2_more_columns_ms": median("two"),
        "whole_sealed_list_ms": median("all"),
        "same_list_in_the_open_ms": round(statistics.median(again), 2),
        "make_one_sealed_row_with_key_ms": round(made / rows * 1000, 2),
    }


def _row(model: Any, number: int) -> Any:
    return model(name=f"Person {number}", email=f"person{number}@example.org", phone=f"555 01{number:03}")


def _names(schema: str, model: Any) -> None:
    from tenants.context import inside

    with inside(schema):
        for row in model.objects.all():
            assert row.name


def _one_list(schema: str, model: Any) -> dict[str, float]:
    """Read a list in a new visit; key fetching is timed apart from opening."""
    from django.db import connections

    from tenants.context import inside

    listed: list[Any] = []
    with inside(schema), _counted(connections["keys"]) as waited:
        fetch = _milliseconds(lambda: listed.extend(model.objects.all()))
        busy = time.process_time()
        one = _milliseconds(lambda: [row.name for row in listed])
        busy = (time.process_time() - busy) * 1000
        two = _milliseconds(lambda: [(row.email, row.phone) for row in listed])
    keys = sum(waited)
    return {"fetch": fetch, "keys": keys, "one": one - keys, "busy": busy, "two": two, "all": fetch + one}


def _appending(schema: str) -> dict[str, Any]:
    """Append to the audit: one entry in a transaction, and a hundred."""
    from amends import audit
    from amends.audit.verifying import verify
    from tenants.context import inside
    from tenants.ids import uuid7

    def append(count: int) -> None:
        with audit.gathering():
            for _ in range(count):
                audit.record("changed", ("bench.row", uuid7()), actor="bench", state="open")

    with inside(schema):
        append(1)
        one = statistics.median(_milliseconds(lambda: append(1)) for _ in range(200))
        many = statistics.median(_milliseconds(lambda: append(100)) for _ in range(30))
    with inside(schema):
        reading = _milliseconds(lambda: verify(schema))
    return {
        "append_1_entry_in_own_transaction_ms": round(one, 2),
        "append_100_entries_ms": round(many, 2),
        "verify_3201_entries_ms": round(reading, 1),
    }


def _milliseconds(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


@contextmanager
def _counted(wrapper: Any) -> Iterator[list[float]]:
    """Yield the milliseconds of each query of one connection."""
    took: list[float] = []

    def note(execute: Any, *query: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*query)
        finally:
            took.append((time.perf_counter() - started) * 1000)

    with wrapper.execute_wrapper(note):
        yield took
