"""Plain django-tenants over the settings of the limit, so that the two differ in the tenancy only."""

from infra.bench.tenancy.single.settings import *  # noqa: F403
from infra.bench.tenancy.single.settings import DATABASES, MIDDLEWARE

SHARED_APPS = [
    "django_tenants",
    "infra.bench.tenancy.plain.customers",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.messages",
]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "infra.bench.tenancy.fleetapp",
]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware", *MIDDLEWARE]
DATABASES["default"]["ENGINE"] = "django_tenants.postgresql_backend"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_MODEL = "customers.Customer"
TENANT_DOMAIN_MODEL = "customers.Domain"
PUBLIC_SCHEMA_NAME = "public"
