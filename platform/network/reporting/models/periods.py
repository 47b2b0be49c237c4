"""Which programs take part, in which years, and how far the counting of a year has come. No count is here."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Network
from tenants.ids import uuid7
from tenants.models import Tenant

# What programs say arrives by jobs, and jobs count and release.
BY_JOBS: Any = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "UPDATE")}


class ContributorQuerySet(models.QuerySet["Contributor"]):
    """Contributors by year."""

    def of_year(self, year: int) -> "ContributorQuerySet":
        """Return those that agreed to be in the figures of a year."""
        return self.filter(Q(last_year=None) | Q(last_year__gte=year), first_year__lte=year)


class Contributor(models.Model):
    """That a program's counts are in the figures of some years, of which domains. Who takes part is no secret."""

    privileges: ClassVar = BY_JOBS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    # The version of the words that the program agreed to.
    words = models.PositiveSmallIntegerField()
    # A division of `network.places`, as of Minnesota; the country is in it.
    region = models.CharField(max_length=60)
    network = models.ForeignKey(Network, null=True, on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The last number of what the program said that was heard.
    heard = models.PositiveIntegerField(default=0)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("tenant", "first_year"), name="contributor_begins_once"),
            models.CheckConstraint(
                # A year before the first: it was ended before any year was counted.
                condition=Q(last_year=None) | Q(last_year__gte=models.F("first_year") - 1),
                name="contributor_years_in_order",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Kind(models.TextChoices):
    """What is counted: a year's cases, or what became of them within twelve months."""

    YEAR = "year", _("The cases of a year")
    LATER = "later", _("New offenses within twelve months")


class PeriodState(models.TextChoices):
    """How far a period has come."""

    OPEN = "open", _("Programs can still complete it")
    COUNTING = "counting", _("Programs are being asked for their counts")
    SEALED = "sealed", _("Sealed")


class Period(models.Model):
    """A year and what is counted of it; sealed once."""

    privileges: ClassVar = BY_JOBS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=5, choices=Kind)
    year = models.PositiveSmallIntegerField()
    # The first day on which programs are asked for their counts.
    seals_on = models.DateField()
    state = models.CharField(max_length=8, choices=PeriodState, default=PeriodState.OPEN)
    counting_since = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    # SHA-256 of all that was handed in, which is deleted (`purged_at`).
    intake_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    purged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "-kind")
        constraints = (
            models.UniqueConstraint(fields=("kind", "year"), name="period_once"),
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(sealed_at__isnull=False), name="period_sealed_at"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}"


class Handing(models.Model):
    """That a program was asked for its counts of a period, and when they arrived (`intake`)."""

    privileges: ClassVar = BY_JOBS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="handings")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("period", "tenant"), name="handing_once"),)

    def __str__(self) -> str:
        return str(self.pk)
