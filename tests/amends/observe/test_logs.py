"""Log lines: with the tenant's schema, and without what a person typed."""

import io
import json
import logging
import logging.config
import sys

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import get_resolver

from amends.observe.logs import JsonFormatter, NoPersonalData, PlainFormatter, logging_settings
from tenants.context import inside, platform
from tests.amends.observe.words import CANARIES

SECRET = CANARIES["message"]


@pytest.fixture(params=[False, True], ids=["plain", "json"])
def stream(request):
    """Return what is written with our settings of logging, in both formats."""
    written = io.StringIO()
    config = logging_settings(as_json=request.param)
    config["handlers"]["stderr"]["stream"] = written
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield written
    root.handlers[:], root.level = before[0], before[1]
    logging.config.dictConfig(django_settings.LOGGING | {"incremental": True, "handlers": {}, "root": {}})


def test_it_works(stream, alpha):
    log = logging.getLogger("amends.test")
    with inside(alpha):
        log.warning("Job %s failed", "a1")
    with platform():
        log.warning("Platform")
    log.warning("Nowhere")
    first, second, third = stream.getvalue().splitlines()
    assert alpha.schema_name in first and "Job a1 failed" in first
    assert "public" in second
    assert "-" in third


def test_the_schema_follows_nested_places(stream, alpha, beta):
    log = logging.getLogger("amends.test")
    with inside(alpha):
        with inside(beta):
            log.warning("b")
        log.warning("a")
    first, second = stream.getvalue().splitlines()
    assert beta.schema_name in first
    assert alpha.schema_name in second


def test_json_lines_hold_the_agreed_fields_only(alpha):
    record = logging.LogRecord("amends.test", logging.ERROR, __file__, 1, "Job %s", ("a",), None)
    record.request = SECRET
    NoPersonalData().filter(record)
    line = json.loads(JsonFormatter().format(record))
    assert set(line) == {"at", "level", "logger", "schema", "message"}


def test_a_traceback_names_classes_and_lines_only(stream):
    try:
        try:
            raise KeyError(CANARIES["cause"])  # noqa: TRY301 - the test is about it
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        logging.getLogger("amends.test").exception("It failed")
    text = stream.getvalue()
    assert "builtins.ValueError" in text and "builtins.KeyError" in text and "test_logs.py:" in text
    assert SECRET not in text and CANARIES["cause"] not in text


def test_an_error_as_argument_or_message_is_its_class(stream):
    logging.getLogger("amends.test").error("Failed: %s", ValueError(SECRET))
    logging.getLogger("amends.test").error(ValueError(SECRET))
    assert stream.getvalue().count("builtins.ValueError") == 2
    assert SECRET not in stream.getvalue()


@pytest.mark.parametrize(
    "name",
    ["django.db.backends", "celery.app.trace", "django.security.DisallowedHost", "celery.worker.strategy"],
)
def test_arguments_of_talkative_loggers_are_dropped(stream, name):
    log = logging.getLogger(name)
    log.error("SELECT %s", SECRET)
    log.error("%(args)s", {"args": SECRET})
    log.error("{} is invalid".format(SECRET))  # noqa: G001, UP032 - as Django does it
    assert SECRET not in stream.getvalue()
    assert len(stream.getvalue().splitlines()) == 3


def test_a_failing_request_is_logged_without_what_was_typed(stream, settings, alpha):
    settings.ROOT_URLCONF = "tests.amends.observe.urls"
    settings.MIDDLEWARE = ["tenants.middleware.PlaceMiddleware"]
    client = Client(raise_request_exception=False, SERVER_NAME="alpha.localhost")
    logging.getLogger("tests.amends.observe").disabled = True
    client.post(f"/fail/1/?q={CANARIES['query_string']}", {"name": CANARIES["form_field"]})
    logging.getLogger("tests.amends.observe").disabled = False
    text = stream.getvalue()
    assert "Internal Server Error: /fail/1/" in text
    assert {place for place, word in CANARIES.items() if word in text} == set()


def test_a_request_line_loses_its_query_string(stream):
    assert get_resolver("amends.urls_tenant").url_patterns, "loaded, as after the first request"
    logging.getLogger("django.server").warning(
        '"%s" %s %s', f"GET /cases/1/?q={SECRET} HTTP/1.1", "200", "17"
    )
    assert "/cases/1/" in stream.getvalue()
    assert SECRET not in stream.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "GET http://alpha.localhost/{}/ HTTP/1.1",
        "GET //alpha.localhost/{}/ HTTP/1.1",
        "/cases/of {}/",
        "GET cases/{} HTTP/1.1",
        "GET HTTP/1.1/{} HTTP/1.1",
    ],
)
def test_no_way_of_writing_a_path_brings_the_rest_of_it_into_the_log(line, stream):
    logging.getLogger("django.server").warning('"%s" %s', line.format(SECRET), 404)
    assert "404" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_cached_text_of_another_formatter_is_not_used():
    try:
        raise ValueError(SECRET)  # noqa: TRY301 - as above
    except ValueError:
        record = logging.LogRecord("amends.test", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    logging.Formatter().format(record)
    assert SECRET in record.exc_text
    assert SECRET not in PlainFormatter().format(record)
