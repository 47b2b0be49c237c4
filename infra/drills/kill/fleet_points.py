"""The same for migrations of the fleet: kill `fleet resume` at each of its points, again and again, then let it end.

Holds when afterwards every program is at the new release, with one catalogue digest, none in maintenance.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from amends.embedded.postgres import Postgres
from infra.drills.fleet import BUILD, LOOK
from infra.drills.kill.rig import PYTHONPATH, Zygote, is_gone
from infra.drills.kill.zygote import FINISHED
from tenants import hardening

TENANTS = 60
POINTS = ("recorded", "planned", "step", "before_commit", "after_commit", "wave_done")


class FleetDrill:
    """A fleet that is put back to its old release before each point."""

    def __init__(self, folder: Path, *, runs: int, only: str, say: Callable[[str], None]) -> None:
        self.runs, self.say = runs, say
        self.chosen = [f"fleet.{name}" for name in POINTS if only in f"fleet.{name}"]
        self.log = folder / "fleet.log"
        self.postgres = Postgres(folder / "postgres", for_tests=True)
        self.dice = random.Random(3)
        self.points: dict[str, int] = {}
        self.unreached: list[str] = []
        self.wrong: list[str] = []
        self.seconds: list[float] = []
        folder.mkdir(mode=0o711, parents=True)

    def __enter__(self) -> Self:
        if self.chosen:
            self.postgres.start()
            self._build()
            self.zygote = Zygote("fleet", self.log, self._environment("after"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if hasattr(self, "zygote"):
            self.zygote.close()
        self.postgres.destroy()

    @property
    def is_clean(self) -> bool:
        """Return whether every migration came to its end."""
        return not self.wrong

    def run(self) -> dict[str, Any]:
        """Kill at each point; return figures."""
        for name in self.chosen:
            self._copy("amends_before", "amends")
            self._point(name)
            self.say(f"{name}: {self.points[name]} kills, {'NOT CLEAN' if self.wrong else 'clean'}")
        slowest = round(max(self.seconds, default=0.0), 1)
        return {"fleet_tenants": TENANTS, "fleet_wrong": self.wrong, "fleet_resumed_seconds_max": slowest}

    def _point(self, name: str) -> None:
        kills = 0
        while kills < self.runs and not self._resume(f"{name}:{self._pass_of(name)}"):
            kills += 1
        self.points[name] = kills
        if kills < self.runs:
            self.unreached.append(f"{name}: finished after {kills} kills")
        begun = time.monotonic()
        finished = self._resume("")
        self.seconds.append(time.monotonic() - begun)
        seen = self._look()
        if not finished or seen != {"digests": 1, "maintenance": [], "behind": 0}:
            self.wrong.append(f"{name}: finished {finished}, {seen}")

    def _pass_of(self, name: str) -> int:
        return self.dice.randint(1, 3) if name in ("fleet.step", "fleet.before_commit") else 1

    def _resume(self, fault: str) -> bool:
        """Run `fleet resume`; return whether it came to its end."""
        before = self._finished()
        pid = self.zygote.start(fault)
        if not is_gone(pid, 120):
            raise RuntimeError(f"fleet resume did not end; see {self.log}.")
        return self._finished() > before

    def _finished(self) -> int:
        return self.log.read_text().count(FINISHED) if self.log.exists() else 0

    def _build(self) -> None:
        before = self._environment("before")
        subprocess.run(
            (sys.executable, "-m", "django", "prepare"), env=before, stdout=subprocess.DEVNULL, check=True
        )
        command = (sys.executable, "-c", f"import django; django.setup()\n{BUILD}", str(TENANTS), "nobody")
        subprocess.run(command, env=before, check=True)
        self._copy("amends", "amends_before")

    def _copy(self, source: str, name: str) -> None:
        with psycopg.connect(self.postgres.superuser_url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source} OWNER amends STRATEGY file_copy")
            connection.execute(hardening.database_sql(name, "amends"))

    def _look(self) -> dict[str, Any]:
        script = f"import django; django.setup()\n{LOOK}{_BEHIND}"
        done = subprocess.run(
            (sys.executable, "-c", script),
            env=self._environment("after"),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        first, behind = done.stdout.split("\n")[:2]
        return json.loads(first) | {"behind": int(behind)}

    def _environment(self, stage: str) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.postgres.owner_url(),
            "AMENDS_RUNTIME_DATABASE_URL": self.postgres.server_url(),
            "DJANGO_SETTINGS_MODULE": f"infra.fleetapp.settings_{stage}",
            "PYTHONPATH": PYTHONPATH,
        }


_BEHIND = """
from tenants.release import own_fingerprint
with as_owner():
    print(Tenant.objects.exclude(release=own_fingerprint()).count())
"""
