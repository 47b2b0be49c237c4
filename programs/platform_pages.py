"""Addresses of the platform's own pages, and of other programs, for a page at a program's host."""

from django.conf import settings
from django.http import HttpRequest


def site_of(request: HttpRequest, host: str) -> str:
    """Return the origin of another host of ours, at the port that this page was asked for."""
    _name, colon, port = request.get_host().rpartition(":")
    ending = f":{port}" if colon and port.isdigit() else ""
    return f"{request.scheme}://{host}{ending}"


def platform_address(request: HttpRequest, path: str) -> str:
    """Return the whole address of a page of the platform, at the port that this page was asked for."""
    return f"{site_of(request, settings.AMENDS_DOMAIN)}{path}"
