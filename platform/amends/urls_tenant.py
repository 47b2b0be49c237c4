"""A program's own host."""

from django.urls import include, path

from amends import health
from amends.web import errors

urlpatterns = [
    path("", include("programs.urls")),
    path("", include("amends.accounts.urls")),
    path("", include("api.urls")),
    path("healthz", health.healthz, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
# Asked for by allauth's limits.
handler429 = errors.too_many_requests
handler500 = errors.server_error
