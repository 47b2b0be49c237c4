"""Tests: real servers that `tests/servers.py` started, fast password hashing, mails in memory."""

from amends.settings.base import *  # noqa: F403
from amends.settings.base import CACHES, INSTALLED_APPS, STORAGES, TENANT_APPS

SECRET_KEY = "only for tests"
AMENDS_DEMO = True
# Tests of the limits switch them on: counts in Redis outlive a test.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # type: ignore[assignment]
PUBLIC_LIMITS = dict.fromkeys(
    (
        "network",
        "program",
        "code",
        "receipt",
        "bulk",
        "hsds",
        "calendar",
        "tries",
        "files",
        "files_of_program",
    ),
    (1_000_000, 3600),
)
API_REQUESTS_PER_MINUTE = 1_000_000
OWN_PAGE_LIMIT = None
# A slow machine is no Redis that is away: a test that counts must not fall back to another memory.
CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 30, "socket_timeout": 30}
# Tests of it start a provider on this computer; those of the walls switch it off.
AMENDS_SIGN_ON_LOOPBACK = AMENDS_WEBHOOKS_LOOPBACK = True
# Tests of the second factor switch it on.
AMENDS_REQUIRE_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TENANCY_WARM_POOL = 2
TENANCY_EPOCH_SECONDS = 0.0

# A tenant app with more migrations than one, which the tests of the fleet switch on.
TENANT_APPS = (*TENANT_APPS, "infra.fleetapp")
INSTALLED_APPS = [*INSTALLED_APPS, "infra.fleetapp"]
