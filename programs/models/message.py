"""What one side says to the other through the mediator, and how far it has come (3.8)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import MediationCase
from programs.models.choice import Mode
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class MessageKind(models.TextChoices):
    LETTER = "letter", _("Letter")
    AUDIO = "audio", _("Recorded voice")
    VIDEO = "video", _("Recorded video")
    RELAYED = "relayed", _("Words that the mediator passes on")


RECORDED = (MessageKind.AUDIO, MessageKind.VIDEO)
MODE_OF = {
    MessageKind.LETTER: Mode.LETTER_EXCHANGE,
    MessageKind.RELAYED: Mode.LETTER_EXCHANGE,
    MessageKind.AUDIO: Mode.RECORDED_VIDEO,
    MessageKind.VIDEO: Mode.RECORDED_VIDEO,
}
"""Which choice of the person harmed allows each kind."""


class MessageState(models.TextChoices):
    DRAFTING = "drafting", _("Being written")
    IN_REVIEW = "in_review", _("To be read by the program")
    RETURNED = "returned", _("Given back")
    APPROVED = "approved", _("Approved")
    BANKED = "banked", _("Kept until it is asked for")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Wanted")
    DELIVERED = "delivered", _("Handed over")
    ACKNOWLEDGED = "acknowledged", _("Handed over, and the sender may know")
    DECLINED = "declined", _("Not wanted")
    WITHDRAWN = "withdrawn", _("Taken back")


S = MessageState
WRITABLE = (S.DRAFTING, S.RETURNED)
"""While the sender can still change it."""
UNDELIVERED = (S.DRAFTING, S.IN_REVIEW, S.RETURNED, S.APPROVED, S.BANKED, S.OFFERED, S.ACCEPTED)
OUT = (S.OFFERED, S.ACCEPTED)
"""The recipient knows of it and has not opened it."""
OPENED = (S.DELIVERED, S.ACKNOWLEDGED)
FOR_RECIPIENT = (*OUT, *OPENED)
"""What the recipient can see; of anything else they do not learn."""
ADDRESSED = (S.APPROVED, S.BANKED, *FOR_RECIPIENT, S.DECLINED)


class MessageQuerySet(SealedQuerySet):
    def shown_to_staff(self) -> "MessageQuerySet":
        """Leave out what somebody writes on their own page and has not handed in: nobody reads it before."""
        return self.exclude(state=MessageState.DRAFTING, written_by__isnull=True)


class MediatedMessage(TenantModel):
    """One message; who wrote it down (`written_by`, None for the sender themselves) does not review it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(MediationCase, on_delete=models.PROTECT, related_name="messages", db_index=False)
    sender = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Set by whoever approves it: a sender does not know whom there is on the other side.
    recipient = models.ForeignKey(
        "programs.Participant", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    state = models.CharField(max_length=20, choices=MessageState.choices, default=MessageState.DRAFTING)
    words = SealedTextField(blank=True)
    returned_because = SealedTextField(blank=True)
    file = models.ForeignKey(
        "programs.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar = MessageQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=ADDRESSED)
                | models.Q(recipient__isnull=False, reviewed_by__isnull=False),
                name="message_reviewed_before_it_is_addressed",
            ),
            models.CheckConstraint(
                condition=~models.Q(recipient=models.F("sender")), name="message_is_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=RECORDED) | models.Q(file=None),
                name="message_file_is_a_recording",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case

    @property
    def is_recorded(self) -> bool:
        return self.kind in RECORDED

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE
