"""Sentry, told only what is on our own list: which error, at which of our lines, in which schema.

Off unless `SENTRY_DSN` is set. Measured: the SDK's scrubber matches names of keys, while what must not leave
is in the values (a message, a URL, a local variable, SQL). So an event is not cleaned but built anew.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from amends.observe.tags import bootstrapper, schema_tag

_EVENT = ("event_id", "timestamp", "start_timestamp", "level", "platform", "release", "environment", "type")
_FRAME = ("filename", "function", "module", "lineno", "in_app")
_TRACE = ("trace_id", "span_id", "parent_span_id", "op", "status")
_SPAN = (*_TRACE, "start_timestamp", "timestamp", "same_process_as_parent")
# Only these name our own code; a "url" source is what somebody typed.
_NAMED_BY_CODE = ("route", "view", "component", "task")


def start(
    *, dsn: str, release: str = "", environment: str = "", transport: Any = None, sample: float = 0.0
) -> bool:
    """Start the SDK when there is a DSN; return whether it runs. `transport` is for tests."""
    if not dsn:
        return False
    sentry_sdk.init(
        dsn=dsn,
        release=release or None,
        environment=environment or None,
        transport=transport,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            DjangoIntegration(transaction_style="url", middleware_spans=False, signals_spans=False)
        ],
        before_send=rebuilt,
        before_send_transaction=rebuilt,
        before_breadcrumb=lambda *_: None,
        max_breadcrumbs=0,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        attach_stacktrace=False,
        enable_logs=False,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="-",
        spotlight=False,
        traces_sample_rate=sample,
        trace_propagation_targets=[],
        propagate_traces=False,
    )
    return True


def report(error: BaseException, *, schema: str) -> None:
    """Report an error that was dealt with, as of `schema`; nothing happens when the SDK is off."""
    # Even when it is off, the SDK would first collect the frames' variables: the repr of a queryset is a query.
    if not sentry_sdk.get_client().is_active():
        return
    token = bootstrapper.enter(schema)
    try:
        sentry_sdk.capture_exception(error)
    finally:
        bootstrapper.leave(token)


def rebuilt(event: Any, hint: dict[str, Any]) -> Any:
    """Return a new event with what the list allows; attachments are taken out of `hint`."""
    hint.pop("attachments", None)
    new = _only(event, _EVENT)
    new["tags"] = {"schema": schema_tag()}
    if event.get("transaction_info", {}).get("source") in _NAMED_BY_CODE:
        new["transaction"] = event.get("transaction", "")
        new["transaction_info"] = {"source": event["transaction_info"]["source"]}
    if "exception" in event:
        new["exception"] = {"values": [_exception(each) for each in event["exception"].get("values", ())]}
    trace = event.get("contexts", {}).get("trace")
    if trace:
        new["contexts"] = {"trace": _only(trace, _TRACE)}
    if "spans" in event:
        new["spans"] = [_only(each, _SPAN) for each in event["spans"]]
    return new


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = value.get("stacktrace", {}).get("frames", ())
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "mechanism": _only(value.get("mechanism") or {}, ("type", "handled")),
        "stacktrace": {"frames": [_only(frame, _FRAME) for frame in frames]},
    }


def _only(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
