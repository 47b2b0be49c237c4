"""What was ticked of the things that a program's own policy has done in a case."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenants.ids import uuid7
from tenants.models import TenantModel


class ItemDone(TenantModel):
    """One item of a checklist, or of a rule, is done in one case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="items_done", db_index=False
    )
    item = models.CharField(max_length=20)  # the id that the policy has it by
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # what was ticked by mistake can be open again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="item_done_once")]

    def __str__(self) -> str:
        return self.item
