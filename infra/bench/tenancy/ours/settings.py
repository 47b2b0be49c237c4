"""Amends' settings with the benchmark's page instead of the product's, and its thirty tables instead of programs'."""

from importlib.util import find_spec

from amends.settings.base import *  # noqa: F403
from amends.settings.base import SHARED_APPS as ALL_SHARED
from amends.settings.base import TENANT_APPS as ALL_TENANT
from infra.bench.tenancy.release import migration_modules

FLEET_APP = "infra.bench.tenancy.fleetapp"
MACHINE = ("django.", "tenants", "amends.", "allauth.")

# What knows of mediation is left out, so that every arm builds about the same tables; the machine is complete.
SHARED_APPS = tuple(app for app in ALL_SHARED if app.startswith(MACHINE) and find_spec(app))
TENANT_APPS = (
    *(app for app in ALL_TENANT if app.startswith(MACHINE) and find_spec(app)),
    FLEET_APP,
)
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "amends.vault",
    "amends.web",
    "allauth",
    # Some are in both places.
    *dict.fromkeys((*SHARED_APPS, *TENANT_APPS)),
]
ROOT_URLCONF = "infra.bench.tenancy.fleetapp.urls"
MIGRATION_MODULES = migration_modules()
