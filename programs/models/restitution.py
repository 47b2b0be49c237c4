"""The ledger of restitution: rows are added, never edited; a mistake is answered by a row that reverses it (A4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.participant import Participant
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class PaymentMeans(models.TextChoices):
    THROUGH_PROGRAM = "through_program", _("Through the program")
    THROUGH_COURT = "through_court", _("Through the court")
    WORK = "work", _("Work")


class RestitutionPayment(TenantModel):
    """What of a receipt went to one item, in money or hours; or the reversal of that, with the figure negative.

    The tenant's role may only read and insert here, so the ledger is closed to edits by the database itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(
        "programs.AgreementItem", on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one payment
    # Money in the program's currency, or hours of work: one of the two.
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    paid_on = models.DateField()
    means = models.CharField(max_length=20, choices=PaymentMeans.choices)
    # Rows of one receipt have the same key, the reversals too; empty in rows from before there were receipts.
    receipt = models.UUIDField(null=True, editable=False)
    # Who paid, where several owe it; empty when nobody said.
    paid_by = models.ForeignKey("programs.Participant", null=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversals", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples, and of imports that are undone

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "form_key"], name="payment_form_once"),
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


class ReportState(models.TextChoices):
    WAITING = "waiting", _("Being looked at")
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned")


class PaymentReport(TenantModel):
    """What a participant says they paid, with proof: no money in the ledger before somebody of the program confirms it.

    The key is made of the person's and the form's, so a form sent twice is one report.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="payment_reports", db_index=False
    )
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    paid_on = models.DateField()
    means = models.CharField(max_length=20, choices=PaymentMeans.choices)
    note = SealedTextField(blank=True)
    proof = models.ForeignKey(
        "programs.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.WAITING)
    reason = SealedTextField(blank=True)  # why it was returned, in words to the participant
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receipt = models.UUIDField(null=True, editable=False)  # of the rows that confirming it made

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="report_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", settled_at=None, receipt=None)
                | models.Q(state="confirmed", settled_at__isnull=False, receipt__isnull=False)
                | models.Q(state="returned", settled_at__isnull=False, receipt=None),
                name="report_confirmed_has_receipt",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant
