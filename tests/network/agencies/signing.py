"""How the tests sign in with an agency: the provider, and the way there and back."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

from tests.amends.accounts.rig import browser
from tests.network.agencies.provider import CLIENT, SECRET, Provider


def settings_for(provider: Provider, **changes: Any) -> dict[str, Any]:
    told = {"issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET, "domains": "court.example"}
    return told | changes


def leave(client: Any, agency: Any, next_url: str = "") -> str:
    """Begin at the agency's address; return where the browser is sent."""
    answer = client.post(f"/sign-in/agency/{agency.pk}/", {"next": next_url})
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert html.escape(address) in answer.content.decode()
    return address


def come_back(client: Any, address: str) -> Any:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in_by(provider: Provider, agency: Any, client: Any = None, next_url: str = "", **claims: Any) -> Any:
    """Go all the way; return the browser and the last answer."""
    client = client or browser("public")
    return client, come_back(client, provider.authorize(leave(client, agency, next_url), **claims))


def rules(answer: Any) -> list[str]:
    """Return the ids of the rules on a page that refuses."""
    return re.findall(r'data-guard="([a-z_]+)"', answer.content.decode())
