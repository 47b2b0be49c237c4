"""A person's way to their own page: a link that is mailed, a code that is told, and the visit that both begin."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models

from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel

LASTS = dt.timedelta(days=7)
"""How long the code works, and each link that is mailed for it."""
MOST_WRONG = 5
"""Wrong codes that end it."""
MOST_LINKS = 12
"""Links for one code: whoever needs more should be called."""


class ParticipantLink(TenantModel):
    """One code and the links for it. A link is signed, not stored; `number` is in it, so that a new one ends the last.

    The visit's cookie is not stored either: only its SHA-256 is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="links", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one code
    code_mac = models.BinaryField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(default=1)
    is_used = models.BooleanField(default=False)  # the link of this number
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(null=True)  # when a new link was asked for last
    revoked_at = models.DateTimeField(null=True)
    first_opened_at = models.DateTimeField(null=True)
    visit_hash = models.BinaryField(null=True)
    visit_began_at = models.DateTimeField(null=True)
    visit_seen_at = models.DateTimeField(null=True)

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="link_form_once"),
            models.UniqueConstraint(
                fields=["participant"], condition=models.Q(revoked_at__isnull=True), name="link_live_once"
            ),
            models.UniqueConstraint(fields=["visit_hash"], name="link_visit_once"),
            models.CheckConstraint(
                condition=models.Q(wrong_codes__lte=MOST_WRONG), name="link_codes_are_counted"
            ),
            models.CheckConstraint(
                condition=models.Q(visit_hash__isnull=True)
                | (models.Q(visit_began_at__isnull=False) & models.Q(visit_seen_at__isnull=False)),
                name="link_visit_has_times",
            ),
        ]

    @property
    def expires_at(self) -> dt.datetime:
        return self.sent_at + LASTS

    @property
    def tries_left(self) -> int:
        return MOST_WRONG - self.wrong_codes

    def takes_code(self, now: dt.datetime) -> bool:
        """Return whether its code still works."""
        return self.revoked_at is None and self.wrong_codes < MOST_WRONG and now < self.expires_at

    def is_open(self, number: int, now: dt.datetime) -> bool:
        """Return whether the link of this number still waits for the code."""
        return self.takes_code(now) and number == self.number and not self.is_used
