"""Every page of the web app at an address, for the tests that visit them."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from amends.web import errors, views

ERROR_PAGES = {
    "bad_request": 400,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "gone": 410,
    "too_many_requests": 429,
    "server_error": 500,
    "program_in_maintenance": 503,
    "csrf_failure": 403,
    "unknown_host": 404,
    "program_closed": 410,
    "program_restricted": 403,
}


def fail(request):
    raise RuntimeError


def keep_own_headers(request):
    return HttpResponse("kept", headers={"Cache-Control": "max-age=60", "X-Frame-Options": "SAMEORIGIN"})


@require_POST
def take_what_a_button_sends(request):
    return HttpResponse("taken")


urlpatterns = [
    path("button/", take_what_a_button_sends),
    path("", views.landing, name="landing"),
    path("protection/", views.protection, name="protection"),
    path("find/", views.find_program, name="find-program"),
    path("styles/", views.styles, name="styles"),
    path("styles/participant/", views.participant_sample, name="styles-participant"),
    path("fail/", fail),
    path("own-headers/", keep_own_headers),
    *(path(f"errors/{name}/", getattr(errors, name)) for name in ERROR_PAGES),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
