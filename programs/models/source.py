"""From whom a program takes referrals by name: a court, a school, and what is agreed with each of them (R4)."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.office import Office
from programs.models.referral import ReferrerClass
from tenants.ids import uuid7
from tenants.models import TenantModel

NO_SOURCE = "none"
"""The answer, on the form, of whoever refers for nobody whom the program knows by name."""


class AskedFor(models.TextChoices):
    """What a source can be asked for beyond what every referral needs. Of the person harmed there is nothing (R1)."""

    CASE_NUMBER = "case_number", _("The case or file number of the referrer")
    SUMMARY = "summary", _("What happened, in a few sentences")
    REFERRER_EMAIL = "referrer_email", _("The referrer’s e-mail address")
    REFERRER_PHONE = "referrer_phone", _("The referrer’s telephone number")
    OFFENDER_CONTACT = "offender_contact", _("A way to reach the person responsible")


def asked_of(referrer: Any, offender: Any, summary: str, case_number: str) -> dict[str, Any]:
    """Return what is there of all that a source can be asked for, by `AskedFor`."""
    return {
        AskedFor.CASE_NUMBER: case_number.strip(),
        AskedFor.SUMMARY: summary.strip(),
        AskedFor.REFERRER_EMAIL: referrer.email,
        AskedFor.REFERRER_PHONE: referrer.phone,
        AskedFor.OFFENDER_CONTACT: offender.phone or offender.email,
    }


class ToldBack(models.TextChoices):
    """What a source is told of a referral; never more than dates, yes and no (D1). Each tells more than the last."""

    RECEIVED_ONLY = "received_only", _("Only that it was received")
    MILESTONES = "milestones", _("Whether it was accepted, and when it was closed")
    REPORT = "report", _("The report at the end too: held, agreement, kept, with dates")


class SourceQuerySet(models.QuerySet["ReferralSource"]):
    def open_to(self, classes: Any) -> "SourceQuerySet":
        """Return those that can be chosen on the form, as far as the policy takes referrals of their class."""
        return self.filter(is_open=True, kind__in=classes)


class ReferralSource(TenantModel):
    """Closed when it refers no more, never deleted: the referrals that came from it stay its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ReferrerClass.choices)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The agency of the platform that this source is, in the public schema; what it sends is known by that.
    agency_id = models.UUIDField(null=True)
    is_open = models.BooleanField(default=True)
    asks_for = ArrayField(models.CharField(max_length=20, choices=AskedFor.choices), default=list, blank=True)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)  # null: as the policy says
    # Who hears of each referral from it: whoever has one of these roles, and one person. Nobody said: as ever.
    told_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    told_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    told_back = models.CharField(max_length=20, choices=ToldBack.choices, default=ToldBack.REPORT)

    objects = SourceQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def days_within(self, most: int) -> int:
        """Return within how many days it is answered: its own number, and never more than the policy's."""
        return most if self.answer_days is None else min(self.answer_days, most)

    def lacks(self, told: dict[str, Any]) -> list[str]:
        """Return what it is asked for and `told` does not hold; the keys are those of `AskedFor`."""
        return [each for each in AskedFor.values if each in self.asks_for and not told.get(each)]
