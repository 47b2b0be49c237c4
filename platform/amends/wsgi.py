"""The WSGI application; it does not start when a database role could climb over the wall."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.dev")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from amends.observe import sentry  # noqa: E402 - after the apps are loaded
from amends.settings import environment  # noqa: E402
from tenants import wall  # noqa: E402

wall.verify()
sentry.start(dsn=environment.SENTRY_DSN)

# What is loaded by now stays: not looking through it again and again saves a pause of 40 ms in every 3,000 requests.
gc.collect()
gc.freeze()
