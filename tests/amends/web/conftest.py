"""A site with the pages of the web app alone, without tenants or a database, and a browser to visit it."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings
from django.utils.translation import override

from tests.amends.web.browser import serve

ALONE = {
    "ROOT_URLCONF": "tests.amends.web.urls",
    "MIDDLEWARE": [
        "amends.web.middleware.SecurityHeadersMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "amends.web.language.LanguageChoiceMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        },
    ],
    "AMENDS_DEMO": True,
}


@pytest.fixture(autouse=True)
def in_english():
    """LocaleMiddleware leaves the language of the last request behind in this thread."""
    with override("en"):
        yield


@pytest.fixture
def alone():
    with override_settings(**ALONE):
        yield


@pytest.fixture
def visitor(alone):
    return Client(raise_request_exception=False)


@pytest.fixture(scope="module")
def site():
    """The address of a running server."""
    with override_settings(**ALONE), serve(get_wsgi_application()) as address:
        yield address
