"""The failures that are injected, each by real means: at the server, on the line, or by what the code itself does."""

import os
import random
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.db import connection

from infra.drills.isolation.arms import Connection
from infra.drills.isolation.asking import Visit
from infra.drills.isolation.ground import WEB, Ground, Program
from infra.drills.isolation.proxy import Proxy
from tenants.connections import IDLE
from tenants.context import inside
from tenants.credentials import password_of, scram_verifier
from tenants.hosts import HOSTS
from tenants.place import Place

_OF_A_LOGIN = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()"
)


_ONE_AT_A_TIME = threading.Lock()


class RefusesToEnter:
    """A bootstrapper that fails when this thread's visit is told to; listed in the settings by the drill."""

    flags = threading.local()

    def enter(self, schema: str) -> str:
        """Refuse if told so."""
        if getattr(self.flags, "enter", False) and schema != "public":
            raise RuntimeError("told to refuse")
        return schema

    def leave(self, token: str) -> None:
        """Fail if told so."""
        if getattr(self.flags, "leave", False) and token != "public":
            raise RuntimeError("told to fail")


refuses_to_enter = RefusesToEnter()


class Failures:
    """Named failures; each is a context manager around one visit. One instance per thread."""

    def __init__(self, ground: Ground, proxy: Proxy, seed: int):
        self.ground, self.proxy = ground, proxy
        self.random = random.Random(seed)
        self._admin: Connection | None = None

    @property
    def admin(self) -> Connection:
        """Return this thread's superuser, connected again after a crash of the server."""
        if self._admin is None or self._admin.closed or self._admin.broken:
            self._admin = self.ground.superuser()
        return self._admin

    def all(self) -> dict[str, Callable[[Visit], object]]:
        """Return every failure by name."""
        return {
            name.removeprefix("at_").replace("_", " "): getattr(self, name)
            for name in sorted(dir(self))
            if name.startswith("at_")
        }

    # The line

    @contextmanager
    def at_connect_refused(self, visit: Visit) -> Iterator[None]:
        self.proxy.plans.put(0)
        _forget(visit.program)
        yield

    @contextmanager
    def at_connect_cut_while_logging_in(self, visit: Visit) -> Iterator[None]:
        self.proxy.plans.put(self.random.randrange(1, 400))
        _forget(visit.program)
        yield

    @contextmanager
    def at_statement_cut_in_the_answer(self, visit: Visit) -> Iterator[None]:
        self.proxy.plans.put(self.random.randrange(400, 2500))
        _forget(visit.program)
        yield

    # The login

    def at_login_wrong_password(self, visit: Visit):  # noqa: ANN201
        right = scram_verifier(password_of(visit.program.schema))
        return self._altered(visit, "PASSWORD 'another'", f"PASSWORD '{right}'")

    def at_login_nologin(self, visit: Visit):  # noqa: ANN201
        return self._altered(visit, "NOLOGIN", "LOGIN")

    def at_login_too_many_connections(self, visit: Visit):  # noqa: ANN201
        return self._altered(visit, "CONNECTION LIMIT 0", "CONNECTION LIMIT -1")

    @contextmanager
    def _altered(self, visit: Visit, wrong: str, right: str) -> Iterator[None]:
        self._do(f"ALTER ROLE {visit.program.schema} {wrong}")
        _forget(visit.program)
        try:
            yield
        finally:
            self._do(f"ALTER ROLE {visit.program.schema} {right}")

    # The resolver

    @contextmanager
    def at_resolver_epoch_unreadable(self, visit: Visit) -> Iterator[None]:
        with self._revoked("tenants_epoch"):
            yield

    @contextmanager
    def at_resolver_hosts_unreadable(self, visit: Visit) -> Iterator[None]:
        with self._revoked("tenants_domain"):
            yield

    @contextmanager
    def at_resolver_login_away(self, visit: Visit) -> Iterator[None]:
        self._do(f"ALTER ROLE {WEB} NOLOGIN")
        self._terminate(WEB)
        HOSTS.clear()
        try:
            yield
        finally:
            self._do(f"ALTER ROLE {WEB} LOGIN")

    @contextmanager
    def at_resolver_session_ended(self, visit: Visit) -> Iterator[None]:
        HOSTS.clear()
        self._terminate(WEB)
        yield

    @contextmanager
    def _revoked(self, table: str) -> Iterator[None]:
        self._do(f"REVOKE SELECT ON public.{table} FROM {WEB}")
        HOSTS.clear()
        try:
            yield
        finally:
            self._do(f"GRANT SELECT ON public.{table} TO {WEB}")

    # The cache

    @contextmanager
    def at_cache_connections_killed(self, visit: Visit) -> Iterator[None]:
        import redis

        def kill() -> None:
            with redis.Redis.from_url(self.ground.redis.url(1)) as client:
                client.client_kill_filter(_type="normal", skipme=True)

        visit.during = kill
        yield

    # Entering

    @contextmanager
    def at_enter_bootstrapper_refuses(self, visit: Visit) -> Iterator[None]:
        RefusesToEnter.flags.enter = True
        try:
            yield
        finally:
            RefusesToEnter.flags.enter = False

    @contextmanager
    def at_leave_bootstrapper_fails(self, visit: Visit) -> Iterator[None]:
        RefusesToEnter.flags.leave = True
        try:
            yield
        finally:
            RefusesToEnter.flags.leave = False

    @contextmanager
    def at_enter_neighbour_who_cannot_log_in(self, visit: Visit) -> Iterator[None]:
        other = self.random.choice([each for each in self.ground.programs if each != visit.program])

        def look_over() -> None:
            _forget(other)
            with inside(other.schema), connection.cursor() as cursor:
                cursor.execute("SELECT name FROM accounts_user")
                if cursor.fetchall() != [(other.row,)]:
                    visit.seen.append(("neighbour", other.schema, (), None))

        visit.during = look_over
        with self._altered(Visit(other), "NOLOGIN", "LOGIN"):
            yield

    # Statements and transactions

    @contextmanager
    def at_statement_backend_terminated(self, visit: Visit) -> Iterator[None]:
        visit.during = lambda: self._do(f"SELECT pg_terminate_backend({_backend()})")
        yield

    @contextmanager
    def at_statement_timeout(self, visit: Visit) -> Iterator[None]:
        visit.during = lambda: _run("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
        yield

    @contextmanager
    def at_statement_error_swallowed(self, visit: Visit) -> Iterator[None]:
        def fail() -> None:
            # The transaction is now aborted, and the code goes on.
            with suppress(Exception):
                _run("SELECT 1 / 0")

        visit.during = fail
        yield

    @contextmanager
    def at_statement_search_path_moved(self, visit: Visit) -> Iterator[None]:
        other = self.random.choice([each for each in self.ground.programs if each != visit.program])
        visit.during = lambda: _run(f"SET LOCAL search_path = {other.schema}")
        yield

    # Releasing

    @contextmanager
    def at_release_backend_terminated(self, visit: Visit) -> Iterator[None]:
        visit.leaving = lambda: self._do(f"SELECT pg_terminate_backend({_backend()})")
        yield

    @contextmanager
    def at_release_in_a_transaction(self, visit: Visit) -> Iterator[None]:
        visit.leaving = lambda: _run("BEGIN; UPDATE accounts_user SET name = 'not committed'")
        yield

    @contextmanager
    def at_release_in_an_aborted_transaction(self, visit: Visit) -> Iterator[None]:
        visit.leaving = lambda: _run("BEGIN; SELECT 1 / 0")
        yield

    @contextmanager
    def at_release_line_cut(self, visit: Visit) -> Iterator[None]:
        def shut() -> None:
            with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

        visit.leaving = shut
        yield

    @contextmanager
    def at_idle_sessions_ended(self, visit: Visit) -> Iterator[None]:
        self._terminate(visit.program.schema)
        yield

    # The server

    def crash(self) -> None:
        """Kill a backend with SIGKILL: PostgreSQL then ends every session and recovers."""
        with psycopg.connect(self.ground.postgres.superuser_url()) as doomed:
            os.kill(doomed.info.backend_pid, signal.SIGKILL)

    def _terminate(self, login: str) -> None:
        self.admin.execute(_OF_A_LOGIN, [login])

    def _do(self, text: str) -> None:
        # Two threads may not change one role's row at once.
        with _ONE_AT_A_TIME:
            self.admin.execute(text.encode())


def _forget(program: Program) -> None:
    IDLE.forget_idle(Place(program.schema, "app"))


def _run(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _backend() -> int:
    return connection.connection.info.backend_pid
