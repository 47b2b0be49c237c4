"""Log records with the tenant's schema and without what other people's code puts into them.

Our own lines hold ids and classes only. Libraries do otherwise: Django logs a query's parameters and a request's
path with its query string, Celery a task's arguments, and every traceback ends with the error's message.
"""

import json
import logging
import re
import time
from typing import Any

from amends.observe.paths import masked
from amends.observe.tags import schema_tag
from amends.observe.traces import class_name, rendered

# Loggers whose arguments are (or hold) what a person typed. Their lines are kept without the arguments.
WITHOUT_ARGS = (
    "django.db.backends",
    "django.security",
    "django.template",
    "celery.app.trace",
    "celery.worker",
    "psycopg",
    "sentry_sdk",
    "urllib3",
)
# Loggers that tell a path: of it only what `paths.masked` keeps.
WITH_PATHS = ("django.request", "django.server", "_granian", "granian.access")
_PROTOCOL = re.compile(r"HTTP/[\d.]+\W*\Z")


class NoPersonalData(logging.Filter):
    """Adds `schema` to each record, and takes out messages and arguments that may hold personal data."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; none is refused."""
        record.schema = schema_tag()
        if _belongs(record.name, WITHOUT_ARGS):
            # With arguments the message is the library's own text; without, it may have been filled in already.
            record.msg = str(record.msg) if record.args else f"(line {record.lineno} of {record.module})"
            record.args = ()
        elif _belongs(record.name, WITH_PATHS):
            record.args = _with_masked_paths(record.args)
        elif isinstance(record.args, tuple):
            record.args = tuple(_without_message(each) for each in record.args)
        if isinstance(record.msg, BaseException):
            record.msg, record.args = class_name(record.msg), ()
        # What Django and Celery attach for other handlers: a request, SQL with parameters, a task's arguments.
        for name in ("request", "sql", "params", "data", "server_time", "context"):
            record.__dict__.pop(name, None)
        return True


class PlainFormatter(logging.Formatter):
    """One line for people: time, level, schema, logger, message; a traceback by classes and lines."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(schema)s %(name)s: %(message)s", defaults={"schema": "-"}
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; never the text that another formatter cached in the record."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Return the traceback without the error's message."""
        return rendered(ei)


class JsonFormatter(PlainFormatter):
    """One JSON object per line, for a log store."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: only these fields, whatever else the record carries."""
        line = {
            "at": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "schema": getattr(record, "schema", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = class_name(record.exc_info[1])
            line["trace"] = rendered(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_settings(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, through the one filter, in one format."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_personal_data": {"()": NoPersonalData}},
        "formatters": {"line": {"()": JsonFormatter if as_json else PlainFormatter}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["no_personal_data"],
                "formatter": "line",
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers (console, mail to admins) would bypass the filter.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # SQL is logged below INFO; even a careless level must not print it.
            "django.db.backends": {"level": "WARNING"},
            # Stripe's library tells customers' ids and, of a refusal, words that may quote a payer.
            "stripe": {"level": "WARNING"},
        },
    }


def _belongs(name: str, loggers: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in loggers)


def _with_masked_paths(args: Any) -> Any:
    if isinstance(args, tuple):
        return tuple(_with_masked_path(each) for each in args)
    return ()


def _with_masked_path(value: Any) -> Any:
    if not isinstance(value, str):
        return value if isinstance(value, int | float) else type(value).__name__
    if value.startswith("/"):
        # Django's paths are decoded, so that they may hold spaces.
        return masked(value)
    # A request line is "GET /path?query HTTP/1.1", or has a whole URL.
    return " ".join(
        masked(part) if "/" in part and not _PROTOCOL.match(part) else part for part in value.split(" ")
    )


def _without_message(value: Any) -> Any:
    return class_name(value) if isinstance(value, BaseException) else value
