"""The drill's own PostgreSQL and Redis in a temporary folder, with one empty program."""

import os
import shutil
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis

SECRETS = {
    "AMENDS_ROLE_SECRET": "drill",
    "AMENDS_SECRET_KEY": "drill",
    "AMENDS_ROOT_KEY": "ZHJpbGwsIGRyaWxsLCBkcmlsbCwgMzIgYnl0ZXMuLi4=",
    "AMENDS_CHECKPOINT_KEY": "",
    "AMENDS_POOLER": "0",
    "AMENDS_WARM_POOL": "0",
}


class Servers:
    """A context manager that gives the program and leaves nothing behind."""

    def __enter__(self) -> Any:
        self.folder = Path(tempfile.mkdtemp(prefix="amends-lifecycle-"))
        self.postgres = Postgres(self.folder / "postgres", for_tests=True)
        self.redis = Redis(self.folder / "redis")
        try:
            self.postgres.start()
            self.redis.start()
            self._load_django()
            return self._make_program()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.redis.destroy()
        self.postgres.destroy()
        shutil.rmtree(self.folder, ignore_errors=True)

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

    def _make_program(self) -> Any:
        from django.core.management import call_command

        from tenants import actions, provisioning

        call_command("prepare", verbosity=0, stdout=StringIO())
        provisioning.refill_pool(1)
        return actions.claim(slug="alpha", name="Alpha Mediation", host="alpha.localhost")

    def make_neighbour(self) -> Any:
        """Return another program, which the platform vouches for, so that the first can hand on to it."""
        from django.utils import timezone

        from tenants import actions, provisioning

        provisioning.refill_pool(1)
        vouched = {"verified_at": timezone.now()}
        return actions.claim(slug="beta", name="Beta Mediation", host="beta.localhost", **vouched)
