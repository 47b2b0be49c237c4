"""The one PostgreSQL that all arms share: their databases, rows, sizes, and how many connections each has."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from amends.embedded.postgres import OWNER, Postgres
from infra.bench.tenancy.names import title_of

ROWS = 10


def make_databases(postgres: Postgres, names: list[str]) -> None:
    """Make the peers' databases; ours are there."""
    with psycopg.connect(postgres.superuser_url(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}".encode())


def fill(postgres: Postgres, database: str, schemas: list[str], first: int = 0) -> None:
    """Put ten rows into each schema; their titles name the tenant."""
    with psycopg.connect(postgres.owner_url(database), autocommit=True) as connection:
        for start in range(0, len(schemas), 100):
            batch = "".join(
                f"INSERT INTO {schema}.fleetapp_entry00 (title, number, made_at)"
                f" SELECT '{title_of(first + start + at)} ' || i, i, now() FROM generate_series(1, {ROWS}) i;"
                for at, schema in enumerate(schemas[start : start + 100])
            )
            connection.execute(batch.encode())


def dump_of(postgres: Postgres, database: str, schema: str) -> str:
    """Return SQL that builds the tables of `schema` and its list of migrations, without making the schema itself."""
    command = [str(postgres.bin_dir / "pg_dump"), "--no-owner", "--no-privileges", f"--schema={schema}"]
    structure = _dumped([*command, "--schema-only"], postgres, database)
    rows = _dumped(
        [*command, "--data-only", "--inserts", f"--table={schema}.django_migrations"], postgres, database
    )
    noise = ("--", "\\", "SET ", "SELECT pg_catalog.set_config", "CREATE SCHEMA")
    lines = (structure + rows).splitlines()
    return "\n".join(line for line in lines if line and not line.startswith(noise))


def _dumped(command: list[str], postgres: Postgres, database: str) -> str:
    done = subprocess.run(
        [*command, postgres.owner_url(database)], capture_output=True, text=True, check=True
    )
    return done.stdout


def sizes(postgres: Postgres, database: str, schema: str) -> tuple[int, int]:
    """Return the bytes of one schema's relations, and of the whole catalogue with the roles."""
    with psycopg.connect(postgres.superuser_url(database), autocommit=True) as connection:
        query = (
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind IN ('r', 'S')"
        )
        relations, catalogue = (
            connection.execute(query, [name]).fetchone() for name in (schema, "pg_catalog")
        )
    return relations[0], catalogue[0]  # type: ignore[index]


class Watch:
    """The most connections that a database's clients had at once."""

    def __init__(self) -> None:
        self.most = 0


@contextmanager
def watching(postgres: Postgres, databases: list[str], every: float = 0.05) -> Iterator[Watch]:
    """Ask pg_stat_activity again and again while the block runs; owners' and our own connections do not count."""
    watch, stopping = Watch(), threading.Event()
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(%s) AND backend_type = 'client backend'"
        " AND pid <> pg_backend_pid()"
    )

    def look() -> None:
        with psycopg.connect(postgres.superuser_url(), autocommit=True) as connection:
            while not stopping.is_set():
                row = connection.execute(query, [databases]).fetchone()
                watch.most = max(watch.most, row[0] if row else 0)
                time.sleep(every)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        stopping.set()
        thread.join()
