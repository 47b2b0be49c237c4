"""What somebody here decided about two referrals that look alike: the same matter, or not."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.referral import Referral
from tenants.ids import uuid7
from tenants.models import TenantModel


class Verdict(models.TextChoices):
    DUPLICATE = "duplicate", _("It is the same matter")
    ANOTHER = "another", _("It is another matter")


class LikenessVerdict(TenantModel):
    """Rows are added, and the latest of two referrals counts; nothing of a person stands in them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    other = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(referral=models.F("other")), name="likeness_of_two_referrals"
            )
        ]
