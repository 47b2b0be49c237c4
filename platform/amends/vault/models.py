"""The key store's two tables, and the mixin of rows that hold a key of their own."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from amends.vault.queryset import SealedQuerySet
from tenants.ids import uuid7


class TenantKey(models.Model):
    """A version of a tenant's key, wrapped by the root key; shredded with the tenant it keeps only its name."""

    id = models.BigAutoField(primary_key=True)
    schema = models.CharField(max_length=63)
    version = models.PositiveIntegerField()
    root_id = models.CharField(max_length=64)
    # 64 bytes inside: the key that wraps data keys, then the secret that outlives rotation (see keys.py).
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    # For the login amends_keys; nothing is ever deleted: a tombstone is what tells "shredded" from "lost".
    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schema", "version"], name="tenantkey_version_once"),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, shredded_at=None)
                | models.Q(wrapped=None, retired_at__isnull=False)
                | models.Q(wrapped=None, shredded_at__isnull=False),
                name="tenantkey_wrapped_or_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schema} v{self.version}"


class DataKey(models.Model):
    """The key of one case or person, wrapped by a version of its tenant's key."""

    id = models.UUIDField(primary_key=True)
    schema = models.CharField(max_length=63)
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    shredded_at = models.DateTimeField(null=True)

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        indexes = [models.Index(fields=["schema", "version"], name="datakey_by_version")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, shredded_at=None)
                | models.Q(wrapped=None, shredded_at__isnull=False),
                name="datakey_wrapped_or_shredded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HoldsSecrets(models.Model):
    """A case or a person: whoever's key seals its own columns and those of the rows that name it as holder.

    A row that belongs to one defines instead a property `vault_key_holder` that returns it, and takes
    `SealedQuerySet` as its manager.
    """

    vault_key = models.UUIDField(default=uuid7, editable=False)

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True
