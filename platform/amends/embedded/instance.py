"""The whole of `./amends up`: servers, preparation, children, and what is printed when all of it answers."""

import http.client
import json
import os
import subprocess
from http import HTTPStatus
from typing import Any

from amends.embedded import locks, ports
from amends.embedded.children import application, manage, played_stripe
from amends.embedded.environment import Environment, state_folder
from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis
from amends.embedded.status import Status
from amends.embedded.supervisor import Stopped, Supervisor
from amends.embedded.troubles import Trouble, explain, plainly

SERVERS, APPLICATION = 0, 1
MAIL_PORT_STEP, STRIPE_PORT_STEP = 25, 50
# What a shell says of a command that Ctrl-C ended.
INTERRUPTED = 130


class Instance:
    """One running Amends below one state folder."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder = state_folder()
        self.postgres = Postgres(self.folder / "postgres")
        self.redis = Redis(self.folder / "redis")
        self.status = Status(state="starting", pid=os.getpid(), port=port, url=f"http://localhost:{port}/")
        self.supervisor: Supervisor

    def run(self) -> int:
        """Start everything, serve until stopped, stop everything; return the exit status."""
        with plainly(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            # The database's user passes through this folder to its own; it cannot list it.
            self.folder.chmod(0o711)
        lock = locks.take(self.folder / "lock")
        self.supervisor = Supervisor(lock=lock, folder=self.folder)
        self.supervisor.obey_signals()
        self.supervisor.changed = self._report
        try:
            self._start()
            self.supervisor.say(summary(self.status))
            self.supervisor.watch()
        except Stopped:
            return INTERRUPTED
        except Trouble as trouble:
            self.status.trouble = str(trouble)
            raise
        finally:
            self._stop()
            locks.release(lock)
        return 0

    def _stop(self) -> None:
        self._enter("stopping")
        self.supervisor.say("Stopping.")
        self.supervisor.stop()
        self.postgres.tidy()
        self.redis.tidy()
        self._enter("stopped")

    def _enter(self, state: str) -> None:
        self.status.state = state
        self._report()

    def _start(self) -> None:
        locks.end_orphans(self.folder / "lock")
        ports.require_free(self.port)
        self._enter("starting")
        # Django complains about a folder of static files that is not there.
        (self.folder / "static").mkdir(exist_ok=True)
        environment = self._start_servers()
        owner = environment.owner()
        self.supervisor.finish(manage("prepare", "prepare", owner, "--fleet"))
        if environment.stripe_port:
            self._play_stripe(environment)
        seeded = seeds(self.supervisor.finish(manage("seed", "seed", owner, "--json"), quietly=True))
        self.status.tenants, self.status.sign_in = seeded["tenants"], seeded["sign_in"]
        mail_port = ports.free_port(self.port + MAIL_PORT_STEP)
        self.status.mail_url = f"http://localhost:{mail_port}/"
        for child in application(environment, self.port, mail_port):
            self.supervisor.start(child, stage=APPLICATION)
        self.supervisor.until(lambda: answers(self.port) and answers(mail_port), what="The front page")
        self._enter("ready")

    def _play_stripe(self, environment: Environment) -> None:
        """Start the Stripe that is played, and give it our plans."""
        self.supervisor.start(played_stripe(environment), stage=SERVERS)
        address = f"http://localhost:{environment.stripe_port}/control"
        self.supervisor.until(
            lambda: not ports.is_free(environment.stripe_port), what="The Stripe that is played"
        )
        self.supervisor.finish(manage("catalogue", "stripe_catalogue", environment.owner()), quietly=True)
        self.status.stripe_url = address

    def _start_servers(self) -> Environment:
        """Start what DATABASE_URL and REDIS_URL do not name."""
        database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
        redis, postgres = self.redis, self.postgres
        if not redis_url:
            process = self.supervisor.start(redis.child(), stage=SERVERS, prepare=redis.prepare)
            self._wait(redis, process)
            redis_url = redis.url()
        if not database_url:
            process = self.supervisor.start(postgres.child(), stage=SERVERS, prepare=postgres.prepare)
            self._wait(postgres, process)
            postgres.set_up()
            database_url = postgres.owner_url()
        mark = (locks.MARK, str(self.folder / "lock"))
        # Who has a key of Stripe's means to ask Stripe.
        is_real = bool(os.environ.get("AMENDS_STRIPE_KEY"))
        stripe_port = 0 if is_real else ports.free_port(self.port + STRIPE_PORT_STEP)
        return Environment(self.folder, database_url, redis_url, self.port, mark, stripe_port)

    def _wait(self, server: Postgres | Redis, process: subprocess.Popen[bytes]) -> None:
        try:
            server.wait(process)
        except Trouble as trouble:
            if process.poll() is None:
                raise
            said = self.supervisor.words_of(process)
            raise Trouble(explain(said, what=type(server).__name__, folder=self.folder)) from trouble

    def _report(self) -> None:
        self.status.children = [
            {
                "name": kept.child.name,
                "pid": kept.process.pid,
                "running": kept.process.poll() is None,
                "restarts": kept.restarts,
            }
            for kept in self.supervisor.kept
        ]
        self.status.write(self.folder)


def seeds(line: str) -> dict[str, Any]:
    """Return the tenants and sign-ins that `manage seed --json` printed last."""
    try:
        told = json.loads(line)
        return {"tenants": list(told["tenants"]), "sign_in": list(told.get("sign_in", []))}
    except (ValueError, TypeError, KeyError) as error:
        raise Trouble("`manage seed --json` did not end with the tenants it made.") from error


def answers(port: int) -> bool:
    """Return whether the page at / answers 200."""
    connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def summary(status: Status, *, is_detached: bool = False) -> str:
    """Return what is printed at the end of `up`: where to look, how to sign in, how to stop it."""
    lines = [
        "",
        f"Amends is ready: {status.url}",
        f"Mail and text messages that it sends: {status.mail_url}",
        *([f"Stripe, played: its clock and its post: {status.stripe_url}"] if status.stripe_url else []),
        "",
        "Programs:",
    ]
    lines += [
        f"  {tenant['url']}  {tenant['name']} ({in_words(tenant['type'])})" for tenant in status.tenants
    ]
    if status.sign_in:
        lines += ["", "Sign in with:"]
        lines += [
            f"  {who['url']}  {who['email']}  {who['password']}  ({in_words(who['role'])})"
            for who in status.sign_in
        ]
    stop = "./amends down stops it." if is_detached else "Ctrl-C or ./amends down stops it."
    return "\n".join([*lines, "", stop])


def in_words(name: str) -> str:
    """Return a name of the code as people read it: `community_agency` is "community agency"."""
    return name.replace("_", " ")
