"""Tokens with which software asks in somebody's name, and the answers that are kept for whoever asks twice."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import TenantModel


class Scope(models.TextChoices):
    """What a token may be used for; none of them contains another."""

    PROGRAM_READ = "program:read", _("Read what the program says of itself")
    REFERRALS_READ = "referrals:read", _("Read referrals, without the people they name")
    REFERRALS_WRITE = "referrals:write", _("Send referrals")
    REFERRALS_DECIDE = "referrals:decide", _("Accept and decline referrals")
    CASES_READ = "cases:read", _("Read cases: what is next, sessions, agreements, what happened")
    CASES_WRITE = "cases:write", _("Take the steps of cases")
    PEOPLE_READ = "people:read", _("Read who is in a referral or case, and how to reach them")


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: dt.datetime) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)


class ApiToken(TenantModel):
    """A token acts as its owner, as far as its scopes go; the token itself is not here, only its digest."""

    # The first half of the token's digest (`tokens.key_of`): what is looked for, without an index of its own.
    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    digest = models.CharField(max_length=64)
    # How the token begins, for somebody who has found one and asks whose it is.
    beginning = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # To the hour, so that asking costs no write.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        ordering = ["-made_at", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at"))
                & models.Q(expires_at__lte=models.F("made_at") + dt.timedelta(days=365)),
                name="token_ends_within_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def why_dead(self, now: dt.datetime) -> str:
        """Return why the token is worth nothing: "revoked", "expired" or "disabled"; "" while it is good."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at <= now:
            return "expired"
        return "" if self.user.is_active else "disabled"


class KeptAnswer(TenantModel):
    """What a POST was answered, kept for a day under the key that came with it. It holds ids and states, no person.

    The row is written first in the transaction of the effect, so that a second request with the same key waits for it.
    """

    # Half of the SHA-256 of the token and the key, which may be anything its sender made up.
    id = models.UUIDField(primary_key=True, editable=False)
    # SHA-256 of method, path and body: the same key with another request is a mistake.
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer: Any = models.JSONField(null=True)
    made_at = models.DateTimeField()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")

    def __str__(self) -> str:
        return str(self.pk)
