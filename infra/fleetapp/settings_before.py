"""The code before the migrations: it knows one of them."""

from amends.settings.dev import *  # noqa: F403
from amends.settings.dev import INSTALLED_APPS, TENANT_APPS

TENANT_APPS = (*TENANT_APPS, "infra.fleetapp")
INSTALLED_APPS = [*INSTALLED_APPS, "infra.fleetapp"]
ROOT_URLCONF = "infra.fleetapp.urls"
TENANCY_WARM_POOL = 2
