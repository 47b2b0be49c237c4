"""A referral that was handed on to another program: to which, what went with it, and what they answered (R7)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField, SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.referral import DeclineGroup
from programs.models.release import InformationRelease
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class ForwardAnswer(models.TextChoices):
    PENDING = "pending", _("No answer yet")
    ACCEPTED = "accepted", _("They took it on")
    REJECTED = "rejected", _("They did not take it on")
    REVOKED = "revoked", _("We took it back")


ENDING_ANSWERS = (ForwardAnswer.REJECTED, ForwardAnswer.REVOKED)
"""After these the referral is decided anew."""


class ReferralForward(TenantModel):
    """Without a release it is blind: the person is told where to turn, and nothing about them goes out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Few referrals are handed on, so the whole table is read sooner than an index would be worth its while.
    referral = models.ForeignKey(
        "programs.Referral", on_delete=models.PROTECT, related_name="forwards", db_index=False
    )
    release = models.ForeignKey(
        InformationRelease, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    program_name = SealedCharField(max_length=200)
    program_contact = SealedTextField()
    document = SealedTextField(blank=True)
    answer = models.CharField(max_length=10, choices=ForwardAnswer.choices, default=ForwardAnswer.PENDING)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    # The program of the platform that it goes to, in the public schema; none where it goes on paper or by telephone.
    receiver_id = models.UUIDField(null=True)
    arrived_at = models.DateTimeField(null=True)  # when that program said that it has it
    asked_back_at = models.DateTimeField(null=True)  # when it was asked to give it up again
    answer_version = models.PositiveIntegerField(default=0, db_default=0)  # of that program's last word
    answer_group = models.CharField(
        max_length=20, choices=DeclineGroup.choices, blank=True, default="", db_default=""
    )

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["made_at", "id"]

    @property
    def vault_key_holder(self) -> Any:
        """Return whose key seals it: the person's own where something about them went out, so that both go together."""
        return self.release.participant if self.release else self.referral

    @property
    def is_there(self) -> bool:
        """Return whether it is at a program of the platform, which answers by itself."""
        return self.arrived_at is not None

    @property
    def is_blind(self) -> bool:
        return self.release_id is None
