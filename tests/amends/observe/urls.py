"""A page that fails in every way that an error report likes to quote."""

import logging

import sentry_sdk
from django.db import connection
from django.urls import path

from tests.amends.observe.words import CANARIES

log = logging.getLogger("tests.amends.observe")


def fail(request, word):
    local = CANARIES["local"]
    request.POST.get("name")
    log.error("Could not save %s", CANARIES["log"])
    sentry_sdk.set_tag("name", CANARIES["tag"])
    sentry_sdk.set_user({"email": CANARIES["tag"]})
    sentry_sdk.set_context("person", {"name": CANARIES["tag"]})
    sentry_sdk.add_breadcrumb(message=CANARIES["log"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [CANARIES["sql"]])
    try:
        raise KeyError(CANARIES["cause"])  # noqa: TRY301 - the page is about it
    except KeyError as error:
        sentry_sdk.capture_message(CANARIES["message"])
        raise ValueError(f"{CANARIES['message']} {local}") from error


urlpatterns = [path("fail/<str:word>/", fail, name="fail")]
