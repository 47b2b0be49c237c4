"""The public keys of programs, by their numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tenants.ids import uuid7
from tenants.models import Tenant


class StatementKey(models.Model):
    """One public key of a program: Ed25519, as 64 hexadecimal digits. What it signed counts until it is ended."""

    privileges: ClassVar = {
        "web": ("SELECT",),
        # Programs tell of their keys by a job.
        "worker": ("SELECT", "INSERT", "UPDATE (ended_at)"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    public_key = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("tenant", "number")
        constraints = (
            models.UniqueConstraint(fields=("tenant", "number"), name="statement_key_numbered"),
            models.CheckConstraint(
                condition=Q(public_key__regex=r"^[0-9a-f]{64}$"), name="statement_key_is_a_key"
            ),
        )

    def __str__(self) -> str:
        return f"key {self.number}"
