"""What the person harmed chose: a binding record that every later step obeys, a new version for each change (3.7).

The wishes of the person responsible have the same shape; they bind nobody (3.6).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedJSONField
from amends.vault.models import SealedQuerySet
from programs.models.participant import Participant
from tenants.ids import uuid7
from tenants.models import TenantModel


class Mode(models.TextChoices):
    """How the two sides can have to do with each other; a meeting is never a must."""

    FACE_TO_FACE = "face_to_face", _("In one room")
    VIDEO_LIVE = "video_live", _("By video")
    SHUTTLE = "shuttle", _("In two rooms, the mediator in between")
    LETTER_EXCHANGE = "letter_exchange", _("By letters that the mediator passes on")
    RECORDED_VIDEO = "recorded_video", _("By recorded video that the mediator passes on")
    SURROGATE = "surrogate", _("Somebody else goes in their place")


INDIRECT = (Mode.LETTER_EXCHANGE, Mode.RECORDED_VIDEO)
"""Modes that need no session."""

APART = (Mode.SHUTTLE, *INDIRECT)
"""Modes in which the two sides neither see nor hear each other as it happens: what is left when the risk is high."""

NO_PREFERENCE = "no_preference"


class Wish(models.TextChoices):
    """What is asked beside the mode; each is answered in words, or said to be left open."""

    WHEN = "when", _("Days and times")
    WHERE = "where", _("Place")
    WHO = "who", _("Who may be in the room")
    SUPPORT = "support", _("Who comes along as support")
    SEATING = "seating", _("Arriving and sitting")
    FIRST = "first", _("Who speaks first")
    TOPICS = "topics", _("What they want to talk about")
    NOT_TOPICS = "not_topics", _("What they do not want to talk about")
    RESTITUTION = "restitution", _("Whether making good is talked about")
    MAY_BE_TOLD = "may_be_told", _("What the other side may be told beforehand")
    STOP = "stop", _("How they will show that they want a break or an end")


class VictimChoice(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="choices", db_index=False
    )
    version = models.PositiveSmallIntegerField()
    takes_part = models.BooleanField()
    # Empty, and wishes missing, while somebody is still answering on their own page.
    mode = models.CharField(
        max_length=20, blank=True, choices=[*Mode.choices, (NO_PREFERENCE, _("No preference"))]
    )
    # Of the person responsible only: is it something else than the person harmed chose?
    differs = models.BooleanField(default=False, db_default=False)
    wishes = SealedJSONField()  # {a Wish: their words, or "" where they left it open}
    made_at = models.DateTimeField()
    # Nobody, when they wrote it on their own page.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="choice_version_once"),
        ]

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant

    @property
    def is_complete(self) -> bool:
        """Return whether each question was answered or left open in so many words."""
        return bool(self.mode) and set(self.wishes) >= set(Wish.values)

    def allows(self, mode: str) -> bool:
        """Return whether this way of meeting is what was chosen."""
        return self.takes_part and self.mode in (mode, NO_PREFERENCE)
