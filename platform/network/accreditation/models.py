"""Standards of networks, and what programs were accredited for; every row is about a program, and nobody of a case."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from network.accreditation.criteria import Document
from network.oversight.models import Network
from network.oversight.models.networks import LEFT_TO_THE_DATABASE
from tenants.ids import uuid7
from tenants.models import Tenant

# What programs say arrives by jobs.
SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT", "INSERT", "UPDATE")}
WRITTEN_ONCE: Any = {"web": ("SELECT", "INSERT"), "worker": ("SELECT", "INSERT")}


class State(models.TextChoices):
    """How an accreditation stands; `states` says which of them time alone brings about."""

    APPLIED = "applied", _("Applied")
    UNDER_REVIEW = "under_review", _("Under review")
    PROVISIONAL = "provisional", _("Accredited with conditions")
    ACCREDITED = "accredited", _("Accredited")
    RENEWAL_DUE = "renewal_due", _("Accredited, to be renewed")
    LAPSED = "lapsed", _("Lapsed")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    REFUSED = "refused", _("Not accredited")
    WITHDRAWN = "withdrawn", _("Application withdrawn")
    RENEWED = "renewed", _("Replaced by a later one")


class Standard(models.Model):
    """Something that a network accredits programs for."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="standards")
    slug = models.SlugField(max_length=60)
    # Programs cannot apply for it any more.
    closed_at = models.DateTimeField(null=True)
    # The next version while it is written (`drafting`): {"title", "document", "renewal_months", "has_annual_return"}.
    draft = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "slug"), name="standard_of_network_once"),)

    def __str__(self) -> str:
        return self.slug


class StandardVersion(models.Model):
    """What a standard asks for from one day on. A row is never changed: who applied is judged by the one they read."""

    privileges: ClassVar = WRITTEN_ONCE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # By language.
    title = models.JSONField()
    document = models.JSONField()
    renewal_months = models.PositiveSmallIntegerField()
    has_annual_return = models.BooleanField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("standard", "number"), name="standard_version_numbered"),
        )

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def content(self) -> Document:
        """Return its criteria and sources."""
        return Document.read(self.document)


class Accreditation(models.Model):
    """A program's way through a standard of a network, from its application to its end."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="accreditations")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="+")
    # As it was written last: time may have gone on since (`states.state_on`).
    state = models.CharField(max_length=12, choices=State)
    # What was suspended, to which it returns.
    before = models.CharField(max_length=12, choices=State, blank=True, default="", db_default="")
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    valid_until = models.DateField(null=True)
    return_due = models.DateField(null=True)
    # The day of a return of which the program was reminded last.
    return_told = models.DateField(null=True)
    # What the program says of itself, by criterion: {"rating", "words"}.
    answers = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    # As for memberships: counts what is written here, and the last number of what the program said.
    version = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("standard", "tenant"),
                condition=Q(state__in=("applied", "under_review")),
                name="accreditation_asked_once",
            ),
            models.UniqueConstraint(
                fields=("standard", "tenant"),
                condition=Q(state__in=("provisional", "accredited", "renewal_due", "suspended")),
                name="accreditation_stands_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("provisional", "accredited", "renewal_due"))
                | Q(valid_until__isnull=False, decided_at__isnull=False),
                name="accreditation_has_an_end",
            ),
        )
        indexes = (models.Index(fields=("tenant",), name="accreditation_of_tenant"),)

    def __str__(self) -> str:
        return str(self.pk)


class Step(models.Model):
    """That an accreditation came to a state: by whom, when and why, as the program reads it too."""

    privileges: ClassVar = WRITTEN_ONCE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    why = models.TextField(blank=True, default="", db_default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class Evidence(models.Model):
    """A document that a program handed in for a criterion, after it was checked for people of its cases."""

    privileges: ClassVar = WRITTEN_ONCE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    # The kind of the file, as `amends.files.kinds` calls it.
    file_kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # Seals the bytes in the platform's store, and is sealed itself (`store`).
    content_key = models.BinaryField()
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ("criterion", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class Recommendation(models.TextChoices):
    """What a reviewer comes to, and what somebody else decides."""

    ACCREDITED = "accredited", _("Accredit")
    PROVISIONAL = "provisional", _("Accredit with conditions")
    REFUSED = "refused", _("Do not accredit")


class Review(models.Model):
    """That somebody was asked to look at an application, and what they came to."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    assigned_at = models.DateTimeField()
    # Nothing until they declared it.
    has_conflict = models.BooleanField(null=True)
    conflict = models.TextField(blank=True, default="", db_default="")
    declared_at = models.DateTimeField(null=True)
    # Whether their address is an account of the program: the program says so, which alone knows.
    belongs = models.BooleanField(null=True)
    # How often the program was asked that, when last, and which asking it answered last: accounts come and go.
    asked = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(null=True)
    answered = models.PositiveIntegerField(default=0, db_default=0)
    recommends = models.CharField(
        max_length=12, choices=Recommendation, blank=True, default="", db_default=""
    )
    words = models.TextField(blank=True, default="", db_default="")
    done_at = models.DateTimeField(null=True)
    # Somebody else was asked.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("accreditation",), condition=Q(ended_at=None), name="accreditation_reviewed_by_one"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Result(models.TextChoices):
    """What a reviewer found of a criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Met in part")
    NOT_MET = "not_met", _("Not met")


class Finding(models.Model):
    """What a reviewer found of one criterion, with what is still to be done and until when."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=60)
    result = models.CharField(max_length=8, choices=Result)
    words = models.TextField()
    condition = models.TextField(blank=True, default="", db_default="")
    due = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "criterion"), name="finding_of_criterion_once"),
            models.CheckConstraint(
                condition=Q(condition="") | Q(due__isnull=False), name="condition_has_a_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Return whether a condition waits to be met."""
        return bool(self.condition) and self.met_at is None


class Appeal(models.Model):
    """That a program does not accept a decision; there is one, and somebody else decides it."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    accreditation = models.OneToOneField(Accreditation, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    against = models.CharField(max_length=12, choices=State)
    appealed_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = models.TextField(blank=True, default="", db_default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class AnnualReturn(models.Model):
    """What a program says once a year of how it still meets the standard."""

    privileges: ClassVar = WRITTEN_ONCE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="returns")
    # The day until which it was due.
    due = models.DateField()
    words = models.TextField()
    arrived_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
