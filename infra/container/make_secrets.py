"""Make the secrets of one host: `python -m infra.container.make_secrets FOLDER`. What is there is left as it is.

One file for each, readable by its owner alone. The passwords of web, worker and programs are derived from
AMENDS_ROLE_SECRET; only the owner of the database and the pooler have one of their own.
"""

import base64
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

from infra.container.initialise import OWNER, POOLER


def make(folder: Path, host: str = "database") -> None:
    """Write the files that are missing; `host` is PostgreSQL's name in the Compose network."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("superuser_password", "owner_password", "pooler_password"):
        _write(folder / name, secrets.token_urlsafe(32))
    for name in ("AMENDS_ROLE_SECRET", "AMENDS_SECRET_KEY", "AMENDS_ROOT_KEY"):
        _write(folder / name, base64.b64encode(secrets.token_bytes(32)).decode())
    owner = quote((folder / "owner_password").read_text(), safe="")
    _write(folder / "DATABASE_URL", f"postgresql://{OWNER}:{owner}@{host}:5432/amends")
    _write(folder / "pooler_users", f'"{POOLER}" "{(folder / "pooler_password").read_text()}"\n')


def _write(path: Path, text: str) -> None:
    if not path.exists():
        # Compose mounts the file with its mode, and the containers run as other users: the folder protects it.
        path.touch(0o644)
        path.write_text(text)


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "secrets"))
