"""A referral form that somebody saved to finish it later: encrypted, opened by a code, kept for two weeks."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.crypto import constant_time_compare

from amends.vault.fields import SealedJSONField
from amends.vault.keys import tenant_keys
from amends.vault.models import HoldsSecrets, SealedQuerySet
from programs.references import tidied
from tenants.ids import uuid7
from tenants.models import TenantModel
from tenants.place import required_schema

KEPT = timedelta(days=14)
MOST_TRIES = 5
LOCKED_FOR = timedelta(hours=1)
"""After five wrong codes nobody can try for an hour, whoever it was: 22**8 codes would last for millions of years."""
MOST_LETTERS = 2
PURPOSE = "return codes"


class ReferralDraft(HoldsSecrets, TenantModel):
    """What was typed so far, checked by nobody. The row and its key go when the form is sent, or after two weeks.

    The address of its page holds the row's id and opens nothing. The code is stored as a MAC under a key of the
    program's that no dump of the tables holds, so that it cannot be found by trying.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form_key = models.UUIDField(editable=False)  # that of the form, and so of the referral that it becomes
    is_sample = models.BooleanField(default=False, editable=False)
    answers = SealedJSONField()  # name of a field -> the strings that were sent for it
    code_mac = models.CharField(max_length=64)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    letters = models.PositiveSmallIntegerField(default=0)  # how often its address was mailed
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_key"], name="draft_form_once")]

    def __str__(self) -> str:
        return str(self.pk)

    def mac_of(self, code: str) -> str:
        """Return what is stored of a return code."""
        key = tenant_keys(required_schema()).derive(PURPOSE)
        return hmac.new(key, f"{self.pk}/{tidied(code)}".encode(), sha256).hexdigest()

    def fits(self, code: str) -> bool:
        """Return whether this is the return code; spaces, hyphens and small letters do not matter."""
        return constant_time_compare(self.mac_of(code), self.code_mac)

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    @property
    def tries_left(self) -> int:
        return MOST_TRIES - self.wrong_tries

    @property
    def email(self) -> str:
        """Return the address that the referrer has typed, or nothing as long as it is none."""
        typed = "".join(self.answers.get("referrer_email", [])).strip()
        try:
            validate_email(typed)
        except ValidationError:
            return ""
        return typed

    @property
    def may_be_mailed(self) -> bool:
        """Return whether the address of this form may be sent to whoever fills it in."""
        return not self.is_sample and self.letters < MOST_LETTERS and bool(self.email)
