"""Paths without what somebody could use or should not read: a link that was mailed is a key while it works."""

import re
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings

MASK = "\N{HORIZONTAL ELLIPSIS}"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,9}")
# What a pattern takes from the path: `<uuid:pk>`, or a group of a regular expression.
_TAKEN = re.compile(r"<[^>]*>|\([^()]*\)")
_WORD = re.compile(r"[A-Za-z][\w.-]*")


def masked(path: str) -> str:
    """Return a path with the words of our own addresses and the ids of rows; everything else in it is masked.

    So a token is masked also where its address is mistyped, at a host of another program, or of an app to come.
    The query string goes whole.
    """
    segments = path.partition("?")[0].partition("#")[0].split("/")
    known = _words()
    return "/".join(each if not each or each in known or _ID.fullmatch(each) else MASK for each in segments)


def _words() -> frozenset[str]:
    # A log line imports nothing: before the first request there are no addresses, and every path is masked.
    loaded = (
        name for name in (settings.ROOT_URLCONF, settings.TENANCY_PUBLIC_URLCONF) if name in sys.modules
    )
    return frozenset().union(*map(_words_of, loaded))


@cache
def _words_of(urlconf: str) -> frozenset[str]:
    return frozenset(_gathered(getattr(sys.modules[urlconf], "urlpatterns", ())))


def _gathered(patterns: Iterable[Any]) -> Iterable[str]:
    for each in patterns:
        yield from _WORD.findall(_TAKEN.sub("/", str(each.pattern)))
        yield from _gathered(getattr(each, "url_patterns", ()))
