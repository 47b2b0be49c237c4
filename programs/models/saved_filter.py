"""Filters of the list of cases that somebody keeps under a name of their own."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.vault.fields import SealedCharField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from tenants.ids import uuid7
from tenants.models import TenantModel

MOST_FILTERS = 20


class SavedFilter(HoldsSecrets, TenantModel):
    """What a list is narrowed by, for one person. Each name is theirs once: `actions.filters` sees to both limits."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # Sealed like all that people write: nobody can keep them from calling a filter after a family.
    name = SealedCharField(max_length=60)
    # As `CaseFilter.values` gives them: states, keys of colleagues, days; never words that were searched for.
    values = models.JSONField()
    saved_at = models.DateTimeField()

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")

    class Meta:
        ordering = ["saved_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)  # never the name: str() ends in logs and tracebacks
