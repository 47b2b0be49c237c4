"""Production: HTTPS only, secrets from the environment, nothing that has a known default."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from amends.settings import environment as env
from amends.settings.base import *  # noqa: F403

for _name in ("AMENDS_SECRET_KEY", "AMENDS_ROLE_SECRET", "REDIS_URL"):
    if not env.read(_name):
        raise ImproperlyConfigured(f"Set {_name}: in production it has no default.")
if not env.AMENDS_REQUIRE_SECOND_FACTOR:
    raise ImproperlyConfigured("AMENDS_REQUIRE_SECOND_FACTOR=0 is for demonstrations. Unset it.")
if env.AMENDS_DEMO:
    raise ImproperlyConfigured("AMENDS_DEMO is for demonstrations: its passwords are known. Unset it.")
if env.AMENDS_SIGN_ON_LOOPBACK:
    raise ImproperlyConfigured(
        "AMENDS_SIGN_ON_LOOPBACK is for demonstrations: it opens our own network. Unset it."
    )
if env.AMENDS_WEBHOOKS_LOOPBACK:
    raise ImproperlyConfigured(
        "AMENDS_WEBHOOKS_LOOPBACK is for demonstrations: it opens our own network. Unset it."
    )
if env.AMENDS_STRIPE_API:
    raise ImproperlyConfigured("AMENDS_STRIPE_API names a Stripe that is played, for development. Unset it.")
if env.AMENDS_STRIPE_KEY and not env.AMENDS_STRIPE_WEBHOOK_SECRET:
    raise ImproperlyConfigured(
        "Set AMENDS_STRIPE_WEBHOOK_SECRET: without it no message of Stripe's is believed."
    )

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.AMENDS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if env.AMENDS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
OWN_PAGE_COOKIE = "__Host-mine"

AMENDS_MAIL_PROVIDER = "amends.mail.providers.smtp.from_settings"
AMENDS_SMS_PROVIDER = "amends.mail.providers.twilio.from_settings"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_smtp = urlsplit(env.AMENDS_EMAIL_URL)
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 15
