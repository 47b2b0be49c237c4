"""A traceback without the error's message: the message may quote a row, the lines of our code cannot."""

import traceback
from types import TracebackType
from typing import Any

# A record's exc_info, or an error: class, error, traceback.
ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

MOST_FRAMES = 50
MOST_CAUSES = 10


def frames(trace: TracebackType | None) -> list[dict[str, Any]]:
    """Return file, line and function of each frame, outermost first; no source, no variables."""
    walked = traceback.StackSummary.extract(
        traceback.walk_tb(trace), limit=-MOST_FRAMES, lookup_lines=False, capture_locals=False
    )
    return [{"file": frame.filename, "line": frame.lineno, "function": frame.name} for frame in walked]


def chain(error: BaseException | None) -> list[BaseException]:
    """Return the error and what caused it, the last raised first."""
    found: list[BaseException] = []
    while error is not None and error not in found and len(found) < MOST_CAUSES:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def class_name(error: BaseException) -> str:
    """Return the module and name of the error's class."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def rendered(exc_info: ExcInfo) -> str:
    """Return the traceback as text, one line per frame, each error by its class alone."""
    lines = []
    for error in chain(exc_info[1]):
        lines.append(class_name(error))
        lines += [
            f"  {each['file']}:{each['line']} {each['function']}" for each in frames(error.__traceback__)
        ]
    return "\n".join(lines)
