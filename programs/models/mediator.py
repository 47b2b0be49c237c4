"""Mediators and what they belong to: the facts that neutrality is judged by (N1)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from programs.policy.vocabulary import Level
from tenants.ids import uuid7
from tenants.models import TenantModel

RANDOM_BITS = (1 << 62) - 1


class Standing(models.TextChoices):
    VOLUNTEER = "volunteer", _("Volunteer")
    STAFF = "staff", _("Member of staff")
    ROSTER = "roster", _("On the roster")


class AffiliationKind(models.TextChoices):
    PROBATION_OFFICER = "probation_officer", _("Probation officer")
    PAROLE_OFFICER = "parole_officer", _("Parole officer")
    POLICE_OFFICER = "police_officer", _("Police officer")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    DEFENCE_ATTORNEY = "defence_attorney", _("Defense attorney")
    VICTIM_ADVOCATE = "victim_advocate", _("Victim advocate")
    COURT_STAFF = "court_staff", _("Court staff")
    SCHOOL_STAFF = "school_staff", _("School staff")
    CHURCH_MEMBER = "church_member", _("Church member")
    OTHER = "other", _("Other")


class Spoken(models.TextChoices):
    """Languages that a mediator may speak with the people of a case; those of our pages come first."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    HAITIAN = "ht", _("Haitian Creole")
    HINDI = "hi", _("Hindi")
    KOREAN = "ko", _("Korean")
    PORTUGUESE = "pt", _("Portuguese")
    RUSSIAN = "ru", _("Russian")
    SOMALI = "so", _("Somali")
    TAGALOG = "tl", _("Tagalog")
    UKRAINIAN = "uk", _("Ukrainian")
    VIETNAMESE = "vi", _("Vietnamese")
    SIGN = "sgn", _("Sign language")


OFFICER_KINDS = (AffiliationKind.PROBATION_OFFICER, AffiliationKind.PAROLE_OFFICER)
"""In a probation program they mediate no case at all (N1, FIXED)."""


class MediatorQuerySet(models.QuerySet):
    def active(self) -> "MediatorQuerySet":
        return self.filter(is_active=True, user__is_active=True)

    def for_case(self, case: "models.Model | None") -> "MediatorQuerySet":
        """Return those who may be asked in this case: in a real one nobody who is invented."""
        return self if getattr(case, "is_sample", False) else self.filter(is_sample=False)


class Mediator(TenantModel):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="mediator"
    )
    standing = models.CharField(max_length=20, choices=Standing.choices)
    is_active = models.BooleanField(default=True)
    # Invented, for sample cases: nobody can sign in as one, and no real case may be given to one.
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)
    since = models.DateField()
    # What the program knows of their training, and until when each thing counts (N3, N4).
    level = models.CharField(
        max_length=20, choices=Level.choices, default=Level.FOUNDATION, db_default="foundation"
    )
    training_hours = models.PositiveSmallIntegerField(default=0, db_default=0)
    supervised_on = models.DateField(null=True, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    checked_until = models.DateField(null=True, blank=True)
    # What decides whom a coordinator asks first (`programs.pool`); no rule refuses by it.
    languages = ArrayField(
        models.CharField(max_length=3, choices=Spoken.choices), default=list, db_default=[]
    )
    place = models.CharField(max_length=100, blank=True, db_default="")
    most_cases = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # at a time; empty: no limit was named
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)
    # When they have time in every week, such as "0 18:00-21:00" for Mondays, in the program's zone.
    weekly_hours = ArrayField(models.CharField(max_length=13), default=list, db_default=[])

    # Statements of their training that they had made here and that run (`programs.training`): id, text, issued_at,
    # until, and ended_at where one was ended.
    statements = models.JSONField(default=list, db_default=Value([], models.JSONField()), editable=False)
    # Those of other programs that were handed in here: id, issuer, name, issued_on, handed_in_at, state (waits, taken,
    # set_aside), the text while it waits, and what was verified when.
    carried = models.JSONField(default=list, db_default=Value([], models.JSONField()), editable=False)

    objects = MediatorQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.user)

    @property
    def supervised_last(self) -> date:
        """Return the day from which the next supervision is counted; at first that of enrolment."""
        return self.supervised_on or self.since

    @property
    def observed_last(self) -> date:
        return self.observed_on or self.since

    @property
    def booking_number(self) -> int:
        """Return the 62 random bits of the UUIDv7 id: what an exclusion constraint can compare without btree_gist."""
        return self.pk.int & RANDOM_BITS


class Absence(TenantModel):
    """Days on which a mediator is away, the first and the last with them; nobody is asked why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="absences", db_index=False)
    first = models.DateField()
    last = models.DateField()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="absence_has_days")
        ]


class Affiliation(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mediator = models.ForeignKey(
        Mediator, on_delete=models.PROTECT, related_name="affiliations", db_index=False
    )
    kind = models.CharField(max_length=20, choices=AffiliationKind.choices)
    office = models.ForeignKey(
        "programs.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        kind = str(self.get_kind_display())
        return f"{kind}, {self.office}" if self.office else kind
