"""One PostgreSQL 18 of our own, on a private socket, with an owner role and two databases ready for use."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from amends.embedded import binaries, folders, locks, processes
from amends.embedded.accounts import server_account
from amends.embedded.private_files import read_secrets
from amends.embedded.troubles import Trouble, explain, full_disk, is_full_disk, plainly
from tenants import hardening

MAJOR = "18"
OWNER = "amends"
KEY_STORE = "amends_keys"
DATABASES = ("amends", KEY_STORE)
SUPERUSER = "postgres"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # A schema of 60 tables is created, dumped and dropped in one transaction.
    "max_locks_per_transaction": "256",
    # Roles' passwords are 256 bits from an HMAC: stretching them would only make connecting slow.
    "scram_iterations": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement or a DETAIL line in the log could name a party to a case.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
# A cluster that lives for one run of the tests need not survive a power cut.
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1h",
    "checkpoint_timeout": "1h",
    "max_wal_size": "1GB",
}


class Postgres:
    """A cluster below `state` (or where its user can reach it). `start` makes it when it is missing."""

    def __init__(self, state: Path, for_tests: bool = False) -> None:
        self.state = Path(state).resolve()
        self.settings = SETTINGS | (FOR_TESTS if for_tests else {})
        self.account = server_account()
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._bin: Path | None = None
        self._sockets: Path | None = None
        self._files: Path | None = None

    # Addresses

    @property
    def bin_dir(self) -> Path:
        """The folder of postgres, psql, pg_dump ..., runnable by the server's user and by us."""
        if self._bin is None:
            self._bin = binaries.postgres_bin(self.account)
        return self._bin

    @property
    def files(self) -> Path:
        if self._files is None:
            self._files = folders.server_folder(self.state, self.account)
        return self._files

    @property
    def data(self) -> Path:
        return self.files / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: libpq's `host`."""
        if self._sockets is None:
            self._sockets = folders.socket_folder(self.files, self.account)
        return self._sockets

    @property
    def passwords(self) -> dict[str, str]:
        return read_secrets(self.state / "passwords.json", ("superuser", "owner"))

    def owner_url(self, database: str = DATABASES[0]) -> str:
        return self._url(OWNER, self.passwords["owner"], database)

    def superuser_url(self, database: str = "postgres") -> str:
        return self._url(SUPERUSER, self.passwords["superuser"], database)

    def server_url(self, database: str = DATABASES[0]) -> str:
        """The same server without a login: what web and worker are given."""
        return f"postgresql://{quote(str(self.sockets), safe='')}/{database}"

    def _url(self, role: str, password: str, database: str) -> str:
        return (
            f"postgresql://{role}:{quote(password, safe='')}@{quote(str(self.sockets), safe='')}/{database}"
        )

    # Life

    def start(self) -> None:
        """Run the server as our child and return when the owner can use both databases."""
        self._lock = locks.take(self.state / "lock")
        try:
            self.prepare()
            with (self.state / "log").open("ab") as log:
                self.process = processes.spawn(self.child(), lock=self._lock, output=log)
            self.wait(self.process, self.state / "log")
            self.set_up()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server; open connections are ended (SIGINT is PostgreSQL's fast shutdown)."""
        if self.process is not None:
            processes.end(self.process, self.child())
            self.process = None
            self.tidy()
        if self._lock is not None:
            locks.release(self._lock)
            self._lock = None

    def tidy(self) -> None:
        """Remove the folder of the sockets, once they are gone."""
        if self._sockets:
            with contextlib.suppress(OSError):
                self._sockets.rmdir()
        self._sockets = None

    def destroy(self) -> None:
        """Stop the server and remove everything it wrote."""
        self.stop()
        shutil.rmtree(self.files if self.files == self.state else self.files.parent, ignore_errors=True)
        shutil.rmtree(self.state, ignore_errors=True)

    # Steps, also used one by one by the supervisor

    def child(self) -> processes.Child:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = (str(self.bin_dir / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *options)
        return processes.Child(
            "postgres",
            command,
            self._environment(),
            account=self.account,
            stop_signal=signal.SIGINT,
            patience=20,
        )

    def prepare(self) -> None:
        """Make the cluster when it is missing, and clear what a killed server left. Needs the lock."""
        with plainly(self.state):
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            if (self.data / "PG_VERSION").read_text().strip() != MAJOR:
                raise Trouble(
                    f"{self.data} was written by another version of PostgreSQL. Dump it with that version, or move the "
                    "folder away to start with an empty database."
                )
            self._clear_stale_pid()

    def wait(self, process: subprocess.Popen[bytes], log: Path | None = None, seconds: float = 60) -> None:
        """Return when the server answers; raise Trouble when it ended or takes too long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if process.poll() is not None:
                raise Trouble(
                    explain(
                        log.read_text(errors="replace") if log else "", what="PostgreSQL", folder=self.files
                    )
                )
            try:
                if self._says_ready():
                    psycopg.connect(self.superuser_url(), connect_timeout=2).close()
                    return
                time.sleep(0.01)
            except psycopg.OperationalError as error:
                if "authentication failed" in str(error):
                    raise Trouble(
                        f"{self.state / 'passwords.json'} does not belong to the database in {self.data}. Put the file "
                        "back, or move the data folder away to start with an empty database."
                    ) from error
                time.sleep(0.02)
        raise Trouble(
            f"PostgreSQL did not answer within {seconds:.0f} seconds. The machine may be overloaded; try again."
        )

    def _says_ready(self) -> bool:
        """Read the server's own word, in the last line of its pid file: connecting too early fills its log."""
        try:
            return (self.data / "postmaster.pid").read_text().rstrip().endswith("ready")
        except OSError:
            return False

    def set_up(self) -> None:
        """Make the owner and its databases; does nothing the second time."""
        try:
            with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
                self._make_owner(connection)
                self._harden("template1")
                self._make_databases(connection)
        except psycopg.Error as error:
            if is_full_disk(str(error)):
                raise Trouble(full_disk(self.files)) from error
            raise

    def _make_owner(self, connection: psycopg.Connection) -> None:
        owner = sql.Identifier(OWNER)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            password = sql.Literal(self.passwords["owner"])
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}").format(owner, password)
            )
            connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(owner))
        for database in (SUPERUSER, "template1"):
            name = sql.Identifier(database)
            connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, owner))

    def _make_databases(self, connection: psycopg.Connection) -> None:
        known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        # Copying files is twice as fast as writing the log for an almost empty template.
        make = sql.SQL("CREATE DATABASE {} OWNER {} STRATEGY file_copy")
        for database in DATABASES:
            if database not in known:
                connection.execute(make.format(sql.Identifier(database), sql.Identifier(OWNER)))
            rights = hardening.database_sql(database, OWNER, is_key_store=database == KEY_STORE)
            connection.execute(rights.encode())
            self._harden(database)

    def _harden(self, database: str) -> None:
        """Take from PUBLIC what only a superuser can take; databases made later from template1 have it too."""
        with psycopg.connect(self.superuser_url(database), autocommit=True) as connection:
            connection.execute(hardening.SQL.encode())

    def _make_cluster(self) -> None:
        """Run initdb beside the final folder, so that a full disk or a Ctrl-C leaves nothing half made."""
        draft = self.files / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        folders.make_private(draft, self.account)
        password = self.files / f"password-{secrets.token_hex(4)}"
        password.touch(0o600)
        password.write_text(self.passwords["superuser"])
        self.account.give(password, 0o600)
        options = [
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "-A",
            "scram-sha-256",
            "-N",
            "-U",
        ]
        try:
            made = subprocess.run(
                [self.bin_dir / "initdb", "-D", draft, f"--pwfile={password}", *options, SUPERUSER],
                capture_output=True,
                check=False,
                text=True,
                env=self._environment(),
                **self.account.popen(),
            )
        finally:
            password.unlink()
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise Trouble(explain(made.stdout + made.stderr, what="PostgreSQL", folder=self.files))
        draft.rename(self.data)

    def _clear_stale_pid(self) -> None:
        """Remove a killed server's pid file; its number may by now be the number of another process of ours."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            pid = 0
        if pid and _working_folder(pid) == self.data:
            os.kill(pid, signal.SIGINT)
            until = time.monotonic() + 10
            while _working_folder(pid) == self.data and time.monotonic() < until:
                time.sleep(0.05)
        pid_file.unlink(missing_ok=True)

    def _environment(self) -> dict[str, str]:
        """Nothing of ours: no secret, no locale, no PG* variable."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _working_folder(pid: int) -> Path | None:
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None
