"""What was published, cell by cell, and the ledger of what it spent of the privacy budget. Rows are never changed."""

from fractions import Fraction
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.reporting.contributors import Withheld
from network.reporting.models.periods import Period
from network.reporting.plan import Level
from tenants.ids import uuid7

LEVELS = [
    (Level.NATION.value, _("Nation")),
    (Level.REGION.value, _("State or region")),
    (Level.NETWORK.value, _("Network")),
]


class ReleaseState(models.TextChoices):
    """Whether figures can be read."""

    PUBLISHED = "published", _("Published")
    WITHHELD = "withheld", _("Not published, because a program could be told from it")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Release(models.Model):
    """The figures of a domain for a period, as they were drawn once; or that there are none, and why."""

    # The operator withdraws from a page of the console; nothing else of a release ever changes.
    privileges: ClassVar[Any] = {
        "web": ("SELECT", "UPDATE (state, withdrawn_at, withdrawn_for)"),
        "worker": ("SELECT", "INSERT"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="releases")
    plan = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=7, choices=LEVELS)
    # A place's code, or a network's id.
    domain = models.CharField(max_length=60)
    # What it was called then.
    name = models.CharField(max_length=200)
    # 2: made anew from the reserve, after the first was withdrawn.
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=ReleaseState)
    why = models.CharField(max_length=20, blank=True, choices=[(each.value, each.value) for each in Withheld])
    # The programs whose counts are in it.
    members = ArrayField(models.UUIDField())
    # All that anybody may read of it (`document`), and SHA-256 of its canonical bytes.
    document = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ("-period__year", "level", "name", "-attempt")
        constraints = (
            models.UniqueConstraint(
                fields=("period", "plan", "level", "domain", "attempt"), name="release_drawn_once"
            ),
            models.CheckConstraint(condition=Q(attempt__in=(1, 2)), name="release_made_anew_once"),
            models.CheckConstraint(
                condition=Q(state="withheld", why__gt="") | (~Q(state="withheld") & Q(why="")),
                name="release_withheld_says_why",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Cell(models.Model):
    """One number as it was drawn and made to agree with the others; what is shown of it is in the document."""

    privileges: ClassVar[Any] = {"web": ("SELECT",), "worker": ("SELECT", "INSERT")}

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells", db_index=False)
    table = models.CharField(max_length=20)
    row = models.CharField(max_length=20)
    column = models.CharField(max_length=20)
    # Of the noisy count; below 0 where noise made it so.
    value = models.IntegerField()
    # The standard deviation of its noise, in cases.
    deviation = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release", "table", "row", "column"), name="cell_once"),
        )

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


class Spent(models.Model):
    """What a table of a release, or the counts of contributors of a period, spent on each case in it."""

    privileges: ClassVar[Any] = {"web": ("SELECT",), "worker": ("SELECT", "INSERT")}

    id = models.BigAutoField(primary_key=True)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="spent", db_index=False)
    plan = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=7)
    domain = models.CharField(max_length=60)
    # Of the plan; "gate" for the counts of contributors, which have no domain.
    table = models.CharField(max_length=20)
    attempt = models.PositiveSmallIntegerField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    spent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("period", "plan", "level", "domain", "table", "attempt"), name="spent_once"
            ),
            models.CheckConstraint(
                condition=Q(numerator__gt=0, denominator__gt=0), name="spent_is_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.domain}/{self.table}"

    @property
    def rho(self) -> Fraction:
        """Return it as the exact fraction that it is."""
        return Fraction(self.numerator, self.denominator)
