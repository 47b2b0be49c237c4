"""Answers with a part of a sealed content, as players ask for it (RFC 9110, 14): one range, or all of it."""

import re
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from amends.vault.streams import SealedContent

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
PLAYERS = ("audio", "video", "empty", "")
"""What may ask (Sec-Fetch-Dest): never a page or a frame. Old browsers do not say."""
HEADERS = {
    "Accept-Ranges": "bytes",
    # Opened as a page all the same, it could run and load nothing, and has no origin.
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
}


def is_player(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Dest", "") in PLAYERS


def range_of(asked: str, size: int) -> tuple[int, int] | None:
    """Return from where up to where (not included) is asked; None for all of it. Raises ValueError for 416.

    What is no single range of bytes is left aside, as the standard allows.
    """
    found = _RANGE.fullmatch(asked.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0:
            raise ValueError
        return max(0, size - int(last)), size
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise ValueError
    return start, stop


def played(request: HttpRequest, content: SealedContent, media_type: str, etag: str) -> HttpResponseBase:
    """Answer with what is asked of a content, of which only those chunks are opened; the answer closes it."""
    size, headers = content.size, HEADERS | {"ETag": etag}
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    try:
        span = range_of(asked, size)
    except ValueError:
        content.close()
        refused: Any = HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, content_type=media_type, headers=headers
        )
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    start, stop = span or (0, size)
    response = StreamingHttpResponse(
        content.span(start, stop) if request.method != "HEAD" else iter(()),
        status=HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK,
        content_type=media_type,
        headers=headers | {"Content-Length": str(stop - start)},
    )
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    if span:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response
