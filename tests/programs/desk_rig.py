"""Going over to a program as somebody of an agency, the way a browser does."""

import re
from typing import Any

from django.test import Client

from tenants.context import platform
from tests.conftest import HostClient
from tests.network.agencies.made import made_member

ORIGIN = {"origin": "http://localhost"}
FIELD = re.compile(r'name="token" value="([^"]+)"')


def browser_of(member: Any) -> Client:
    client = HostClient("localhost")
    with platform():
        client.force_login(member.user)
    return client


def token_for(client: Client, tenant: Any) -> str:
    """Return the token on the page with the button that leads to a program."""
    page = client.post(f"/agency/programs/{tenant.pk}/go/")
    assert page.status_code == 200, page.content.decode()
    return FIELD.search(page.content.decode())[1]


def press(host: str, token: str, **headers: str) -> tuple[Client, Any]:
    """Press the button in a fresh browser at a program's host; return the browser and the answer."""
    client = HostClient(host)
    return client, client.post("/desk/come/", {"token": token}, headers=ORIGIN | headers)


def come_over(tenant: Any, member: Any = None) -> Client:
    """Return a browser at a program's host in which somebody of an agency sits."""
    with platform():
        member = member or made_member()
    client, answer = press(f"{tenant.slug}.localhost", token_for(browser_of(member), tenant))
    assert answer.status_code == 302, answer.content.decode()
    return client
