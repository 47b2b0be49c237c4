"""What a member was sent, and what it said of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Value

from network.oversight.models import Network
from tenants.ids import uuid7
from tenants.models import Tenant


class Delivery(models.Model):
    """How far a program that is or was a member knows what its network publishes."""

    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        "worker": ("SELECT", "INSERT", "UPDATE"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="deliveries")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    # Counts what was sent, so that the later one wins there.
    number = models.PositiveIntegerField(default=0)
    # Settings for which no value meets what this network and others require, as the program said last, with the number
    # of that word. Who else requires something is the program's to tell.
    torn: Any = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    heard = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "tenant"), name="delivery_once"),)
        indexes = (models.Index(fields=("tenant",), name="delivery_of_tenant"),)

    def __str__(self) -> str:
        return str(self.pk)
