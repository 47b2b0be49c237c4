"""What somebody says went wrong, and what the program answers: between that person and the program's administrators."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.participant import Participant
from programs.references import SAMPLES_MAY_GO, new_return_code
from programs.roles import ANSWERS_COMPLAINTS
from tenants.ids import uuid7
from tenants.models import TenantModel


class ComplaintQuerySet(SealedQuerySet):
    def visible_to(self, user: Any) -> "ComplaintQuerySet":
        """Return the complaints that this person may read: an administrator's, never of a case that they mediated."""
        if not user.has_role(*ANSWERS_COMPLAINTS):
            return self.none()
        return self.exclude(participant__case__assignments__mediator=user.pk)

    def waiting(self) -> "ComplaintQuerySet":
        return self.filter(answered_at__isnull=True)


class Complaint(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="complaints", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one complaint
    number = models.CharField(max_length=20, default=new_return_code, editable=False)
    made_at = models.DateTimeField()
    due_on = (
        models.DateField()
    )  # by when they hear, in the program's zone; a promise stays when the policy changes
    text = SealedTextField()
    answer = SealedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar = ComplaintQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="complaint_number_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(answered_by__isnull=False),
                name="complaint_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant
