"""HTTP as Stripe speaks it: key, version, idempotency, one shape of error; and the pages beside it."""

import hashlib
import json
import logging
import random
import secrets
import time
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from billing.fakestripe import checkout, control, portal
from billing.fakestripe.endpoints import ENDPOINTS, Declined, Endpoint, without_tiers
from billing.fakestripe.pages import Answer, NoPage
from billing.fakestripe.parameters import Unfit, checked, decoded
from billing.fakestripe.world import API_VERSION, Missing, Thing, World, shown

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
KEYS = ("rk_test_", "sk_test_")
LARGEST = 1_000_000
PAGES = (checkout.page, portal.page, portal.invoice_page, control.page)


class Handler(BaseHTTPRequestHandler):
    """One request. `world` is shared by all."""

    protocol_version = "HTTP/1.1"
    # An answer is one write; without this the kernel would wait for more.
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, world: World, *args: Any) -> None:
        self.world = world
        super().__init__(*args)

    def log_message(self, *args: Any) -> None:
        """Say nothing: a line would hold what a payer typed."""

    def do_GET(self) -> None:
        """Answer a call or show a page."""
        self._answer()

    do_POST = do_DELETE = do_GET  # noqa: N815 - the names that http.server calls

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST)).decode()
        if not parts.path.startswith("/v1/"):
            self._show(parts.path, parts.query, body)
            return
        if self.world.is_away:
            self._send(
                503, {"error": {"type": "api_error", "message": "Away."}}, {"Stripe-Should-Retry": "false"}
            )
            return
        form = body if self.command == "POST" else parts.query
        with self.world.lock:
            status, answer, more = self._called(parts.path, form)
        if self.world.lag:
            time.sleep(random.uniform(0, self.world.lag))  # noqa: S311 - bad luck, not a secret
        self._send(status, answer, more)
        if self.command != "GET":
            self.world.save()

    def _called(self, path: str, form: str) -> tuple[int, Thing, dict[str, str]]:
        refusal = self._refusal()
        if refusal:
            return *refusal, {}
        key = self.headers.get("Idempotency-Key")
        mark = hashlib.sha256(f"{self.command} {path} {form}".encode()).hexdigest()
        if key and (kept := self.world.answers.get(key)):
            if kept["mark"] != mark:
                words = "Keys for idempotent requests can only be used with the parameters they were first used with."
                return 400, _error("idempotency_error", words), {}
            return kept["status"], kept["answer"], {"Idempotent-Replayed": "true"}
        status, answer = self._run(path, form)
        # What was refused before anything was done may be tried again under the same key.
        if key and status in (200, 402):
            self.world.answers[key] = {"mark": mark, "status": status, "answer": answer}
        return status, answer, {}

    def _refusal(self) -> tuple[int, Thing] | None:
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not key.startswith(KEYS):
            return 401, _error("invalid_request_error", "Invalid API Key provided.")
        version = self.headers.get("Stripe-Version")
        if version != API_VERSION:
            return 400, _error("invalid_request_error", f"Invalid Stripe API version: {version}")
        return None

    def _run(self, path: str, form: str) -> tuple[int, Thing]:
        for endpoint in ENDPOINTS:
            match = endpoint.path.fullmatch(path)
            if match and endpoint.method == self.command:
                return self._outcome(endpoint, match.groups(), form)
        return 404, _error("invalid_request_error", f"Unrecognized request URL ({self.command}: {path}).")

    def _outcome(self, endpoint: Endpoint, keys: tuple[str, ...], form: str) -> tuple[int, Thing]:
        try:
            said = checked(endpoint.declared, decoded(form))
            return 200, _bare(shown(endpoint.run(self.world, said, *keys)))
        except Unfit as unfit:
            return 400, _error("invalid_request_error", unfit.message, code=unfit.code, param=unfit.parameter)
        except Declined as declined:
            return 402, _error(
                "card_error", "Your card was declined.", code="card_declined", decline_code=declined.args[0]
            )
        except Missing as missing:
            words = f"No such {missing.kind}: '{missing.key}'"
            return 404, _error("invalid_request_error", words, code="resource_missing", param="id")

    def _show(self, path: str, query: str, body: str) -> None:
        said = dict(parse_qsl(body or query))
        for page in PAGES:
            try:
                with self.world.lock:
                    answer = page(self.world, self.command, path, said)
            except (NoPage, Missing):
                continue
            self._page(answer)
            if self.command == "POST":
                self.world.save()
            return
        self._page(Answer(404, "There is no such page."))

    def _page(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        if answer.goes_to:
            self.send_header("Location", answer.goes_to)
        self.end_headers()
        self.wfile.write(body)

    def _send(self, status: int, answer: Thing, more: dict[str, str]) -> None:
        body = json.dumps(answer).encode()
        self.send_response_only(status, HTTPStatus(status).phrase)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", f"req_{secrets.token_hex(7)}")
        self.send_header("Stripe-Version", API_VERSION)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _bare(answer: Any) -> Any:
    """Return an answer whose prices hide their tiers, wherever they stand."""
    if isinstance(answer, list):
        return [_bare(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if answer.get("object") == "price":
        return without_tiers(answer)
    return {name: _bare(each) for name, each in answer.items()}


def _error(kind: str, message: str, **more: str) -> Thing:
    return {
        "error": {"type": kind, "message": message} | {name: value for name, value in more.items() if value}
    }


class Server(ThreadingHTTPServer):
    """Listens on loopback and nowhere else."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), partial(Handler, world))
        self.world = world
        world.url = f"http://{LOOPBACK}:{self.server_port}"

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://{LOOPBACK}:{self.server_port}"
