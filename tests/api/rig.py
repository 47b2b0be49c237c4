"""Software that asks: a client with a token, and what every answer must look like."""

import json
import uuid
from typing import Any

from django.test import Client
from django.utils import timezone

from amends import audit
from amends.audit.models import AuditEntry
from api.actions import make_token
from api.models import ApiToken, Scope

EVERYTHING = tuple(Scope.values)
ALPHA = "alpha.localhost"


def token_of(user: Any, scopes: tuple[str, ...] = EVERYTHING, *, days: int = 90) -> tuple[ApiToken, str]:
    """Make somebody's token, inside their program; only administrators make tokens, so they are one meanwhile."""
    roles, user.roles = user.roles, ["program_admin"]
    try:
        return make_token(
            actor=user, now=timezone.now(), name=f"Test {uuid.uuid4()}", scopes=list(scopes), days=days
        )
    finally:
        user.roles = roles


class Software(Client):
    """Asks in JSON with a token, and sends a new key with each POST unless told which."""

    def __init__(self, secret: str = "", host: str = ALPHA, **kwargs: Any):
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        super().__init__(SERVER_NAME=host, headers=headers, **kwargs)

    def generic(self, method: str, path: str, data: Any = "", *args: Any, **kwargs: Any) -> Any:
        """Ask as anybody's browser would, but send what the API takes where there is nothing to send."""
        if method == "POST" and not data and path.startswith("/api/"):
            return self.send(path)
        return super().generic(method, path, data, *args, **kwargs)

    def send(self, path: str, answers: Any = None, *, key: str = "", **headers: str) -> Any:
        """POST a JSON object to a path below /api/v1/."""
        sent = {"Idempotency-Key": key or str(uuid.uuid4())} | headers
        return self.post(at(path), {} if answers is None else answers, "application/json", headers=sent)

    def ask(self, path: str, **query: Any) -> Any:
        """GET a path below /api/v1/."""
        return self.get(at(path), query)


def at(path: str) -> str:
    return path if path.startswith(("/", "http")) else f"/api/v1/{path}"


def newest_entry() -> AuditEntry:
    """Return what was last said in the audit; the test itself gathers, around the requests."""
    audit.flush()
    return AuditEntry.objects.order_by("-seq").first()


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check the one shape of every trouble; return it."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    said = json.loads(response.content)
    assert (response.status_code, said["status"], said["type"]) == (
        status,
        status,
        f"urn:amends:problem:{code}",
    )
    assert said["title"]
    assert said["detail"]
    assert said.keys() <= {"type", "title", "status", "detail", "errors", "unmet", "scopes"}
    assert "no-store" in response.headers["Cache-Control"]
    return said
