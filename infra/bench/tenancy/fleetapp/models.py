"""Thirty equal models, `Entry00` to `Entry29`."""

from typing import Any

from django.apps import apps
from django.db import models

from infra.bench.tenancy.fleetapp.names import NAMES


def _parent() -> type[models.Model]:
    """Return what a tenant's model derives from in this arm: ours pays for the stamp on each row."""
    if apps.is_installed("tenants"):
        from tenants.models import TenantModel  # noqa: PLC0415 - the other arms do not have it

        return TenantModel
    return models.Model


def _made(name: str) -> Any:
    fields = {
        "title": models.CharField(max_length=60),
        "number": models.IntegerField(default=0),
        "made_at": models.DateTimeField(auto_now_add=True),
        "remark": models.CharField(max_length=60, null=True),
    }
    meta = type("Meta", (), {"app_label": "fleetapp"})
    return type(name, (_parent(),), {"__module__": __name__, "Meta": meta, **fields})


ENTRIES = [_made(name) for name in NAMES]
Entry = ENTRIES[0]
