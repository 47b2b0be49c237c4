"""Development: plain HTTP on loopback, mails into a folder, static files straight from the apps."""

from amends.settings import environment as env
from amends.settings.base import *  # noqa: F403
from amends.settings.base import STORAGES, folder

SECRET_KEY = env.AMENDS_SECRET_KEY or "development only"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = folder("AMENDS_MAIL_FOLDER")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
