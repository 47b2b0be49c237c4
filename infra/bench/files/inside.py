"""What the benchmark runs in the application: a message that is to be a film, and the wait until that may be played."""

import json
import time
from typing import Any

from django.test import Client

from programs.models import MediatedMessage, StoredFile
from tenants import actions
from tenants.context import as_owner, platform
from tenants.models import Tenant

SLUG = "films"
HOST = f"{SLUG}.localhost"
LONGEST = 900.0


def prepare() -> None:
    """Found a program with a message that is to be a film; say where, and the cookie of its mediator."""
    from tests.programs.cast import at, make_world
    from tests.programs.exchange.scene import begun, exchanging

    with as_owner():
        tenant = actions.claim(slug=SLUG, name="Films", host=HOST)
    with at(tenant):
        world = make_world(tenant, type="community_agency")
        message = begun(world, exchanging(world), kind="video", words="")
        _say(_way_of(world.mia, message))


def wait(size: int) -> None:
    """Wait until the worker has checked the film; raises TimeoutError and RuntimeError."""
    from tests.programs.cast import at

    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        with at(_tenant()):
            file = StoredFile.objects.get()
        if file.state == "clean":
            _say({"kind": file.kind})
            return
        if file.state == "refused" or (file.state == "arriving" and file.arrived == size):
            raise RuntimeError(f"The film is {file.state}.")
        time.sleep(0.2)
    raise TimeoutError(f"The film is still {file.state} after {LONGEST:.0f} seconds.")


def _tenant() -> Tenant:
    with platform():
        return Tenant.objects.get(slug=SLUG)


def _way_of(user: Any, message: MediatedMessage) -> dict[str, str]:
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    return {"host": HOST, "cookie": cookie, "message": str(message.pk)}


def _say(told: dict[str, Any]) -> None:
    print(json.dumps(told), flush=True)
