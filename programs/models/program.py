"""The program itself: one row in its own schema, saying what it is and by which policy it works."""

import zoneinfo
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.policy.document import Policy
from programs.policy.versions import policy_of
from programs.policy.vocabulary import OffenderWord, VictimWord
from programs.presets import PRESETS
from tenants.ids import uuid7
from tenants.models import TenantModel


class ProgramType(models.TextChoices):
    """The four providers of the field, and room for the others that surveys have found (W5)."""

    CHURCH = "church", _("Church-related program")
    COMMUNITY_AGENCY = "community_agency", _("Community agency")
    PROBATION = "probation", _("Probation department")
    DISPUTE_SETTLEMENT = "dispute_settlement", _("Dispute settlement center")
    OTHER = "other", _("Another kind of program")


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


class Program(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.PositiveSmallIntegerField(default=1, editable=False)
    tenant_id = (
        models.UUIDField()
    )  # the tenant in the public schema: a plain id, as no foreign key crosses the wall
    name = models.CharField(max_length=200)
    neutral_name = models.CharField(max_length=40)  # what a party's phone shows: says nothing about mediation
    type = models.CharField(max_length=20, choices=ProgramType.choices)
    preset = models.CharField(
        max_length=20, choices=[(preset.id, preset.label) for preset in PRESETS.values()]
    )
    # The policy in force; empty in a program from before there were versions, which works by its preset's.
    current_policy = models.ForeignKey(
        "programs.PolicyVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        editable=False,
    )
    time_zone = models.CharField(max_length=60, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(max_length=3, default="USD")
    # What everybody may know and call: on public pages and receipts.
    public_telephone = models.CharField(max_length=40, blank=True, default="", db_default="")
    # "#rrggbb", or "" for our own; readable, which `amends.web.colours` sees to.
    accent = models.CharField(max_length=7, blank=True, default="", db_default="")
    # 0: no logo is shown. A number is used once, so that no browser keeps an older picture.
    logo_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    logos_made = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    place = models.CharField(max_length=120, blank=True, db_default="")
    terms_version = models.CharField(max_length=20, blank=True, db_default="", editable=False)
    # The account that signed the program up: until its address is confirmed, the program writes to no other.
    founder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        db_index=False,
    )
    address_confirmed_at = models.DateTimeField(null=True, editable=False)
    # A copy of what the operator decided (tenants.Tenant), brought by `programs.verification_pushed`.
    verified_at = models.DateTimeField(null=True, editable=False)
    verification_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # When somebody asked the operator to verify the program, empty once that has its answer; how it can be done; and if
    # it was declined, for which reason of the operator's list ("untold": that is not said).
    verification_asked_at = models.DateTimeField(null=True, editable=False)
    verification_account = models.TextField(blank=True, default="", db_default="", editable=False)
    verification_declined_for = models.CharField(
        max_length=40, blank=True, default="", db_default="", editable=False
    )
    # Counts what the platform was told (`programs.introducing`), so that the later one wins there.
    introduction_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    samples_made_at = models.DateTimeField(null=True, editable=False)
    # What the directory says of the program beyond its policy (`programs.listing.document`): as it is being written,
    # and as it was published. A version is all that was sent there, also when only the policy had changed.
    listing_draft = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    listing = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    listing_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_listed = models.BooleanField(default=False, db_default=False, editable=False)
    listing_published_at = models.DateTimeField(null=True, editable=False)
    listing_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        db_index=False,
    )
    # When somebody said last that all of it still holds.
    listing_confirmed_on = models.DateField(null=True, editable=False)
    # What the public side said of itself.
    listing_live_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    listing_live_at = models.DateTimeField(null=True, editable=False)
    # The listing from public sources that the program says is its own (`programs.listing.claims`).
    listing_claim = models.JSONField(null=True, editable=False)
    # What a calendar year cost, in the program's currency, by the year: texts, only of years that somebody wrote down.
    yearly_costs = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # What the program was told last of who pays for it (`billing.standing.copy_of`), brought by
    # `programs.standing_pushed`; empty in one that was never told anything, which has not lapsed.
    standing = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # The networks that it belongs to, asked, or was asked by: copies, by the id of each (`programs.networks.copies`).
    networks = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # What they ask of its policy and lend it: copies, by the id of the network (`programs.guidance.copies`).
    guidance = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # What it is accredited for, or applies for: copies, by the id of each (`programs.accreditation.copies`).
    accreditations = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # Whether it takes part in figures across programs, and what it handed in (`programs.sharing`).
    shared_figures = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), editable=False)
    # Its keys for statements of training, by number and days alone (`programs.training.keys`); and which statements
    # were ended, each with the moment at which it would have run out.
    statement_keys = models.JSONField(default=list, db_default=Value([], models.JSONField()), editable=False)
    ended_statements = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField()), editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="program_is_one_row"),
            models.CheckConstraint(condition=models.Q(only=1), name="program_only_is_1"),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__regex=r"^#[0-9a-f]{6}$"),
                name="program_accent_is_a_color",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy:
        """Return the policy in force."""
        return policy_of(self.current_policy_id, self.preset)

    def policy_of(self, case: Any) -> Policy:
        """Return what a case works by: the version that it was opened under or moved to."""
        return policy_of(case.policy_id, self.preset)

    @property
    def premise(self) -> str:
        return self.policy.premise

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_address_confirmed(self) -> bool:
        return self.address_confirmed_at is not None

    @property
    def is_open(self) -> bool:
        """Return whether real people may be dealt with: referred, written to, listed."""
        return self.is_verified and self.is_address_confirmed

    @property
    def is_listing_live(self) -> bool:
        """Return whether the public side shows what was sent there last."""
        return self.listing_live_version >= self.listing_version

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def word_for(self, role: str) -> str | Promise:
        """Return the program's own word for a role of a participant."""
        if role == "victim":
            return VictimWord(self.policy.victim_word).label
        if role == "offender":
            return OffenderWord(self.policy.offender_word).label
        from programs.models.participant import (
            Role,  # here, because participants know programs and not the reverse
        )

        return Role(role).label
