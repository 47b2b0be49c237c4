"""The ledger of restitution: rows are added, never edited; a mistake is answered by a row that reverses it (A4)."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel


class PaymentMeans(models.TextChoices):
    THROUGH_PROGRAM = "through_program", _("Through the program")
    THROUGH_COURT = "through_court", _("Through the court")


class PaymentQuerySet(models.QuerySet):
    def total(self) -> Decimal:
        return self.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")


class RestitutionPayment(TenantModel):
    """A payment, or the reversal of one with the amount negative.

    The tenant's role may only read and insert here, so the ledger is closed to edits by the database itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("programs.AgreementItem", on_delete=models.PROTECT, related_name="payments")
    form_key = models.UUIDField(editable=False)  # a form sent twice is one payment
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    paid_on = models.DateField()
    means = models.CharField(max_length=20, choices=PaymentMeans.choices)
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversals", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = PaymentQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="payment_form_once"),
            models.UniqueConstraint(
                fields=["reverses"], condition=models.Q(reverses__isnull=False), name="payment_reversed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
                name="payment_sign",
            ),
        ]
