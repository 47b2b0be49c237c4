"""The code after: it has three, and one of them runs Python that refuses a book of 666 pages."""

from infra.fleetapp.settings_before import *  # noqa: F403

MIGRATION_MODULES = {"fleetapp": "infra.fleetapp.later"}
