"""`./amends drill retention`: what is sealed or purged is found nowhere, and a backup of before does not open it.

Every page, address of the API, file, link and visit of a program with a case that has a row of everything is asked for
it, as everybody, each of whom has to be told of it. It is closed, the program dumped with pg_dump, the case sealed, and
all is asked again: whoever is signed in has to hear that there is no such thing. Then it is purged by two people, the
jobs run, and it is all asked again. The dump goes into another database: no sealed column of the purged case may open,
and those of the other case must. Each check is shown a mistake that it has to find: row policies that are gone, and
keys still there.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from infra.drills.lifecycle.servers import Servers
from infra.report import Report, asked

RESTORED = "amends_restored"
POLICIES = ("mediationcase", "referral")
"""Where a case begins to be seen again when its row policy is gone."""


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    asked("drill retention", __doc__).parse_args(argv)
    with Servers() as tenant:
        from django.test.utils import override_settings

        # Everybody asks for hundreds of pages at once, signed in by a password alone.
        with override_settings(
            AMENDS_REQUIRE_SECOND_FACTOR=False, API_REQUESTS_PER_MINUTE=1_000_000, OWN_PAGE_LIMIT=None
        ):
            return run(tenant)


def run(tenant: Any) -> Report:
    """Run it in one program, whose rows are committed; the program should be empty."""
    from programs.models import MediationCase, Referral
    from programs.retention.unseen import seeing_sealed
    from tests.programs.cast import at
    from tests.programs.retention.asking import SOFTWARE, Asking
    from tests.programs.retention.keeping import LATER, sealed

    with at(tenant):
        asking = Asking(tenant)
        told_open = Counter(found.who for found in asking.ask())
        asking.close()
        counted = MediationCase.objects.real().count(), Referral.objects.real().count()
    dump = dumped(tenant.schema_name)
    with at(tenant):
        sealed(asking.world, asking.case, LATER)
        after_seal = list(asking.ask())
    found = {f"no row policy on {name}": _is_found(tenant, asking, name) for name in POLICIES}
    with restored(dump) as copy:
        found["keys that are still there"] = _opened(tenant, copy, asking)[0] > 0
        _purge(tenant, asking)
        with at(tenant):
            after_purge = list(asking.ask())
            with seeing_sealed():
                kept = MediationCase.objects.real().count(), Referral.objects.real().count()
        opened, others = _opened(tenant, copy, asking)
    figures = {
        "addresses": len(asking.paths),
        "words of the case": len(asking.words),
        "told of it while it was open": dict(sorted(told_open.items())),
        "told of it sealed": [vars(each) for each in after_seal],
        "told of it purged": [vars(each) for each in after_purge],
        "values of it that a restored dump opens": opened,
        "values of the other case that it opens": others,
        "counted before and after": [counted, kept],
        "mistakes planted": len(found),
        "mistakes found": sum(found.values()),
    }
    ok = all(found.values()) and not (after_seal or after_purge or opened) and others > 0
    ok = ok and set(told_open) == {*asking.browsers, SOFTWARE}
    return Report(ok=ok and counted == kept, figures=figures)


def _is_found(tenant: Any, asking: Any, name: str) -> bool:
    """Take a row policy away, and return whether that is found; it is put back."""
    from programs.retention.rows import SEEN
    from tests.programs.cast import at

    table = f'"{tenant.schema_name}".programs_{name}'
    with _owner() as cursor:
        cursor.execute(f"DROP POLICY sealed_unseen ON {table}")
    try:
        with at(tenant):
            return any(True for _each in asking.ask())
    finally:
        with _owner() as cursor:
            cursor.execute(
                f"CREATE POLICY sealed_unseen ON {table} AS RESTRICTIVE FOR SELECT USING ({SEEN[name]})"
            )


def _purge(tenant: Any, asking: Any) -> None:
    """Lift the hold of the case and purge it, as two people say, and let the jobs run."""
    from django.test.utils import override_settings

    from amends.outbox import draining
    from programs.actions.retention import lift_hold
    from programs.models import MediationCase
    from programs.retention.unseen import seeing_sealed
    from tests import databases
    from tests.programs.cast import at
    from tests.programs.retention.keeping import LATER, purged

    with at(tenant):
        with seeing_sealed():
            there = MediationCase.objects.get(pk=asking.case.pk)
            hold = there.retention.holds().get()
        lift_hold(actor=asking.world.alice, hold=hold, now=LATER, reason="It is over.")
        purged(asking.world, there, LATER)
    databases.close()
    with override_settings(TENANCY_LOGIN="amends_worker"):  # as the worker does
        draining.drain(budget=60)
        databases.close()


def _opened(tenant: Any, copy: Any, asking: Any) -> tuple[int, int]:
    """Return how many sealed values of the case, and of the other one, a restored copy opens with the keys of today."""
    from amends.vault.bootstrapper import forget_data_key
    from amends.vault.errors import VaultError
    from amends.vault.sealed import Sealed
    from programs.models import MediationCase, Participant, Referral
    from tests.programs.cast import at

    mine = others = 0
    for model, key in ((MediationCase, "id"), (Referral, "id"), (Participant, "case_id")):
        for field in _sealed_columns(model):
            table = f'"{tenant.schema_name}"."{model._meta.db_table}"'
            rows = copy.execute(f'SELECT id, {key}, vault_key, "{field.column}" FROM {table}').fetchall()
            with at(tenant):
                for pk, whose, vault_key, raw in rows:
                    forget_data_key(vault_key)
                    if raw is None or whose not in (*asking.its, asking.other.pk, asking.other.referral_id):
                        continue
                    try:
                        field.open(Sealed(bytes(raw), tenant.schema_name, pk))
                    except VaultError:
                        continue
                    mine, others = mine + (whose in asking.its), others + (whose not in asking.its)
    return mine, others


def _sealed_columns(model: Any) -> list[Any]:
    from amends.vault.fields import SealedField

    return [field for field in model._meta.local_fields if isinstance(field, SealedField)]


def dumped(schema: str) -> str:
    """Return a dump of a program alone, as pg_dump makes it."""
    from django.conf import settings

    owner, name = _address()
    environment = {f"PG{key.upper()}": str(value) for key, value in owner.items() if value}
    environment |= {"PGDATABASE": name, "PATH": os.environ.get("PATH", "")}
    asked = [f"--schema={schema}", "--inserts", "--no-owner", "--no-privileges"]
    command = [settings.TENANCY_PG_DUMP, *asked]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@contextmanager
def restored(dump: str) -> Iterator[Any]:
    """Restore a dump into a database of its own, give a connection to it, and drop it afterwards."""
    from tenants.provisioning import _is_noise

    owner, name = _address()
    login = {key: value for key, value in owner.items() if value}
    with psycopg.connect(**login, dbname=name, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        server.execute(f"CREATE DATABASE {RESTORED}")
        try:
            with psycopg.connect(**login, dbname=RESTORED, autocommit=True) as copy:
                copy.execute("\n".join(line for line in dump.splitlines() if not _is_noise(line)))
                yield copy
        finally:
            server.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


@contextmanager
def _owner() -> Iterator[Any]:
    owner, name = _address()
    with psycopg.connect(**{key: value for key, value in owner.items() if value}, dbname=name) as connection:
        yield connection.cursor()


def _address() -> tuple[dict[str, Any], str]:
    from django.conf import settings
    from django.db import connection

    owner = settings.TENANCY_OWNER or {}
    return {key: owner.get(key) for key in ("host", "port", "user", "password")}, connection.settings_dict[
        "NAME"
    ]
