"""Which process is told what: only the owner's processes get DATABASE_URL, the others a server without a login."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from amends.embedded.accounts import CLONE
from amends.embedded.ports import LOOPBACK
from amends.embedded.private_files import read_secrets

SECRETS = ("AMENDS_ROLE_SECRET", "AMENDS_SECRET_KEY", "AMENDS_ROOT_KEY")
# Made when a Stripe is played: between it and the page that it rings at.
PLAYED_SECRET = "AMENDS_STRIPE_WEBHOOK_SECRET"
PLAYED_KEY = "rk_test_played"


def state_folder() -> Path:
    """Return where this clone keeps what it makes; AMENDS_STATE names another one, for a second instance."""
    return (CLONE / (os.environ.get("AMENDS_STATE") or ".local")).resolve()


@dataclass(frozen=True)
class Environment:
    """The addresses of one instance, and the environment of each kind of its processes."""

    state: Path
    database_url: str
    redis_url: str
    port: int = 8000
    mark: tuple[str, str] | None = None
    # Where a Stripe is played; 0: nowhere.
    stripe_port: int = 0

    def shared(self) -> dict[str, str]:
        """What every process of ours gets. A setting that the caller's environment has is left as it is."""
        made = read_secrets(self.state / "secrets.json", SECRETS, make=make_secret)
        defaults = {
            **made,
            "DJANGO_SETTINGS_MODULE": "amends.settings.dev",
            "AMENDS_DEMO": "1",
            "AMENDS_REQUIRE_SECOND_FACTOR": "0",
            "AMENDS_RUNTIME_DATABASE_URL": without_login(self.database_url),
            "AMENDS_MAIL_FOLDER": str(self.state / "mail"),
            "AMENDS_FILES_FOLDER": str(self.state / "files"),
            "AMENDS_CHECKPOINT_FOLDER": str(self.state / "checkpoints"),
        }
        fixed = {
            "REDIS_URL": self.redis_url,
            "AMENDS_PORT": str(self.port),
            "AMENDS_STATE": str(self.state),
            "PYTHONUNBUFFERED": "1",
        }
        fixed |= dict([self.mark] if self.mark else []) | self._played_stripe()
        return defaults | _inherited() | fixed

    def _played_stripe(self) -> dict[str, str]:
        if not self.stripe_port:
            return {}
        made = read_secrets(self.state / "secrets.json", (*SECRETS, PLAYED_SECRET), make=make_secret)
        return {
            "AMENDS_STRIPE_KEY": PLAYED_KEY,
            "AMENDS_STRIPE_API": f"http://{LOOPBACK}:{self.stripe_port}",
            PLAYED_SECRET: made[PLAYED_SECRET],
        }

    def owner(self) -> dict[str, str]:
        """For prepare, seed, provisioner and `manage`: the only ones that can run DDL."""
        return self.shared() | {"DATABASE_URL": self.database_url, "AMENDS_LOGIN": "amends_worker"}

    def runtime(self, login: str) -> dict[str, str]:
        """For web, worker and beat: no owner's login, so that a leak of it cannot change a schema."""
        return self.shared() | {"AMENDS_LOGIN": login}


def make_secret() -> str:
    """Return 256 random bits in standard base64, which is also the form of the root key."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def without_login(url: str) -> str:
    """Return the address of the server and database without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "AMENDS_LOGIN")}
