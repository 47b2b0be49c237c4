"""Agencies, the people who work there, and the receipts of what they sent; nothing of anybody a referral names."""

import datetime as dt
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import Role
from tenants.ids import uuid7

# The key itself keeps an account that is named. Django would look into this table for every account that it deletes,
# also in a program, where the table does not exist.
LEFT_TO_THE_DATABASE = models.DO_NOTHING
SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}


class AgencyKind(models.TextChoices):
    """What an agency does for a living."""

    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation department")
    POLICE = "police", _("Police")
    PROSECUTION = "prosecution", _("Prosecutor's office")
    DEFENCE = "defence", _("Defense office")
    VICTIM_SERVICES = "victim_services", _("Victim services")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other organization")


class AgencyState(models.TextChoices):
    """How far an agency has come; only of a verified one is anything sent under its name."""

    ASKED = "asked", _("Address not confirmed")
    WAITING = "waiting", _("Waiting for verification")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")


class Agency(models.Model):
    """An organization that sends referrals to programs."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Its short code: with it a program names the agency that it means.
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    place = models.CharField(max_length=120, blank=True, db_default="", default="")
    # What was there before agencies had people was registered by the platform itself.
    state = models.CharField(
        max_length=10, choices=AgencyState.choices, default=AgencyState.ASKED, db_default=AgencyState.VERIFIED
    )
    # Does everybody there see all that the agency sent, or only what they sent themselves?
    shares_receipts = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["slug"], name="agency_slug_once"),)

    def __str__(self) -> str:
        return self.slug


class AgencyMember(models.Model):
    """That somebody's account belongs to an agency, and to no other; what they may do there say their roles."""

    privileges: ClassVar = SHARED | {"web": ("SELECT", "INSERT", "DELETE")}

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    joined_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class AgencyInvitation(models.Model):
    """A place at an agency that waits for somebody, by a link that works once; the first of an agency founds it."""

    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        # Who never came is forgotten.
        "worker": ("SELECT", "DELETE"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=20, choices=Role))
    language = models.CharField(max_length=10, blank=True)
    # In the signed link, so that sending it again ends the one before.
    link_number = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="agency_invitation_waits_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: dt.datetime) -> bool:
        """Return whether its link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


class SavedProgram(models.Model):
    """A program that somebody of an agency keeps at hand; its row is named without a foreign key."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "DELETE"), "worker": ()}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    tenant_id = models.UUIDField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "tenant_id"), name="program_saved_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class ReceiptStatus(models.TextChoices):
    """All that a receipt ever says about what became of a referral (D1)."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    FORWARDED = "forwarded", _("Forwarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def seen_by(self, member: AgencyMember) -> Self:
        """Return those that somebody may see: their agency's, or only their own where it does not share them."""
        mine = self.filter(agency_id=member.agency_id)
        is_manager = member.user.has_role(Role.AGENCY_MANAGER)
        return mine if member.agency.shares_receipts or is_manager else mine.filter(sent_by=member.user_id)

    def late(self, today: date) -> Self:
        """Return those whose program promised an answer by a day before `today` and gave none."""
        return self.filter(status=ReceiptStatus.RECEIVED, answer_by__lt=today)


class Receipt(models.Model):
    """The public side of a referral. Only a crossing job of its program writes it."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "UPDATE")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="receipts")
    # Which of the agency's people sent it: an account of the platform's, and no party to anything.
    sent_by = models.UUIDField(null=True)
    status = models.CharField(max_length=10, choices=ReceiptStatus.choices)
    version = models.PositiveIntegerField()
    received_on = models.DateField()
    answer_by = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant_id", "reference"], name="receipt_once_per_referral"),
        )
        # One agency's list, the latest first.
        indexes = (models.Index(fields=["agency", "-received_on", "-id"], name="receipt_of_agency"),)

    def __str__(self) -> str:
        return self.reference

    def is_late(self, today: date) -> bool:
        """Return whether the day of the promised answer is over and none came."""
        return self.status == ReceiptStatus.RECEIVED and self.answer_by is not None and self.answer_by < today


class Widget(models.Model):
    """A frame with the programs of a place that an agency shows on its own website."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="widgets")
    place = models.CharField(max_length=60)
    # The origins of pages that may show it: "https://www.court.example".
    ancestors = ArrayField(models.CharField(max_length=200))
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class SignOn(models.Model):
    """The identity provider (OpenID Connect) with which the people of one agency sign in.

    What its discovery document said when it was tested is kept and used: another answer later moves nobody's
    sign-in, and the sealed secret opens for this issuer, client and token address alone.
    """

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE", "DELETE"), "worker": ()}

    agency = models.OneToOneField(
        Agency, primary_key=True, on_delete=models.PROTECT, related_name="sign_on", editable=False
    )
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=255)
    sealed_secret = models.BinaryField()
    # Of its people's e-mail addresses, in lower case.
    domains = ArrayField(models.CharField(max_length=100))
    authorization_endpoint = models.CharField(max_length=500)
    token_endpoint = models.CharField(max_length=500)
    jwks_uri = models.CharField(max_length=500)
    # Whether the secret goes into a header or into the form: "client_secret_basic" or "client_secret_post".
    client_auth = models.CharField(max_length=30)
    # Do passwords open no longer for its people?
    is_required = models.BooleanField(default=False)
    # Does the provider ask for a second step? Believed only where a token says so.
    has_second_step = models.BooleanField(default=False)
    second_step_acr = models.CharField(max_length=200, blank=True, default="")
    set_up_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.pk)


class SignOnLink(models.Model):
    """That an agency's provider means an account of the agency by a subject: the only way a token finds one."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "DELETE"), "worker": ()}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sign_on = models.ForeignKey(SignOn, on_delete=models.PROTECT, related_name="links")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sign_on", "issuer", "subject"), name="subject_linked_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SavedPlace(models.Model):
    """A place that somebody of an agency searches often: its code, and nothing that was typed."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "DELETE"), "worker": ()}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    place = models.CharField(max_length=60)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "place"), name="place_saved_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class AgencyKey(models.Model):
    """A key of an agency's software; the key itself is not here, only its digest."""

    privileges: ClassVar = SHARED

    # The first half of the key's digest (`amends.accounts.bearer.key_of`).
    id = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    # How it begins, for somebody who has found one and asks whose it is.
    beginning = models.CharField(max_length=20)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)

    def is_good(self, now: dt.datetime) -> bool:
        """Return whether it still opens anything: until it is revoked or over, or whoever made it has left."""
        return self.revoked_at is None and now < self.expires_at and self.made_by.is_active
