"""Leave that somebody gives to pass something on about them: to whom, what, why, until when (C4)."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField, SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.consent import ConsentForm
from programs.models.participant import Participant
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel

ENDS_SOON = dt.timedelta(days=7)
"""So long before its end a release is shown as one that ends soon."""


class RecipientKind(models.TextChoices):
    OFFICE = "office", _("An office: a court, probation, the police")
    AGENCY = "agency", _("An agency or service")
    PROGRAM = "program", _("Another mediation program")


class Released(models.TextChoices):
    """What can be passed on; nothing that was said in preparation or in a session is on the list (D1)."""

    CONTACT = "contact", _("Name, telephone number and addresses")
    PARTICIPATION = "participation", _("Taking part in this program")
    REFERRAL = "referral", _("What the referral says")
    NEEDS = "needs", _("What help is needed")
    AGREEMENT = "agreement", _("What was agreed")
    PROGRESS = "progress", _("How far it is kept")


def latest_day(program: Any, person: Participant, today: dt.date) -> dt.date:
    """Return the latest last day that a release of somebody may have, by the policy that their matter works by."""
    policy = program.policy_of(person.case) if person.case else program.policy
    return today + dt.timedelta(days=policy.release_days)


class ReleaseQuerySet(SealedQuerySet):
    def live(self, now: dt.datetime) -> "ReleaseQuerySet":
        """Return those that count at this moment. Nothing has to run for one to end."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def ending_soon(self, now: dt.datetime) -> "ReleaseQuerySet":
        return self.live(now).filter(expires_at__lte=now + ENDS_SOON)


class InformationRelease(TenantModel):
    """Never changed but to end it. No rule of a case's way forward may look for one (C4)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="releases", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one release
    recipient_kind = models.CharField(max_length=10, choices=RecipientKind.choices)
    recipient = SealedCharField(max_length=200)
    what = ArrayField(models.CharField(max_length=20, choices=Released.choices))
    purpose = SealedTextField()
    form = models.CharField(max_length=10, choices=ConsentForm.choices)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar = ReleaseQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "form_key"], name="release_form_once"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("given_at")), name="release_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~models.Q(what=[]), name="release_is_of_something"),
        ]

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant

    def is_live(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

    def ends_soon(self, now: dt.datetime) -> bool:
        return self.is_live(now) and self.expires_at <= now + ENDS_SOON

    def days_left(self, now: dt.datetime) -> int:
        """Return on how many days after this one it still counts; 0 on its last day, and when it is over."""
        return (self.last_moment - now) // dt.timedelta(days=1) if self.is_live(now) else 0

    @property
    def last_moment(self) -> dt.datetime:
        """Return the last second at which it counts; its day is the last day."""
        return self.expires_at - dt.timedelta(seconds=1)

    @property
    def what_said(self) -> list[str]:
        """Return what may be passed on, in words."""
        return [str(Released(each).label) for each in self.what]
