"""`./amends drill fleet`: migrate a fleet while it is used, kill the migration half-way, resume, fail one tenant.

Holds when no request got an answer in the 500s but those of the one tenant that was made to fail, and every
schema has the same catalogue digest as the template in the end.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from amends.embedded.ports import free_port
from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis
from infra.report import Report, asked

ROOT = Path(__file__).resolve().parents[2]
BAD = "program-7"


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill fleet", __doc__)
    parser.add_argument(
        "--tenants", type=int, default=200, help="the size of the fleet; %(default)s without it"
    )
    count = parser.parse_args(argv).tenants
    with tempfile.TemporaryDirectory(prefix="amends-fleet-") as folder:
        postgres, redis = Postgres(Path(folder) / "postgres", for_tests=True), Redis(Path(folder) / "redis")
        postgres.start()
        redis.start()
        try:
            return Drill(postgres, redis, Path(folder), count).run()
        finally:
            redis.destroy()
            postgres.destroy()


class Drill:
    """One run."""

    def __init__(self, postgres: Postgres, redis: Redis, folder: Path, count: int):
        self.count = count
        self.port = free_port(8800)
        shared = {
            **os.environ,
            "REDIS_URL": redis.url(),
            "AMENDS_ROLE_SECRET": "drill",
            "AMENDS_SECRET_KEY": "drill",
            "AMENDS_ROOT_KEY": "ZHJpbGwsIGRyaWxsLCBkcmlsbCwgMzIgYnl0ZXMuLi4=",
            "AMENDS_STATE": str(folder),
            "AMENDS_RUNTIME_DATABASE_URL": postgres.server_url(),
        }
        shared.pop("DATABASE_URL", None)
        shared.pop("AMENDS_FAULT", None)
        self.web_environment = shared | {"DJANGO_SETTINGS_MODULE": "infra.fleetapp.settings_before"}
        self.owner = {"DATABASE_URL": postgres.owner_url()}
        self.answers: Counter[tuple[str, int]] = Counter()
        self.stopping = threading.Event()

    def run(self) -> Report:
        """Do it all and return the figures."""
        self._say(f"building {self.count} programs")
        self._manage("before", "prepare")
        self._script("before", BUILD)
        web = self._web()
        users = [threading.Thread(target=self._use, args=(number,)) for number in range(4)]
        try:
            for user in users:
                user.start()
            figures = self._migrate_while_used()
        finally:
            self.stopping.set()
            for user in users:
                user.join()
            web.terminate()
            web.wait()
        return self._judged(figures)

    def _migrate_while_used(self) -> dict[str, object]:
        time.sleep(1)
        self._say("migrating; the process is killed half-way")
        killed = self._fleet("migrate", fault=f"fleet.after_commit:{self.count // 2}")
        after_kill = json.loads(self._fleet("status").stdout)
        self._say(f"killed with {after_kill['behind']} programs left; resuming")
        begun = time.monotonic()
        resumed = self._fleet("resume")
        seconds = time.monotonic() - begun
        before_mending = json.loads(self._script("after", LOOK))
        self._say("one program failed alone; mending its data and resuming")
        self._script("after", MEND)
        mended = self._fleet("resume")
        time.sleep(2)
        return {
            "killed_by_signal": -killed.returncode,
            "left_after_kill": after_kill["behind"],
            "resume_exit": resumed.returncode,
            "resume_seconds": round(seconds, 1),
            "in_maintenance_after_failure": before_mending["maintenance"],
            "mended_exit": mended.returncode,
            **json.loads(self._script("after", LOOK)),
        }

    def _judged(self, figures: dict[str, object]) -> Report:
        bad = {code: n for (slug, code), n in self.answers.items() if slug == BAD}
        others: Counter[int] = Counter()
        for (slug, code), number in self.answers.items():
            if slug != BAD:
                others[code] += number
        figures |= {"tenants": self.count, "answers": dict(others), "answers_of_the_failing_one": bad}
        holds = (
            figures["killed_by_signal"] == 9
            and 0 < figures["left_after_kill"] < self.count
            and set(others) == {200}
            and set(bad) <= {200, 503}
            and figures["in_maintenance_after_failure"] == [BAD]
            and figures["mended_exit"] == 0
            and figures["digests"] == 1
            and figures["maintenance"] == []
        )
        return Report(ok=holds, figures=figures)

    def _use(self, number: int) -> None:
        dice = random.Random(number)
        while not self.stopping.is_set():
            slug = f"program-{dice.randrange(self.count)}"
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", "/shelf", headers={"Host": f"{slug}.localhost"})
            self.answers[slug, connection.getresponse().status] += 1
            connection.close()
            time.sleep(0.005)

    def _web(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port"]
        command += [str(self.port), "--blocking-threads", "4", "amends.wsgi:application"]
        web = subprocess.Popen(
            command, cwd=ROOT, env=self.web_environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse()
            except OSError:
                time.sleep(0.1)
            else:
                return web
        raise RuntimeError("The web server did not start.")

    def _fleet(self, what: str, fault: str = "") -> subprocess.CompletedProcess[str]:
        environment = self._owner_environment("after") | {"AMENDS_FAULT": fault}
        command = [sys.executable, "-m", "django", "fleet", what]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def _manage(self, stage: str, *command: str) -> None:
        command = (sys.executable, "-m", "django", *command)
        subprocess.run(command, cwd=ROOT, env=self._owner_environment(stage), stdout=sys.stderr, check=True)

    def _script(self, stage: str, text: str) -> str:
        command = [sys.executable, "-c", f"import django; django.setup()\n{text}", str(self.count), BAD]
        environment = self._owner_environment(stage)
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    def _owner_environment(self, stage: str) -> dict[str, str]:
        return (
            self.web_environment | self.owner | {"DJANGO_SETTINGS_MODULE": f"infra.fleetapp.settings_{stage}"}
        )

    def _say(self, text: str) -> None:
        print(f"fleet: {text}", file=sys.stderr, flush=True)


BUILD = """
import sys
from tenants import actions, provisioning
from tenants.context import as_owner, inside
from infra.fleetapp.models import Book, Shelf
count, bad = int(sys.argv[1]), sys.argv[2]
provisioning.refill_pool(count)
with as_owner():
    for number in range(count):
        slug = f"program-{number}"
        tenant = actions.claim(slug=slug, name=slug, host=f"{slug}.localhost")
        if slug == bad:
            with inside(tenant):
                Book.objects.create(shelf=Shelf.objects.create(label="c"), pages=666)
"""

MEND = """
import sys
from django.db import connection
from tenants.context import as_owner
from tenants.models import Tenant
with as_owner():
    schema = Tenant.objects.get(slug=sys.argv[2]).schema_name
with as_owner(schema), connection.cursor() as cursor:
    cursor.execute("UPDATE fleetapp_book SET pages = 6 WHERE pages = 666")
"""

LOOK = """
import json
from tenants.catalogue import digest
from tenants.context import as_owner
from tenants.models import Tenant
with as_owner():
    tenants = list(Tenant.objects.all())
    digests = {digest(tenant.schema_name) for tenant in tenants} | {digest("t_template")}
print(json.dumps({
    "digests": len(digests),
    "maintenance": [tenant.slug for tenant in tenants if tenant.maintenance],
}))
"""
