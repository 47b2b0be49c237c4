"""A program's own host."""

from django.urls import include, path

from amends import health
from amends.accounts import views as accounts
from amends.web import errors

urlpatterns = [
    path("", include("programs.urls")),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("healthz", health.healthz, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
