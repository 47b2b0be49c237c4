"""Debian's PostgreSQL 15 and PgBouncer in a folder of their own, on loopback, as the embedded servers' user."""

import configparser
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from amends.embedded import folders, ports, processes
from amends.embedded.accounts import server_account
from amends.embedded.troubles import Trouble
from infra.container.initialise import FILE as FIRST_SQL
from infra.container.initialise import OWNER, POOLER
from tenants.credentials import password_of

BIN = Path("/usr/lib/postgresql/15/bin")
PGBOUNCER = Path("/usr/sbin/pgbouncer")
CONFIGURATION = FIRST_SQL.with_name("pgbouncer.ini")
KEYS_LOGIN = "amends_keys"
# The secret that `tests/servers.py` gives the tests.
ROLE_SECRET = "only for tests"


class Servers:
    """Both servers; `start` makes everything, `destroy` leaves nothing."""

    def __init__(self, folder: Path):
        install()
        self.folder = folder
        self.account = server_account()
        self.files = folders.make_private(folder / "servers", self.account)
        self.sockets = folders.socket_folder(self.files, self.account)
        self.passwords = {role: secrets.token_urlsafe(24) for role in ("postgres", OWNER, POOLER)}
        self.port = ports.free_port(6532)
        self.running: list[tuple[subprocess.Popen[bytes], processes.Child]] = []

    def start(self) -> None:
        """Start PostgreSQL, run the first SQL, start PgBouncer."""
        self._make_cluster()
        options = {
            "unix_socket_directories": str(self.sockets), "listen_addresses": "", "max_connections": "200",
            "max_locks_per_transaction": "256", "timezone": "UTC", "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off",
        }  # fmt: skip
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._spawn(
            "postgres", [str(BIN / "postgres"), "-D", str(self.files / "data"), *settings], signal.SIGINT
        )
        self._until(lambda: psycopg.connect(self._url("postgres"), connect_timeout=2).close(), "PostgreSQL")
        self._run_first_sql()
        self._spawn("pgbouncer", [str(PGBOUNCER), str(self._pooler_configuration())], signal.SIGINT)
        login = f"user={KEYS_LOGIN} password={password_of(KEYS_LOGIN, secret=ROLE_SECRET)}"
        self._until(lambda: self._reach_pooler(login), "PgBouncer")

    def destroy(self) -> None:
        """Stop both and remove what they wrote."""
        for process, child in reversed(self.running):
            processes.end(process, child)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """Return what the tests are told: the owner straight to the server, the rest through the pooler."""
        pooled = f"postgresql://127.0.0.1:{self.port}"
        return {
            "DATABASE_URL": self._url(OWNER, "amends"),
            "AMENDS_RUNTIME_DATABASE_URL": f"{pooled}/amends",
            "AMENDS_KEYS_DATABASE_URL": f"{pooled}/amends_keys",
            "AMENDS_POOLER": "1",
            "AMENDS_PG_DUMP": str(BIN / "pg_dump"),
        }

    def version(self) -> str:
        """Return PostgreSQL's version."""
        return _said(BIN / "postgres", "--version")

    def pooler_version(self) -> str:
        """Return PgBouncer's version."""
        return _said(PGBOUNCER, "--version")

    def _url(self, role: str, database: str = "postgres") -> str:
        return f"postgresql://{role}:{self.passwords[role]}@{quote(str(self.sockets), safe='')}/{database}"

    def _make_cluster(self) -> None:
        password = self.files / "password"
        password.write_text(self.passwords["postgres"])
        self.account.give(password, 0o600)
        data = folders.make_private(self.files / "data", self.account)
        command = [
            BIN / "initdb",
            "-D",
            data,
            f"--pwfile={password}",
            "-A",
            "scram-sha-256",
            "-U",
            "postgres",
        ]
        options: list[Any] = ["-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([*command, *options], check=True, capture_output=True, **self.account.popen())
        password.unlink()

    def _run_first_sql(self) -> None:
        command = [
            str(BIN / "psql"), "--no-psqlrc", "--quiet", f"--set=owner_password={self.passwords[OWNER]}",
            f"--set=pooler_password={self.passwords[POOLER]}", f"--file={FIRST_SQL}",
        ]  # fmt: skip
        login = {"PGHOST": str(self.sockets), "PGUSER": "postgres", "PGPASSWORD": self.passwords["postgres"]}
        done = subprocess.run(command, env=os.environ | login, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Trouble(f"The first SQL failed: {done.stderr}")

    def _pooler_configuration(self) -> Path:
        """Write the configuration of `infra/container` with a pool of one and this machine's addresses."""
        configuration = configparser.ConfigParser(
            delimiters=("=",), comment_prefixes=(";",), interpolation=None
        )
        configuration.read(CONFIGURATION)
        users = self.files / "users"
        # A role that is only in its own database's grants cannot be looked up there by the pooler's.
        keys = password_of(KEYS_LOGIN, secret=ROLE_SECRET)
        users.write_text(f'"{POOLER}" "{self.passwords[POOLER]}"\n"{KEYS_LOGIN}" "{keys}"\n')
        configuration["databases"]["*"] = f"host={self.sockets}"
        configuration["pgbouncer"].update({
            "listen_addr": "127.0.0.1",
            "listen_port": str(self.port),
            "default_pool_size": "1",
            "auth_file": str(users),
            # Databases of the tests come and go: what is missing now is there a moment later.
            "server_login_retry": "0.1",
            "max_db_connections": "0",
        })  # fmt: skip
        path = self.files / "pgbouncer.ini"
        with path.open("w") as file:
            configuration.write(file)
        for each in (path, users):
            self.account.give(each, 0o600)
        return path

    def _reach_pooler(self, login: str) -> None:
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={self.port} dbname=amends_keys {login}", connect_timeout=2
            ).close()
        except psycopg.OperationalError as error:
            # That role is made by the tests; an answer of PgBouncer is what is waited for.
            if "refused" in str(error):
                raise

    def _spawn(self, name: str, command: list[str], stop: signal.Signals) -> None:
        child = processes.Child(
            name, tuple(command), {"PATH": os.defpath, "LC_ALL": "C"}, account=self.account, stop_signal=stop
        )
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running.append((processes.spawn(child, output=log), child))

    def _until(self, attempt: Any, what: str) -> None:
        until = time.monotonic() + 30
        while True:
            try:
                return attempt()
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    logs = "".join(path.read_text()[-2000:] for path in self.folder.glob("*.log"))
                    raise Trouble(f"{what} did not start: {error} {logs}") from error
                time.sleep(0.05)


def install() -> None:
    """Install Debian's packages when they are missing and we may."""
    if (BIN / "postgres").exists() and PGBOUNCER.exists():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble("This drill needs Debian's packages postgresql-15 and pgbouncer.")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(
        ["apt-get", "install", "-qy", "--no-install-recommends", "postgresql-15", "pgbouncer"],
        check=True, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _said(*command: Any) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
