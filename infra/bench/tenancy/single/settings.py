"""Single-tenant Django: one database, one role, persistent connections."""

import os

from amends.settings.databases import parsed
from infra.bench.tenancy.release import migration_modules

_at = parsed(os.environ["BENCH_DATABASE_URL"])

SECRET_KEY = "only for the benchmark"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "infra.bench.tenancy.fleetapp.urls"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "infra.bench.tenancy.fleetapp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _at["dbname"],
        "HOST": _at["host"],
        "USER": _at["user"],
        "PASSWORD": _at["password"],
        "CONN_MAX_AGE": 600,
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = os.environ["BENCH_STATIC_FOLDER"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MIGRATION_MODULES = migration_modules()
LOGGING = {"version": 1, "disable_existing_loggers": False}
