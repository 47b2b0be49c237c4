"""The two worlds in which the same texts are tried: with the wall, and with one login and a search_path per program."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from amends.embedded.postgres import DATABASES, OWNER
from infra.drills.isolation.ground import LITERAL, PUBLIC_NAME, ROW, WAITING, WEB, Ground, names_for
from tenants import hardening

Connection = psycopg.Connection[Any]

PLAIN_LOGIN, PLAIN, PRISTINE = "plain_app", "plain", "plain_pristine"
JOB = "019a0000-0000-7000-8000-000000000001"


class Victim:
    """A connection of the neighbour in the middle of a query whose text holds a literal."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.pid = connection.info.backend_pid
        self.thread = threading.Thread(target=self._sleep, daemon=True)
        self.thread.start()

    def _sleep(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self.connection.execute(f"SELECT pg_sleep(3600), '{LITERAL}'")

    @property
    def is_undisturbed(self) -> bool:
        """Return whether the query still runs: neither ended nor cancelled."""
        self.thread.join(0.003)
        return self.thread.is_alive()

    def end(self, superuser: Connection) -> None:
        """End it ourselves."""
        superuser.execute("SELECT pg_terminate_backend(%s)", [self.pid])
        self.thread.join(10)
        self.connection.close()


class Arm:
    """What both worlds have: a superuser who looks, a waiting job of the victim, and the victim's session."""

    name: str
    database: str
    reads_public = False
    """Are the tables of `public` the attacker's own world?"""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.open()

    @property
    def login(self) -> str:
        """Return the role of the attacker."""
        return self.ground.attacker.schema

    @property
    def others(self) -> dict[str, str]:
        """Return the words that only somebody else's world holds, and what they are."""
        programs = (self.ground.victim, self.ground.stranger)
        return {
            **{f"{ROW} {program.slug}": "a row" for program in programs},
            LITERAL: "a literal in a running query",
            PUBLIC_NAME: "a public name, slug or host",
            WAITING: "a waiting job",
        }

    def can_work(self, connection: Connection) -> bool:
        """Return whether the attacker's own login still does what it is there for."""
        query = "SELECT current_schema(), current_setting('transaction_read_only'), name FROM accounts_user"
        program = self.ground.attacker
        return connection.execute(query).fetchone() == (program.schema, "off", program.row)

    def open(self) -> None:
        """Begin to look, and put the victim to work."""
        self.superuser = self.ground.superuser(self.database)
        self._add_waiting_job(self.superuser)
        self.victim = Victim(self.connect(self.ground.victim.schema))

    def _add_waiting_job(self, connection: Connection) -> None:
        connection.execute(
            "INSERT INTO public.amends_outbox (id, schema, origin, job, args, not_before)"
            " VALUES (%s, %s, %s, %s, '{}', now() + interval '1 day')"
            " ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, origin = excluded.origin",
            [JOB, self.ground.victim.schema, self.ground.victim.schema, WAITING],
        )

    def close(self) -> None:
        """Stop both."""
        self.victim.end(self.superuser)
        self.superuser.close()

    def names(self) -> dict[str, object]:
        """Return what the placeholders of the texts stand for now."""
        return names_for(self.ground, self.superuser, pid=self.victim.pid, job=JOB)

    def connect(self, schema: str, database: str = "") -> Connection:
        """Return a connection of a program, outside the engine's pool."""
        raise NotImplementedError

    def attacking(self) -> contextlib.AbstractContextManager[Connection]:
        """Yield a fresh connection of the attacker's program."""
        raise NotImplementedError

    def restore(self, changed: set[str]) -> None:
        """Undo what an attack changed, of others (tables, or kinds of things of the catalogue) or of its own role."""
        raise NotImplementedError

    def restart_victim(self) -> None:
        """Put the victim to work again."""
        self.victim.end(self.superuser)
        self.victim = Victim(self.connect(self.ground.victim.schema))


class WallArm(Arm):
    """Programs apart by login role, entered through the engine itself."""

    name = "wall"
    database = DATABASES[0]

    def connect(self, schema: str, database: str = "") -> Connection:
        """Return a connection as the program's role, with the engine's own parameters."""
        from django.db import connections

        from tenants.backend.base import DatabaseWrapper
        from tenants.place import Place

        wrapper = DatabaseWrapper(connections.settings["default"], "default", Place(schema, "app"))
        parameters = wrapper.get_connection_params() | ({"dbname": database} if database else {})
        for unfit in ("cursor_factory", "context", "server_side_binding", "prepare_threshold"):
            parameters.pop(unfit, None)
        return psycopg.connect(autocommit=True, connect_timeout=5, **parameters)

    @contextlib.contextmanager
    def attacking(self) -> Iterator[Connection]:
        """Yield the driver's connection of a fresh visit through `inside`."""
        from django.db import connection

        from tenants.connections import IDLE, close_quietly
        from tenants.context import inside

        IDLE.forget_idle()
        with inside(self.ground.attacker.schema):
            connection.ensure_connection()
            connection.connection.autocommit = True
            try:
                yield connection.connection
            finally:
                close_quietly(connection._connections["default"])  # type: ignore[attr-defined]

    def restore(self, changed: set[str]) -> None:
        """Give the attacker's own role back what it threw away; only that may ever need it."""
        from tenants.provisioning import reassert_login

        reassert_login(self.ground.attacker.schema)


class NetworkArm(WallArm):
    """The login as which pages of networks are served, the platform's own: `public` is its world, no program is."""

    name = "network"
    reads_public = True

    def open(self) -> None:
        """Keep what lies in public, to put it back after an attack that wrote there, as it may."""
        super().open()
        found = self.superuser.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        self.kept = {name: self._copied(name) for (name,) in found.fetchall()}

    @property
    def login(self) -> str:
        """Return the platform's login."""
        return WEB

    @property
    def others(self) -> dict[str, str]:
        """Return the words of programs: all of them are others."""
        programs = self.ground.programs
        return {f"{ROW} {program.slug}": "a row" for program in programs} | {
            LITERAL: "a literal in a running query"
        }

    def can_work(self, connection: Connection) -> bool:
        """Return whether the platform still sees its programs."""
        found = connection.execute("SELECT count(*) FROM public.tenants_tenant").fetchone()
        return found == (len(self.ground.programs),)

    @contextlib.contextmanager
    def attacking(self) -> Iterator[Connection]:
        """Yield the driver's connection of a fresh visit of the platform's pages."""
        with contextlib.closing(self.connect(WEB)) as connection:
            yield connection

    def connect(self, schema: str, database: str = "") -> Connection:
        """Return a connection as the platform's login, or as a program's where one is named."""
        if schema != WEB:
            return super().connect(schema, database)
        from tenants.credentials import password_of

        return psycopg.connect(
            host=str(self.ground.postgres.sockets),
            dbname=database or self.database,
            user=WEB,
            password=password_of(WEB),
            autocommit=True,
            connect_timeout=5,
        )

    def restore(self, changed: set[str]) -> None:
        """Put back what lay in public, and the platform's own login."""
        from tenants.credentials import password_of, scram_verifier

        self.superuser.execute(f"ALTER ROLE {WEB} RESET ALL".encode())
        self.superuser.execute(f"ALTER ROLE {WEB} PASSWORD '{scram_verifier(password_of(WEB))}'".encode())
        with self.superuser.transaction():
            self.superuser.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self.kept.items():
                if self._copied(table) != rows:
                    self.superuser.execute(f"DELETE FROM {table}".encode())
                    with self.superuser.cursor().copy(f"COPY {table} FROM STDIN".encode()) as target:
                        target.write(rows)

    def _copied(self, table: str) -> bytes:
        with self.superuser.cursor().copy(f"COPY {table} TO STDOUT".encode()) as source:
            return b"".join(bytes(chunk) for chunk in source)


class PlainArm(Arm):
    """One login that can do what the owner can, and `SET search_path`: the habit of most multi-tenant Django."""

    name = "plain"
    database = PLAIN

    def open(self) -> None:
        """Clone the database, without its hardening, before the first look."""
        from tenants.connections import IDLE

        IDLE.forget_idle()
        self.maintenance = self.ground.superuser("postgres")
        self.maintenance.execute(f"CREATE ROLE {PLAIN_LOGIN} LOGIN IN ROLE {OWNER}".encode())
        self._clone(DATABASES[0], PRISTINE)
        with self.ground.superuser(PRISTINE) as connection:
            connection.execute(_softening().encode())
            self._add_waiting_job(connection)
        self._begin()

    def close(self) -> None:
        """Stop, and remove the clones."""
        super().close()
        for name in (PLAIN, PRISTINE):
            self.maintenance.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
        self.maintenance.close()

    def connect(self, schema: str, database: str = "") -> Connection:
        """Return a connection of the one login, moved to the program by `SET search_path`."""
        postgres = self.ground.postgres
        password = postgres.passwords["owner"]
        found = psycopg.connect(
            host=str(postgres.sockets),
            dbname=database or PLAIN,
            user=PLAIN_LOGIN,
            password=password,
            autocommit=True,
        )
        found.execute(f"SET search_path = {schema}".encode())
        return found

    @contextlib.contextmanager
    def attacking(self) -> Iterator[Connection]:
        """Yield such a connection."""
        with contextlib.closing(self.connect(self.ground.attacker.schema)) as connection:
            yield connection

    def restore(self, changed: set[str]) -> None:
        """Put back the rows of changed tables; make the database anew when more than rows has changed."""
        self._restore_login()
        if all("." in each for each in changed):
            self._copy_back(changed)
            return
        super().close()
        self._begin()

    def _begin(self) -> None:
        self._clone(PRISTINE, PLAIN)
        self._restore_login()
        super().open()

    def _restore_login(self) -> None:
        password = self.ground.postgres.passwords["owner"]
        self.maintenance.execute(f"ALTER ROLE {PLAIN_LOGIN} RESET ALL".encode())
        self.maintenance.execute(f"ALTER ROLE {PLAIN_LOGIN} IN DATABASE {DATABASES[0]} RESET ALL".encode())
        self.maintenance.execute(f"ALTER ROLE {PLAIN_LOGIN} PASSWORD '{password}'".encode())

    def _copy_back(self, tables: set[str]) -> None:
        with self.ground.superuser(PRISTINE) as pristine, self.superuser.transaction():
            # Foreign keys are triggers, and what refers to these rows comes back too.
            self.superuser.execute("SET LOCAL session_replication_role = replica")
            for table in tables:
                self.superuser.execute(f"DELETE FROM {table}".encode())
                with (
                    pristine.cursor().copy(f"COPY {table} TO STDOUT".encode()) as source,
                    self.superuser.cursor().copy(f"COPY {table} FROM STDIN".encode()) as target,
                ):
                    for chunk in source:
                        target.write(chunk)

    def _clone(self, source: str, name: str) -> None:
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        self.maintenance.execute(end, [source])
        self.maintenance.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        clone = SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy")
        self.maintenance.execute(clone.format(Identifier(name), Identifier(source), Identifier(OWNER)))


def _softening() -> str:
    """Return the reverse of the hardening, for a database as nobody has hardened it."""
    revoked = (each for each in hardening.SQL.split(";") if "REVOKE" in each and "SCHEMA public" not in each)
    return ";".join(each.replace("REVOKE", "GRANT").replace("FROM PUBLIC", "TO PUBLIC") for each in revoked)


ARMS: dict[str, Callable[[Ground], Arm]] = {"wall": WallArm, "network": NetworkArm, "plain": PlainArm}
