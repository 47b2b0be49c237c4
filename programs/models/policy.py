"""What is kept of a program's policy: its versions, the draft of the next one, and the floors of networks."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from tenants.ids import uuid7
from tenants.models import TenantModel


class PolicyVersion(TenantModel):
    """All settings as they were published at one time. A row is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    values = models.JSONField()
    # Why, in the words of whoever published it; empty for the first, which is the preset's.
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    # Nobody's when the program was set up, or when a network's floor was taken over.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    privileges: ClassVar = ("SELECT", "INSERT")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"policy version {self.number}"


class PolicyDraft(TenantModel):
    """What somebody has changed and not published yet: the settings that differ from the version in force."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    values = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="policy_draft_only_is_1")]

    def __str__(self) -> str:
        return "policy draft"


class PolicyFloorQuerySet(models.QuerySet[Any]):
    def live(self) -> "PolicyFloorQuerySet":
        """Return those that hold: the latest version of each, unless its network has lifted it."""
        return self.filter(lifted_at=None)


class PolicyFloor(TenantModel):
    """A copy of the minimum that a network asks of its members; its network is a plain id, beyond the wall."""

    network_id = models.UUIDField(primary_key=True)
    network_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField()  # the network's own count: the later one wins
    values = models.JSONField()
    why = models.TextField(blank=True)
    received_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = PolicyFloorQuerySet.as_manager()

    class Meta:
        ordering = ["network_name", "network_id"]

    def __str__(self) -> str:
        return f"policy floor of {self.network_name}"
