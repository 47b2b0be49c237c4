"""Addresses of the platform's own pages, for a page at a program's host."""

from django.conf import settings
from django.http import HttpRequest


def platform_address(request: HttpRequest, path: str) -> str:
    """Return the whole address of a page of the platform, at the port that this page was asked for."""
    _name, colon, port = request.get_host().rpartition(":")
    ending = f":{port}" if colon and port.isdigit() else ""
    return f"{request.scheme}://{settings.AMENDS_DOMAIN}{ending}{path}"
