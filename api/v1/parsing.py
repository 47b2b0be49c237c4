"""Reads a body: one JSON object in UTF-8, no larger than our forms may be."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from api.v1.problems import NotJson, TooLarge


class StrictJson(JSONParser):
    """JSON as RFC 8259 has it, and an object; what nests without end is no request either."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise NotJson from None
        if not isinstance(data, dict):
            raise NotJson
        return data


def body_of(request: Request) -> bytes:
    """Return the body as it came; raises TooLarge. The framework reads it from here, so this holds for it as well."""
    try:
        return request._request.body
    except RequestDataTooBig:
        raise TooLarge from None
