"""What was said about how long a case is kept: seal it, destroy it, open it again, or hold it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import MediationCase
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class RetentionKind(models.TextChoices):
    SEAL = "seal", _("Seal")
    ANONYMISE = "anonymise", _("Anonymize")
    PURGE = "purge", _("Purge")
    UNSEAL = "unseal", _("Open again")
    HOLD = "hold", _("Legal hold")


class UnsealReason(models.TextChoices):
    COURT = "court", _("A court")
    SUBJECT = "subject", _("Somebody whom the case is about")
    ERROR = "error", _("Nobody: it was sealed by mistake")


class RetentionStepQuerySet(SealedQuerySet):
    def running(self) -> "RetentionStepQuerySet":
        """Return what was said and is neither done nor taken back; of holds, those that stand."""
        return self.filter(done_at=None, ended_at=None)

    def holds(self) -> "RetentionStepQuerySet":
        return self.running().filter(kind=RetentionKind.HOLD)


class RetentionStep(TenantModel):
    """One thing that was said about a case, by whom, and what came of it; a row is never said anew, only ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        MediationCase, on_delete=models.PROTECT, related_name="retention", db_index=False
    )
    kind = models.CharField(max_length=10, choices=RetentionKind.choices)
    rule = models.CharField(max_length=20, blank=True)  # the id of the policy's rule; "" on request
    rule_name = models.CharField(max_length=200, blank=True)  # what it was called then
    why = models.CharField(max_length=10, choices=UnsealReason.choices, blank=True)
    reason = SealedTextField(null=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first_at = models.DateTimeField()
    not_before = models.DateField(null=True)  # the day on which it is done, where the program is
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    second_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # taken back, or a hold that was lifted
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_reason = SealedTextField(null=True)

    objects: ClassVar = RetentionStepQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["first_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(done_at=None, ended_at=None),
                name="retention_said_once",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="retention_by_another"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None)
                | ~Q(kind__in=["anonymise", "purge", "unseal"])
                | Q(second_by__isnull=False),
                name="retention_done_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case
