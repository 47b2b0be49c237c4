"""Thirty models, `Entry00` to `Entry29`, each with a foreign key to another as most tables have."""

from typing import Any

from django.apps import apps
from django.db import models

from infra.bench.tenancy.fleetapp.names import NAMES, parent_of


def _parent() -> type[models.Model]:
    """Return what a tenant's model derives from in this arm: ours pays for the stamp on each row."""
    if apps.is_installed("tenants"):
        from tenants.models import TenantModel

        return TenantModel
    return models.Model


def _made(number: int, name: str) -> Any:
    fields: dict[str, Any] = {
        "title": models.CharField(max_length=60),
        "number": models.IntegerField(default=0, db_index=True),
        "made_at": models.DateTimeField(auto_now_add=True),
        "remark": models.CharField(max_length=60, null=True),
    }
    if number:
        parent = f"fleetapp.{parent_of(number)}"
        fields["parent"] = models.ForeignKey(parent, models.CASCADE, null=True, related_name="+")
    meta = type("Meta", (), {"app_label": "fleetapp"})
    return type(name, (_parent(),), {"__module__": __name__, "Meta": meta, **fields})


ENTRIES = [_made(number, name) for number, name in enumerate(NAMES)]
Entry = ENTRIES[0]
