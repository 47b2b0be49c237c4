"""Listings of programs, and the rows that search reads, made from their facts. Everything in here is public."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext_lazy as _

from network.directory.facts import Facts
from network.directory.vocabulary import Capacity
from tenants.ids import uuid7
from tenants.models import State, Tenant

STALE_AFTER = timedelta(days=183)
"""After half a year a listing counts as unconfirmed, and whoever keeps it is asked again."""


class Origin(models.TextChoices):
    """Who says what a listing says."""

    PROGRAM = "program", _("By the program itself")
    PUBLIC_SOURCES = "public_sources", _("From public sources")


class KeepsSitesSecret(Func):
    """True when no confidential site of the facts has an address or a point: held by the table itself."""

    template = """jsonb_path_match(%(expressions)s, '!exists($.sites[*] ? (@.is_confidential == true
        && (@.address != "" || @.postal_code != "" || @.latitude != null || @.longitude != null)))'::jsonpath)"""
    output_field = BooleanField()


class ListingQuerySet(models.QuerySet["Listing"]):
    def open(self) -> Self:
        """Return those that everybody may see: not those of programs that are suspended, closed or not vouched for.

        Published ones only; the same as `search.sql.IS_OPEN`.
        """
        trusted = Tenant.objects.filter(
            suspended_at__isnull=True, verified_at__isnull=False, state__in=(State.TRIAL, State.ACTIVE)
        )
        is_trusted = models.Q(tenant_id__isnull=True) | models.Q(tenant_id__in=trusted.values("pk"))
        return self.filter(is_trusted, is_published=True)

    def asked_again(self, due: date) -> Self:
        """Return those of programs that were confirmed by `due` and not asked since, the oldest first."""
        unasked = models.Q(asked_on=None) | models.Q(asked_on__lt=F("confirmed_on"))
        return self.filter(
            unasked, tenant_id__isnull=False, is_published=True, confirmed_on__lte=due
        ).order_by("confirmed_on", "pk")

    def unclaimed(self) -> Self:
        """Return those from public sources that no program has taken over."""
        return self.filter(origin=Origin.PUBLIC_SOURCES, tenant_id=None, is_published=True)


class Listing(models.Model):
    """What one program tells everybody."""

    # A crossing job of its program or a command writes it; a page never does.
    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "UPDATE")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The program's, as far as it is one of ours.
    tenant_id = models.UUIDField(null=True)
    slug = models.SlugField(max_length=80)
    origin = models.CharField(max_length=15, choices=Origin)
    # Where the facts were found that the program did not state itself.
    source = models.CharField(max_length=300, blank=True)
    # Counts what the program published, so that the later one wins.
    version = models.PositiveIntegerField(default=0)
    is_published = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    facts = models.JSONField()
    confirmed_on = models.DateField(null=True)
    # When the program was asked last to confirm it again.
    asked_on = models.DateField(null=True)
    updated_at = models.DateTimeField()
    # From here on: made from the facts by `index.py`, for search.
    name = models.CharField(max_length=200)
    says = ArrayField(models.CharField(max_length=40), default=list)
    assesses = ArrayField(models.CharField(max_length=40), default=list)
    denies = ArrayField(models.CharField(max_length=40), default=list)
    capacity = models.CharField(max_length=10, choices=Capacity, blank=True)
    words = SearchVectorField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slug"], name="listing_slug_once"),
            models.UniqueConstraint(fields=["tenant_id"], name="listing_once_per_program"),
            models.CheckConstraint(
                condition=models.Q(origin="public_sources") | models.Q(tenant_id__isnull=False),
                name="listing_of_a_program_names_it",
            ),
            models.CheckConstraint(condition=KeepsSitesSecret(F("facts")), name="listing_keeps_sites_secret"),
        )
        indexes = (
            GinIndex(fields=["words"], name="listing_words", fastupdate=False),
            models.Index(fields=["updated_at", "id"], name="listing_by_change"),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def stated(self) -> Facts:
        """Return what it says."""
        return Facts.from_json(self.facts)

    def is_confirmed(self, today: date) -> bool:
        """Return whether somebody said within half a year that all of it still holds."""
        return self.confirmed_on is not None and self.confirmed_on + STALE_AFTER >= today


class Reach(models.IntegerChoices):
    """How wide a place is: who serves all of a nation stands behind who serves this county."""

    LOCAL = 0
    STATE = 1
    NATION = 2


class Serves(models.Model):
    """A place that a program serves, by its code."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "DELETE")}

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="served", db_index=False)
    code = models.CharField(max_length=60)
    reach = models.PositiveSmallIntegerField(choices=Reach)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "listing"], name="place_served_once", include=["reach"]),
        )
        indexes = (models.Index(fields=["listing"], name="places_of_a_listing"),)

    def __str__(self) -> str:
        return self.code


class ListedSite(models.Model):
    """A site with a point on the map. A confidential one has none and is in the facts only."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "DELETE")}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="points")
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        indexes = (models.Index(fields=["latitude", "longitude"], include=["listing"], name="site_by_point"),)

    def __str__(self) -> str:
        return str(self.pk)


class Fragment(models.Model):
    """A word of some listing with a letter or two left out: how a misspelt one is found."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT")}

    pk = models.CompositePrimaryKey("fragment", "word")
    fragment = models.CharField(max_length=12)
    word = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.fragment


class ClaimState(models.TextChoices):
    """What became of a program's word that a listing is its own."""

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Claim(models.Model):
    """A program says that a listing from public sources is its own; the operator decides."""

    # A job that comes from the program makes it, a decision of the operator answers it.
    privileges: ClassVar = {"web": ("SELECT", "UPDATE"), "worker": ("SELECT", "INSERT", "UPDATE")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="claims")
    tenant_id = models.UUIDField()
    account = models.TextField()
    """How one can know that it is so, in the program's words."""
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant_id"], name="claim_once_per_program"),)

    def __str__(self) -> str:
        return str(self.pk)
