"""What is known of each message: that it was begun, and how it ended. No address, no word of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    NOT_SENT = "not_sent", _("Not sent yet")
    MAYBE_SENT = "maybe_sent", _("May have been sent")
    REFUSED = "refused", _("Could not be sent")
    DROPPED = "dropped", _("No longer wanted")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def uncertain(self) -> "DeliveryQuerySet":
        """Return what a person may want to ask about: messages that may have arrived, or arrived twice."""
        return self.filter(is_maybe_sent=True)

    def undelivered(self) -> "DeliveryQuerySet":
        """Return what reached nobody for certain: refused by the other end, or never sent."""
        return self.filter(state__in=(State.REFUSED, State.DROPPED), is_maybe_sent=False)


class Delivery(models.Model):
    """One message. Its id is the job's, and the send key that every attempt carries."""

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True)
    job = models.CharField(max_length=100)
    channel = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    # The number of the last attempt that came back and said how it went.
    told = models.PositiveSmallIntegerField(default=0)
    # Whether some attempt did not: the person may have the message although the state says less, or have it twice.
    is_maybe_sent = models.BooleanField(default=False)
    reference = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("begun_at",), condition=models.Q(is_maybe_sent=True), name="mail_uncertain"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="mail_delivery_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.job} {self.id}"
