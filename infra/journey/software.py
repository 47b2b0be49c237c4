"""Software that asks a program's API: JSON, a token, a key with each POST."""

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any, cast

from infra.journey.browser import TIMEOUT, LocalHTTPHandler

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Reply:
    """What was answered: an object, in the shape of a problem when something is wrong."""

    url: str
    status: int
    body: dict[str, Any]
    is_replayed: bool = False

    @property
    def text(self) -> str:
        """Return the answer as it reads."""
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with what was sent."""
        return [each["detail"] for each in self.body.get("errors", ())]

    @property
    def guards(self) -> dict[str, str]:
        """Return every unmet rule with its sentence and remedy: of a step, or of the steps that lead a case on."""
        steps = [step for step in self.body.get("steps", ()) if step["leads_on"]]
        unmet = [each for said in (self.body, *steps) for each in said.get("unmet", ())]
        return {each["id"]: f"{each['sentence']} {each['remedy']}".strip() for each in unmet}


class Software:
    """One system with one token at one host."""

    def __init__(self, address: str, token: str):
        self.root, self.token = urllib.parse.urljoin(address, "/api/v1/"), token
        # No proxy: everything is on this machine.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), LocalHTTPHandler())

    def get(self, path: str) -> Reply:
        """Return what is at a path below /api/v1/."""
        return self._fetch(path, None, {})

    def post(self, path: str, answers: dict[str, Any], key: str) -> Reply:
        """Send an object; dates go as ISO 8601 has them."""
        body = json.dumps(answers, default=str).encode()
        return self._fetch(path, body, {"Content-Type": "application/json", "Idempotency-Key": key})

    def _fetch(self, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        url = urllib.parse.urljoin(self.root, path)
        request = urllib.request.Request(url, body, headers | {"Authorization": f"Bearer {self.token}"})
        try:
            answer = self.opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            said = json.loads(answer.read())
            status, headers = cast("int", answer.status), answer.headers
        if status >= 400 and (headers["Content-Type"] != PROBLEM or said["status"] != status):
            raise LookupError(f"{url} answered {status} in another shape than a problem's: {said}")
        return Reply(url, status, said, is_replayed="Idempotency-Replayed" in headers)
