"""Agencies, and the receipts of referrals; no personal data of anybody a referral names."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7


class AgencyKind(models.TextChoices):
    """What an agency does for a living."""

    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation department")
    POLICE = "police", _("Police")
    PROSECUTION = "prosecution", _("Prosecutor's office")
    DEFENCE = "defence", _("Defense office")
    VICTIM_SERVICES = "victim_services", _("Victim services")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other organization")


class Agency(models.Model):
    """An organization that sends referrals to programs; its people get accounts later."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["slug"], name="agency_slug_once"),)

    def __str__(self) -> str:
        return self.slug


class ReceiptStatus(models.TextChoices):
    """All that a receipt ever says about what became of a referral (D1)."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    FORWARDED = "forwarded", _("Forwarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


class Receipt(models.Model):
    """The public side of a referral. Only a crossing job of its program writes it."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "UPDATE")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="receipts")
    status = models.CharField(max_length=10, choices=ReceiptStatus.choices)
    version = models.PositiveIntegerField()
    received_on = models.DateField()
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant_id", "reference"], name="receipt_once_per_referral"),
        )

    def __str__(self) -> str:
        return self.reference
