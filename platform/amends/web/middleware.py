"""Sends the security headers with every answer; a view that sets one of them itself is left alone."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from amends.web.errors import method_not_allowed

# No inline script or style, no other host, no frame, no plug-in. `connect-src` is for our own fetches.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def policy_with_forms_to(*sources: str) -> str:
    """Return the policy for a page whose form is answered by a redirect to other hosts of ours.

    Chromium holds the redirect after a form to `form-action` too: https://github.com/w3c/webappsec-csp/issues/8
    """
    return CONTENT_SECURITY_POLICY.replace("form-action 'self'", " ".join(("form-action 'self'", *sources)))


def policy_framed_by(*origins: str) -> str:
    """Return the policy for a page that others may show in a frame: those origins, and no one else."""
    return CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", " ".join(("frame-ancestors", *origins)))


UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Django checks the Referer of a form sent over HTTPS, so our own pages send it to us; others get nothing.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Pages are about people: nothing may stay in a shared computer's cache or come back with its back button.
PAGE_CACHING = "no-store"
# Static files bring their own caching; everything else is not kept. In the form in which Django keeps headers.
STORED = {name.lower(): (name, value) for name, value in (HEADERS | {"Cache-Control": PAGE_CACHING}).items()}


class SecurityHeadersMiddleware:
    """Add the headers; stands first, so that answers of the other middleware carry them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A browser shows its own page for an empty answer: a dead end in a language that nobody chose.
        if (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and request.method == "GET"
            and not response.content
        ):
            response = method_not_allowed(request, response.headers.get("Allow", "POST"))
        # What `setdefault` of each header would do; its checks and conversions would cost 20 microseconds an answer.
        stored = response.headers._store  # type: ignore[attr-defined]
        for name, header in STORED.items():
            stored.setdefault(name, header)
        if "frame-ancestors 'none'" not in response.headers["Content-Security-Policy"]:
            # The older header knows no list of origins, and a browser that knows only it shows no frame at all.
            del response.headers["X-Frame-Options"]
        return response
