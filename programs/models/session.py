"""Sessions, and the bookings that keep a mediator from being in two places at once."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField
from amends.vault.models import SealedQuerySet
from programs.models.case import MediationCase
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class SessionState(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Did not take place")
    CANCELLED = "cancelled", _("Canceled")


class SessionMode(models.TextChoices):
    """The modes of `programs.models.choice` for which people come together at a time."""

    FACE_TO_FACE = "face_to_face", _("In one room")
    VIDEO_LIVE = "video_live", _("By video")
    SHUTTLE = "shuttle", _("In two rooms, the mediator in between")
    SURROGATE = "surrogate", _("Somebody else goes in their place")


class NotHeldReason(models.TextChoices):
    """An absence of the person harmed is never held against them, so it is not told apart here."""

    SOMEBODY_ABSENT = "somebody_absent", _("Somebody could not come")
    MEDIATOR_ABSENT = "mediator_absent", _("The mediator could not come")
    PLACE = "place", _("The place could not be used")
    SAFETY = "safety", _("It would not have been safe")
    OTHER = "other", _("Another reason")


class SessionQuerySet(SealedQuerySet):
    def ahead(self) -> "SessionQuerySet":
        return self.filter(state=SessionState.SCHEDULED)


class Session(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="sessions", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one session
    state = models.CharField(max_length=20, choices=SessionState.choices, default=SessionState.SCHEDULED)
    mode = models.CharField(max_length=20, choices=SessionMode.choices)
    place = SealedCharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    attended = ArrayField(models.UUIDField(), default=list, blank=True, db_default=[])  # keys of participants
    not_held_reason = models.CharField(max_length=20, choices=NotHeldReason.choices, blank=True)
    # How much later it began, and whether a mediator spoke with one side alone: that it was so, never who or what.
    minutes_late = models.PositiveSmallIntegerField(default=0, db_default=0)
    had_caucus = models.BooleanField(default=False, db_default=False)
    # Keys of the mediators with whom it was talked over afterwards.
    debriefed = ArrayField(models.UUIDField(), default=list, blank=True, db_default=[])
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "form_key"], name="session_form_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="scheduled"), name="session_one_ahead_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_held") | ~models.Q(not_held_reason=""),
                name="session_not_held_has_reason",
            ),
        ]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case


class MediatorBooking(TenantModel):
    """The time a session takes of one mediator; the database refuses two that overlap.

    Number ranges stand in for equality, because `btree_gist` is not there on every PostgreSQL this runs on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    mediator = models.ForeignKey(
        "programs.Mediator", on_delete=models.PROTECT, related_name="bookings", db_index=False
    )
    mediator_number = models.BigIntegerField()  # Mediator.booking_number
    during = DateTimeRangeField()
    is_live = models.BooleanField(default=True)

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="booking_mediator_in_one_place",
                index_type="GIST",
                expressions=[
                    (
                        Func("mediator_number", "mediator_number", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(is_live=True),
            )
        ]
