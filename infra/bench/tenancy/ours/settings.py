"""Amends' settings with the benchmark's page instead of the product's, and its thirty tables instead of programs'."""

from importlib.util import find_spec

from amends.settings.base import *  # noqa: F403
from amends.settings.base import SHARED_APPS as ALL_SHARED
from amends.settings.base import TENANT_APPS as ALL_TENANT
from infra.bench.tenancy.release import migration_modules

FLEET_APP = "infra.bench.tenancy.fleetapp"

# What knows of mediation is left out, so that every arm builds about the same tables; the machine is complete.
SHARED_APPS = tuple(app for app in ALL_SHARED if app.startswith(("tenants", "amends.")) and find_spec(app))
TENANT_APPS = (
    *(app for app in ALL_TENANT if app.startswith(("django.", "amends.")) and find_spec(app)),
    FLEET_APP,
)
INSTALLED_APPS = [
    *(app for app in TENANT_APPS if app.startswith("django.")),
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "amends.vault",
    "amends.web",
    *SHARED_APPS,
    *(app for app in TENANT_APPS if not app.startswith("django.")),
]
ROOT_URLCONF = "infra.bench.tenancy.fleetapp.urls"
MIGRATION_MODULES = migration_modules()
