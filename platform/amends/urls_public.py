"""The platform's own hosts: what programs share."""

from django.urls import include, path

from amends import health
from amends.web import errors, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("", include("programs.signup.urls")),
    path("", include("amends.console.urls")),
    path("", include("network.directory.urls")),
    path("", include("network.agencies.urls")),
    path("", include("network.hsds.urls")),
    path("", include("network.oversight.urls")),
    path("", include("network.guidance.urls")),
    path("", include("network.accreditation.urls")),
    path("", include("network.reporting.urls")),
    path("", include("billing.urls")),
    path("protection/", views.protection, name="protection"),
    path("find/", views.find_program, name="find-program"),
    path("styles/", views.styles, name="styles"),
    path("styles/participant/", views.participant_sample, name="styles-participant"),
    path("", include("amends.accounts.urls")),
    path("healthz", health.healthz, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
