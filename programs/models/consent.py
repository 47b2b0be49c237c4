"""Consent of a party to take part: given freely, to a text, and withdrawn at any time (C1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField
from amends.vault.models import SealedQuerySet
from programs.models.participant import Participant
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class ConsentForm(models.TextChoices):
    WRITTEN = "written", _("On paper")
    E_SIGN = "e_sign", _("Signed on a screen")


class ConsentQuerySet(SealedQuerySet):
    def live(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class ParticipationConsent(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="consents", db_index=False
    )
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    form = models.CharField(max_length=10, choices=ConsentForm.choices)
    witness = SealedCharField(max_length=200, null=True, blank=True)  # who saw it signed on paper
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    # Nobody, when they did it themselves on their own page.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ConsentQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_live_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None
