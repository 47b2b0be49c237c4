"""`./amends drill import`: a large file with broken rows goes in, the worker is killed on the way, and all is undone.

A file of `--rows N` cases, 2 % of them broken in ten and more ways, is read by the process that reads files, then
checked and imported by real workers, one of which is killed with SIGKILL in the middle of each. All good rows have to
be there once, every broken one named with its line and reason; undone, every table of the program has to be what it
was; and imported once more without a kill, the result has to be the same. Peak memory is that of the workers.
"""

import io
import sys
import time
from typing import Any

from amends.embedded.environment import Environment
from infra.drills._workers import Workers
from infra.drills.lifecycle.servers import Servers
from infra.report import Report, asked

MOST_MEMORY_MB = 400
PATIENCE = 3_600


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill import", __doc__)
    parser.add_argument("--rows", type=int, default=50_000, help="how many rows the file has")
    options = parser.parse_args(argv)
    servers = Servers()
    with servers as tenant:
        environment = Environment(servers.folder, servers.postgres.owner_url(), servers.redis.url(1))
        drill = Drill(tenant, Workers(environment, servers.folder / "worker.log"), options.rows)
        try:
            return drill.run()
        finally:
            drill.workers.end()


class Drill:
    """One file in one program."""

    def __init__(self, tenant: Any, workers: Workers, rows: int):
        from tests.programs.cast import at, make_world

        self.tenant, self.workers, self.rows = tenant, workers, rows
        with at(tenant):
            self.world = make_world(tenant)
        self.seconds: dict[str, float] = {}

    def run(self) -> Report:
        """Import with kills, undo, import without, and compare."""
        from tests.programs.importing import large

        self.workers.start()
        self._wait_until_idle()
        before = large.state_of(self.tenant)
        content, broken = large.file_of(self.rows)
        killed = self._through(content, "killed", kills=True)
        named = large.named(self.tenant, killed)
        first = large.digest_of(self.tenant)
        self._undo(killed)
        is_restored = large.state_of(self.tenant) == before
        calm = self._through(content, "calm", kills=False)
        second = large.digest_of(self.tenant)
        good = self.rows - len(broken)
        figures = {
            "rows": self.rows,
            "file_megabytes": round(len(content) / 1e6, 1),
            "broken": len(broken),
            "kinds_of_broken": len(set(broken.values())),
            "broken_named_with_line_and_reason": sum(
                named.get(line) == code for line, code in broken.items()
            ),
            "named_without_being_broken": len(set(named) - set(broken)),
            "imported": killed.counts["rows"]["made"],
            "cases_lost": good - first[1],
            "same_as_without_kills": first == second,
            "undo_restores_every_table": is_restored,
            "kills": self.workers.kills,
            "worker_peak_megabytes": self.workers.peak_mb,
            "seconds": {name: round(value, 1) for name, value in self.seconds.items()},
            "rows_a_second_checked": round(self.rows / self.seconds["calm check"]),
            "rows_a_second_imported": round(good / self.seconds["calm import"]),
        }
        ok = (
            figures["broken_named_with_line_and_reason"] == len(broken)
            and not figures["named_without_being_broken"]
            and first == second
            and first[1] == good == killed.counts["rows"]["made"] == calm.counts["rows"]["made"]
            and is_restored
            and self.workers.kills == 3
            and self.workers.peak_mb <= MOST_MEMORY_MB
        )
        return Report(ok=bool(ok), figures=figures)

    def _through(self, content: bytes, name: str, *, kills: bool) -> Any:
        from amends.files.tables import rows_of
        from programs.actions.imports import begin_import, name_columns
        from tests.programs.cast import at
        from tests.programs.importing import large

        begun = time.monotonic()
        with at(self.tenant):
            batch = large.take_in(self.world, rows_of(_Sized(content)))
        self.seconds[f"{name} upload"] = time.monotonic() - begun
        with at(self.tenant):
            name_columns(actor=self.world.cora, batch=batch, columns=batch.columns, constants=batch.constants)
        self._wait(batch, "checked", f"{name} check", kills=kills)
        with at(self.tenant):
            begin_import(actor=self.world.cora, batch=batch)
        return self._wait(batch, "imported", f"{name} import", kills=kills)

    def _undo(self, batch: Any) -> None:
        from programs.actions.imports import undo_import
        from tests.programs.cast import at

        with at(self.tenant):
            undo_import(actor=self.world.cora, batch=batch)
        self.workers.kill()
        self._wait(batch, "undone", "undo", kills=False)
        self._wait_until_idle()

    def _wait(self, batch: Any, state: str, name: str, *, kills: bool) -> Any:
        from programs.models import ImportBatch
        from tests.programs.cast import at

        begun, said = time.monotonic(), ""
        while time.monotonic() - begun < PATIENCE:
            self.workers.start()
            self.workers.look()
            with at(self.tenant):
                now = ImportBatch.objects.get(pk=batch.pk)
                if now.state == state:
                    self.seconds[name] = time.monotonic() - begun
                    return now
            if kills and now.done > now.chunks // 2:
                self.workers.kill()
                kills = False
            if (told := f"import: {name} {now.percent} %") != said:
                print(said := told, file=sys.stderr, flush=True)
            time.sleep(0.2)
        raise TimeoutError(f"{name} did not end within {PATIENCE} seconds.")

    def _wait_until_idle(self) -> None:
        """Wait until no job is due: keys are destroyed, letters are written."""
        from django.utils import timezone

        from amends.outbox.models import Outbox
        from tenants.context import platform

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with platform():
                if not Outbox.objects.filter(
                    dead_at=None, schema=self.tenant.schema_name, not_before__lte=timezone.now()
                ).exists():
                    return
            time.sleep(0.2)
        raise TimeoutError("Jobs are left over.")


class _Sized(io.BytesIO):
    """A file that came in."""

    @property
    def size(self) -> int:
        return len(self.getbuffer())
