"""Amends' settings with the drill's orders instead of the product's pages; the machine is complete."""

from amends.settings.base import *  # noqa: F403
from amends.settings.base import SHARED_APPS as ALL_SHARED
from amends.settings.base import STORAGES
from amends.settings.base import TENANT_APPS as ALL_TENANT

MACHINE = ("django.", "tenants", "amends.", "allauth.")
SHARED_APPS = (*(app for app in ALL_SHARED if app.startswith(MACHINE)), "infra.drills.kill.arrivals")
TENANT_APPS = (*(app for app in ALL_TENANT if app.startswith(MACHINE)), "infra.drills.kill.orders")
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "amends.vault",
    "amends.web",
    "allauth",
    # Some are in both places.
    *dict.fromkeys((*SHARED_APPS, *TENANT_APPS)),
]
ROOT_URLCONF = "infra.drills.kill.orders.urls"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
OUTBOX_SCHEDULES = {"drill.tick": 1}
