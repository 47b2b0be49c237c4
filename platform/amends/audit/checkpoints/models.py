"""The checkpoints that the platform keeps in its own schema, where no tenant can reach."""

from typing import ClassVar

from django.db import models


class Checkpoint(models.Model):
    """How far a tenant's chain had come, signed. The worker adds; nobody changes."""

    id = models.BigAutoField(primary_key=True)
    schema = models.CharField(max_length=63)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    at = models.DateTimeField()
    signer = models.CharField(max_length=16)
    signature = models.BinaryField()
    # What PostgreSQL had counted of the tenant's table then: another count now means that something was written.
    counted = models.CharField(max_length=100)

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT"), "tenant": ()}

    class Meta:
        indexes = [models.Index(fields=["schema", "-id"], name="checkpoint_latest")]

    def __str__(self) -> str:
        return f"{self.schema} {self.seq}"
