"""From a request's host to the place that it is served in; a page of its own when it cannot be."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.module_loading import import_string

from tenants.connections import hold, release
from tenants.context import inside, visit
from tenants.hosts import HOSTS, Site
from tenants.place import PUBLIC, Place

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PlaceMiddleware:
    """Serves a request inside its tenant, or in the public schema on the platform's own hosts.

    Comes before everything that uses the database, cookies or the cache. A host that nobody has gets 404, a
    tenant that is closed 410, one that is suspended, in maintenance or with a schema that this code does not
    know 503.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = split_domain_port(request.get_host())[0].rstrip(".")
        if host in settings.TENANCY_PLATFORM_HOSTS:
            request.site = None  # type: ignore[assignment]
            request.urlconf = settings.TENANCY_PUBLIC_URLCONF
            return self._serve(request, visit(Place(PUBLIC, "app")))
        site = HOSTS.resolve(host)
        refusal = _refusal(site)
        if refusal is not None or site is None:
            return _page(refusal or "unknown")(request, site)
        request.site = site  # type: ignore[assignment]
        return self._serve(request, inside(site))

    def _serve(self, request: HttpRequest, place: visit) -> HttpResponseBase:
        with place:
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse):
                _stay_until_closed(response, place.place)
        return response


def _refusal(site: Site | None) -> str | None:
    if site is None:
        return "unknown"
    if not site.is_served:
        return "closed"
    if site.is_suspended:
        return "suspended"
    if site.maintenance or not site.is_known_release:
        return "maintenance"
    return None


@cache
def _page(refusal: str) -> Callable[[HttpRequest, Site | None], HttpResponse]:
    return import_string(settings.TENANCY_PAGES[refusal])


def _stay_until_closed(response: StreamingHttpResponse, place: Place) -> None:
    """Keep the connection until the server closes the body, whose chunks it asks for after the middleware left."""
    hold(place)
    response._resource_closers.append(lambda: release(place))  # type: ignore[attr-defined]
    response.streaming_content = _each_inside(
        place, iter(cast("Iterator[bytes]", response.streaming_content))
    )


def _each_inside(place: Place, chunks: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        # Entered for one chunk at a time: a suspended generator would leave its consumer inside the tenant.
        with visit(place):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
