"""Answers: one object, a page of a list, or a line for each member; for every site to read, since all is public."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import translation

from amends.web.problems import TROUBLES, problem
from network.hsds.asking import Asked, NotUnderstood
from network.hsds.terms import LANGUAGE

Json = dict[str, Any]
CHUNK = 200


class Members(Protocol):
    """What can be counted and cut: a query, or a list of a few."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice) -> Iterable[Any]: ...


class Few(list[Any]):
    """A list that is counted like a query."""

    def count(self, value: Any = None) -> int:
        """Return how many there are."""
        return len(self)


Describe = Callable[[Sequence[Any]], Iterable[Json]]


def one(document: Json) -> HttpResponse:
    """Return one object."""
    return _open(JsonResponse(document, json_dumps_params={"ensure_ascii": False}))


def many(asked: Asked, members: Members, describe: Describe) -> HttpResponse:
    """Return a page of the members, or all of them as lines; `describe` makes objects of some at a time."""
    if asked.is_lines:
        lines = _lines(members, describe)
        return _open(StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8"))  # type: ignore[arg-type]
    total = members.count()
    pages = -(-total // asked.size)
    start = (asked.page - 1) * asked.size
    contents = list(describe(list(members[start : start + asked.size]))) if start < total else []
    return one(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": asked.page,
            "size": len(contents),
            "first_page": asked.page == 1,
            "last_page": asked.page >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def _lines(members: Members, describe: Describe) -> Iterator[str]:
    start = 0
    while part := list(members[start : start + CHUNK]):
        # These are written when the view is long over, and its language with it.
        with translation.override(LANGUAGE):
            documents = list(describe(part))
        yield from (json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        start += CHUNK


def refused(request: HttpRequest, error: NotUnderstood) -> HttpResponse:
    """Say which parameter was not understood."""
    named = [{"field": error.parameter, "detail": str(error)}]
    return _open(problem(TROUBLES[str(error.status)], error.status, errors=named))


def too_many() -> HttpResponse:
    """Say that this network asks more than a minute allows (settings.PUBLIC_LIMITS)."""
    _most, seconds = settings.PUBLIC_LIMITS["hsds"]
    return _open(problem(TROUBLES["429"], 429, headers={"Retry-After": str(seconds)}))


def _open(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
