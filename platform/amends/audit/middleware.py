"""Gathers the audit of each request, in a program or on the platform, and appends it before the answer leaves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from amends.audit.gathering import gathering
from tenants.place import current_schema


class AuditMiddleware:
    """Stands inside the place's middleware. When the audit cannot be written, nothing is shown.

    What a streamed answer reads must be said before it begins.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if current_schema() is None:
            return self.get_response(request)
        with gathering():
            return self.get_response(request)
