"""`./amends manage` and `./amends fleet`: Django's commands, told which instance is meant."""

import os
from urllib.parse import urlsplit

from amends.embedded.environment import Environment, state_folder
from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis
from amends.embedded.status import read_status


def manage(arguments: list[str]) -> int:
    """Run a Django command on this clone's instance, or on what DATABASE_URL names."""
    _point_at_instance()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./amends manage", *arguments])
    return 0


def fleet(arguments: list[str]) -> int:
    """Migrate the schemas of all programs."""
    return manage(["fleet", *arguments])


def _point_at_instance() -> None:
    """Fill in the addresses of the embedded servers, unless the environment names others or there are none yet."""
    state = state_folder()
    if (
        os.environ.get("DATABASE_URL")
        or os.environ.get("AMENDS_LOCK")
        or not (state / "secrets.json").exists()
    ):
        return
    redis_url = os.environ.get("REDIS_URL") or Redis(state / "redis").url()
    status = read_status(state)
    environment = Environment(
        state,
        Postgres(state / "postgres").owner_url(),
        redis_url,
        status.port,
        # Where a Stripe is played, commands ask it as the other processes do.
        stripe_port=urlsplit(status.stripe_url).port or 0,
    )
    for name, value in environment.owner().items():
        os.environ.setdefault(name, value)
