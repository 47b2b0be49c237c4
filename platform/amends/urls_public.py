"""The platform's own hosts: what programs share."""

from django.urls import path

from amends import health
from amends.accounts import views as accounts
from amends.web import errors, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("language/", accounts.choose_language, name="language-choose"),
    path("healthz", health.healthz, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
