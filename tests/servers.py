"""Real PostgreSQL and Redis for the tests, started before Django reads its settings (a pytest plugin).

The first process of a run starts them and names them in the environment; xdist's workers find them there and
take a database of Redis each. With `DATABASE_URL` and `REDIS_URL` set, those servers are used.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis

# A database is cloned for each test that commits, which makes some 1,700 files: in memory that costs a third.
MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
PREFIX = "amends-tests-"

TEST_SECRETS = {
    "AMENDS_ROLE_SECRET": "only for tests",
    "AMENDS_SECRET_KEY": "only for tests",
    "AMENDS_ROOT_KEY": "b25seSBmb3IgdGVzdHMsIDMyIGJ5dGVzIGxvbmcuLi4=",
}


def start() -> None:
    """Start what the environment does not name, and stop it when this process ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.test")
    os.environ.update(TEST_SECRETS)
    if "AMENDS_TEST_SERVERS" in os.environ:
        _count_alone()
        return
    folder = _make_folder()
    os.environ["AMENDS_TEST_SERVERS"] = str(folder)
    for name in ("FILES", "MAIL", "CHECKPOINT"):
        os.environ[f"AMENDS_{name}_FOLDER"] = str(folder / name.lower())
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(folder / "postgres", for_tests=True)
        postgres.start()
        atexit.register(postgres.destroy)
        os.environ["DATABASE_URL"] = postgres.owner_url()
        os.environ["AMENDS_TEST_SUPERUSER_URL"] = postgres.superuser_url()
    if not os.environ.get("REDIS_URL"):
        redis = Redis(folder / "redis")
        redis.start()
        atexit.register(redis.destroy)
        os.environ["REDIS_URL"] = redis.url(1)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _make_folder() -> Path:
    in_memory = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH
    if in_memory:
        _remove_what_was_killed()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=MEMORY if in_memory else None))
    # Root's server runs as another user, who has to reach its own folder in here.
    folder.chmod(0o711)
    return folder


def _remove_what_was_killed() -> None:
    """Give back the memory of runs that could not do so themselves."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        if not Path(f"/proc/{folder.name.split('-')[2]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _count_alone() -> None:
    # One worker's clearing of the cache would take the counts away in the middle of another's test.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if number := re.search(r"\d+$", worker):
        os.environ["REDIS_URL"] = re.sub(
            r"(?<=[/=])\d+$", f"{2 + int(number[0]) % 14}", os.environ["REDIS_URL"]
        )


start()
