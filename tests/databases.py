"""The databases of the tests: built once with the cast, then cloned for each worker."""

import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tenants import actions, hardening, provisioning
from tenants.context import as_owner
from tenants.models import Tenant
from tenants.place import current

ALIASES = ("default", "keys")
CAST = {"alpha": "Alpha Mediation", "beta": "Beta Mediation"}


def name_of(alias: str, worker: str) -> str:
    """Return the database of one worker; "template" is the one that is cloned."""
    return f"amends_test_{worker}_{alias}"


def build_template() -> None:
    """Build both template databases, with the two tenants of the cast, and say so to who waits for them."""
    try:
        _build_template()
    except BaseException:
        wrong = _told().with_suffix(".wrong")
        wrong.write_text(traceback.format_exc())
        wrong.rename(_told())
        raise
    _told().touch()


def _told() -> Path:
    """Return the file that is there when the template is done; with what went wrong in it if something did."""
    return Path(os.environ["AMENDS_TEST_SERVERS"]) / "template"


def wait_for_template() -> None:
    """Return when the template is there; raise RuntimeError when it could not be built."""
    while not _told().exists():
        time.sleep(0.1)
    if wrong := _told().read_text():
        raise RuntimeError(wrong)


def _build_template() -> None:
    for alias in ALIASES:
        _recreate(name_of(alias, "template"))
    use("template")
    call_command("prepare", verbosity=0, stdout=StringIO())
    with as_owner():
        for slug, name in CAST.items():
            actions.claim(slug=slug, name=name, host=f"{slug}.localhost")
    provisioning.refill_pool()
    close()


def clone(worker: str) -> None:
    """Clone the template for `worker` and use the clone."""
    for alias in ALIASES:
        _recreate(name_of(alias, worker), template=name_of(alias, "template"))
    use(worker)


def drop(worker: str) -> None:
    """Drop a worker's databases."""
    close()
    with server() as connection:
        for alias in ALIASES:
            connection.execute(f'DROP DATABASE IF EXISTS "{name_of(alias, worker)}" WITH (FORCE)')


def use(worker: str) -> None:
    """Point Django at a worker's databases; new connections go there."""
    close()
    for alias in ALIASES:
        connections.settings[alias]["NAME"] = settings.DATABASES[alias]["NAME"] = name_of(alias, worker)


def close() -> None:
    """Close every connection, also the idle ones."""
    from tenants.connections import IDLE

    assert current.get() is None
    IDLE.forget_idle()
    connections.close_all()


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """Yield a connection to the server as the owner, outside the databases of the tests."""
    with psycopg.connect(_maintenance_url(), autocommit=True) as connection:
        yield connection


def _maintenance_url() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path="/postgres"))


def _recreate(name: str, template: str = "template1") -> None:
    owner = settings.TENANCY_OWNER["user"]
    with server() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        strategy = "STRATEGY file_copy"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {strategy}')
        connection.execute(hardening.database_sql(name, owner, is_key_store=name.endswith("_keys")))
        if name.endswith("_keys") and template != "template1":
            connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {settings.KEY_STORE_LOGIN}')


def cast() -> dict[str, Tenant]:
    """Return the tenants of the cast by slug."""
    with as_owner():
        return {tenant.slug: tenant for tenant in Tenant.objects.filter(slug__in=CAST)}
