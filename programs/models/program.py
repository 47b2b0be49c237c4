"""The program itself: one row in its own schema, saying what it is and by which policy it works."""

import zoneinfo
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.presets import PRESETS, Preset
from tenants.ids import uuid7
from tenants.models import TenantModel


class ProgramType(models.TextChoices):
    """The four providers of the field, and room for the others that surveys have found (W5)."""

    CHURCH = "church", _("Church-related program")
    COMMUNITY_AGENCY = "community_agency", _("Community agency")
    PROBATION = "probation", _("Probation department")
    DISPUTE_SETTLEMENT = "dispute_settlement", _("Dispute settlement centre")
    OTHER = "other", _("Another kind of program")


class Premise(models.TextChoices):
    """Whose wishes lead (3.6); published in the directory, because victims are told to ask about it."""

    VICTIM_SUPREME = "victim_supreme", _("The victim's wishes lead")
    BALANCED = "balanced", _("Both sides count about equally")


class VictimWord(models.TextChoices):
    VICTIM = "victim", _("victim")
    HARMED_PERSON = "harmed_person", _("person harmed")
    SURVIVOR = "survivor", _("survivor")


class OffenderWord(models.TextChoices):
    OFFENDER = "offender", _("offender")
    RESPONSIBLE_PERSON = "responsible_person", _("person responsible")
    RESPONDENT = "respondent", _("respondent")
    YOUTH = "youth", _("youth")


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
    premise = models.CharField(max_length=20, choices=Premise.choices)
    victim_word = models.CharField(max_length=20, choices=VictimWord.choices)
    offender_word = models.CharField(max_length=20, choices=OffenderWord.choices)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(max_length=3, default="USD")
    created_at = models.DateTimeField(auto_now_add=True)

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="program_is_one_row"),
            models.CheckConstraint(condition=models.Q(only=1), name="program_only_is_1"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Preset:
        """Return the policy in force; versions that a program edits itself take this place later."""
        return PRESETS[self.preset]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def word_for(self, role: str) -> str | Promise:
        """Return the program's own word for a role of a participant."""
        if role == "victim":
            return VictimWord(self.victim_word).label
        if role == "offender":
            return OffenderWord(self.offender_word).label
        from programs.models.participant import (
            Role,  # here, because participants know programs and not the reverse
        )

        return Role(role).label
