"""The ledger of restitution: rows are added, never edited; a mistake is answered by a row that reverses it (A4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel


class PaymentMeans(models.TextChoices):
    THROUGH_PROGRAM = "through_program", _("Through the program")
    THROUGH_COURT = "through_court", _("Through the court")
    WORK = "work", _("Work")


class RestitutionPayment(TenantModel):
    """A payment or hours of work, or the reversal of one with the figure negative.

    The tenant's role may only read and insert here, so the ledger is closed to edits by the database itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("programs.AgreementItem", on_delete=models.PROTECT, related_name="payments")
    form_key = models.UUIDField(editable=False)  # a form sent twice is one payment
    # Money in the program's currency, or hours of work: one of the two.
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    paid_on = models.DateField()
    means = models.CharField(max_length=20, choices=PaymentMeans.choices)
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversals", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="payment_form_once"),
            models.UniqueConstraint(
                fields=["reverses"], condition=models.Q(reverses__isnull=False), name="payment_reversed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reverses__isnull=True, amount__isnull=False, amount__gt=0, hours__isnull=True
                )
                | models.Q(reverses__isnull=False, amount__isnull=False, amount__lt=0, hours__isnull=True)
                | models.Q(reverses__isnull=True, hours__isnull=False, hours__gt=0, amount__isnull=True)
                | models.Q(reverses__isnull=False, hours__isnull=False, hours__lt=0, amount__isnull=True),
                name="payment_sign",
            ),
        ]
