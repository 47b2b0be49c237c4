"""What leaves for Sentry: where in our code it failed and in which schema, and nothing that a person typed."""

import io
import json

import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from sentry_sdk.transport import Transport

from amends.observe import sentry
from tests.amends.observe.words import CANARIES


class Memory(Transport):
    """Keeps what would be sent, as the bytes that would be sent."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def capture_envelope(self, envelope):
        body = io.BytesIO()
        envelope.serialize_into(body)
        self.sent.append(body.getvalue().decode())

    @property
    def items(self):
        lines = [json.loads(line) for sent in self.sent for line in sent.splitlines()]
        return [line for line in lines if isinstance(line, dict) and line.keys() & {"level", "spans"}]


@pytest.fixture
def transport(settings):
    settings.ROOT_URLCONF = "tests.amends.observe.urls"
    settings.MIDDLEWARE = ["tenants.middleware.PlaceMiddleware"]
    # As Django's own test client does: the connections hold the test's transactions.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    memory = Memory()
    assert sentry.start(dsn="https://key@sentry.invalid/1", transport=memory, release="r1", sample=1.0)
    yield memory
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def post(**kwargs):
    """Post through the WSGI application itself, which is what Sentry's integration wraps."""
    factory = RequestFactory(SERVER_NAME="alpha.localhost")
    factory.cookies["session"] = CANARIES["cookie"]
    request = factory.post(
        f"/fail/{CANARIES['path']}/?q={CANARIES['query_string']}",
        headers={
            "referer": f"https://court.example/{CANARIES['referer']}",
            "x-note": CANARIES["header"],
            "user-agent": CANARIES["user_agent"],
        },
        **kwargs,
    )
    statuses = []
    answer = WSGIHandler()(request.environ, lambda status, headers: statuses.append(status))
    list(answer)
    answer.close()
    return statuses[0]


BODIES = (
    {"data": {"name": CANARIES["json_body"]}, "content_type": "application/json"},
    {"data": {"name": CANARIES["form_field"]}},
)


@pytest.mark.parametrize("body", BODIES)
def test_it_works(transport, alpha, body):
    assert post(**body).startswith("500")
    (error,) = [item for item in transport.items if item.get("exception")]
    assert error["tags"] == {"schema": alpha.schema_name}
    assert error["transaction"] == "/fail/{word}/"
    assert error["release"] == "r1"
    raised = error["exception"]["values"][-1]
    assert raised["type"] == "ValueError"
    last = raised["stacktrace"]["frames"][-1]
    assert (last["function"], last["module"]) == ("fail", "tests.amends.observe.urls")


@pytest.mark.parametrize("body", BODIES)
def test_no_canary_is_sent(transport, alpha, body):
    post(**body)
    # The error, the message and the trace of the request.
    assert len(transport.sent) >= 3
    everything = "\n".join(transport.sent)
    assert '"spans"' in everything
    assert {place for place, word in CANARIES.items() if word in everything} == set()
    for trace_of_one in ("alpha.localhost", "court.example", "SELECT"):
        assert trace_of_one not in everything


def test_only_listed_keys_are_sent(transport, alpha):
    post(**BODIES[0])
    allowed = {
        "event_id", "timestamp", "start_timestamp", "level", "platform", "release", "environment", "type", "tags",
        "transaction", "transaction_info", "exception", "contexts", "spans",
    }  # fmt: skip
    assert transport.items
    for item in transport.items:
        assert set(item) <= allowed


def test_attachments_are_not_sent(transport):
    with sentry_sdk.new_scope() as scope:
        scope.add_attachment(bytes=CANARIES["json_body"].encode(), filename=CANARIES["form_field"])
        sentry_sdk.capture_exception(ValueError(CANARIES["message"]))
    assert transport.sent
    assert not [word for word in CANARIES.values() if word in "\n".join(transport.sent)]


def test_it_is_off_without_an_address():
    assert sentry.start(dsn="") is False
    assert not sentry_sdk.get_client().is_active()
