"""The drill's own server: PostgreSQL and Redis in a temporary folder, and a few programs with rows to recognise."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Self

import psycopg

from amends.embedded.postgres import DATABASES, OWNER, Postgres
from amends.embedded.redis import Redis

WEB = "amends_web"
# The first is the attacker; it is erased in the end, and the next one attacks in the world without the wall.
SLUGS = ("alpha", "beta", "gamma", "delta")
# The attacker's texts hold none of these words, so whoever reads one has read somebody else's.
ROW, LITERAL, PUBLIC_NAME, WAITING, TOLD = (
    f"{word}-canary" for word in ("row", "literal", "public-name", "waiting", "told")
)
SECRETS = {
    "AMENDS_ROLE_SECRET": "drill",
    "AMENDS_SECRET_KEY": "drill",
    "AMENDS_ROOT_KEY": "ZHJpbGwsIGRyaWxsLCBkcmlsbCwgMzIgYnl0ZXMuLi4=",
    "AMENDS_CHECKPOINT_KEY": "",
    "AMENDS_POOLER": "0",
    "AMENDS_LOGIN": WEB,
    "AMENDS_WARM_POOL": "0",
}


@dataclass(frozen=True)
class Program:
    """A tenant of the drill: its schema and what its only row says."""

    slug: str
    schema: str
    host: str
    row: str


class Ground:
    """Servers and programs; a context manager that leaves nothing behind."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="amends-isolation-"))
        self.postgres = Postgres(self.folder / "postgres", for_tests=True)
        self.redis = Redis(self.folder / "redis")
        try:
            self.postgres.start()
            self.redis.start()
            self._load_django()
            self.programs = self._make_programs()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.redis.destroy()
        self.postgres.destroy()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def attacker(self) -> Program:
        """Return the program whose connection is the attacker's."""
        return self.programs[0]

    @property
    def victim(self) -> Program:
        """Return the program whose schema, role and backend the attacker knows."""
        return self.programs[1]

    @property
    def stranger(self) -> Program:
        """Return the program whose schema no text names: who reads it has found it in the catalogue."""
        return self.programs[2]

    def superuser(self, database: str = DATABASES[0]) -> psycopg.Connection[Any]:
        """Return a new connection that sees everything."""
        return psycopg.connect(self.postgres.superuser_url(database), autocommit=True)

    def _load_django(self) -> None:
        folders = {
            f"AMENDS_{name}_FOLDER": str(self.folder / name) for name in ("FILES", "MAIL", "CHECKPOINT")
        }
        addresses = {"DATABASE_URL": self.postgres.owner_url(), "REDIS_URL": self.redis.url(1)}
        for name in ("AMENDS_RUNTIME_DATABASE_URL", "AMENDS_KEYS_DATABASE_URL", "AMENDS_FAULT"):
            os.environ.pop(name, None)
        os.environ.update(SECRETS | folders | addresses | {"AMENDS_STATE": str(self.folder)})
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.dev")
        import django

        django.setup()

    def _make_programs(self) -> list[Program]:
        from django.core.management import call_command

        from tenants import provisioning

        call_command("prepare", verbosity=0, stdout=StringIO())
        provisioning.refill_pool(len(SLUGS))
        return [_make_program(slug) for slug in SLUGS]


def _make_program(slug: str) -> Program:
    from amends.accounts.actions import create_user
    from tenants import actions
    from tenants.context import inside

    host = f"{PUBLIC_NAME}-{slug}.localhost"
    tenant = actions.claim(slug=f"{PUBLIC_NAME}-{slug}", name=f"The {PUBLIC_NAME} of {slug}", host=host)
    row = f"{ROW} {slug}"
    with inside(tenant):
        create_user(actor=None, email=f"{ROW}@{slug}.example", name=row, roles=["coordinator"])
    return Program(slug, tenant.schema_name, host, row)


_OIDS = """
SELECT 'table_oid', oid FROM pg_class WHERE relname = 'accounts_user' AND relnamespace = to_regnamespace(%(b)s)::oid
UNION ALL SELECT 'schema_oid', oid FROM pg_namespace WHERE nspname = %(b)s
UNION ALL SELECT 'role_oid', oid FROM pg_roles WHERE rolname = %(b)s
"""


def names_for(ground: Ground, superuser: psycopg.Connection[Any], *, pid: int, job: str) -> dict[str, object]:
    """Return what the placeholders of the texts stand for; an attacker finds all of it in the catalogue."""
    a, b = ground.attacker.schema, ground.victim.schema
    return {
        "a": a,
        "b": b,
        "table": f"{b}.accounts_user",
        "columns": "(id, schema, origin, job, args)",
        "mine": f"'{a}', '{a}'",
        "pid": pid,
        "job": job,
        "web": WEB,
        "owner": OWNER,
        **dict(superuser.execute(_OIDS, {"b": b}).fetchall()),
    }
