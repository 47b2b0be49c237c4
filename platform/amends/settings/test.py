"""Tests: real servers that `tests/servers.py` started, fast password hashing, mails in memory."""

from amends.settings.base import *  # noqa: F403
from amends.settings.base import STORAGES

SECRET_KEY = "only for tests"  # noqa: S105
AMENDS_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TENANCY_WARM_POOL = 2
TENANCY_EPOCH_SECONDS = 0.0
