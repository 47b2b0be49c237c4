"""Offices that police, prosecute, supervise or refer: what a mediator must have nothing to do with (N1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel


class OfficeKind(models.TextChoices):
    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation department")
    PAROLE = "parole", _("Parole office")
    POLICE = "police", _("Police")
    PROSECUTION = "prosecution", _("Prosecutor's office")
    DEFENCE = "defence", _("Defense office")
    VICTIM_SERVICES = "victim_services", _("Victim services")
    SCHOOL = "school", _("School")
    INSTITUTION = "institution", _("Institution")
    OTHER = "other", _("Other organization")


def fold(name: str) -> str:
    """Return a name as it is compared: "Riverside  Police Dept." and "riverside police dept" are one office."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


class OfficeQuerySet(models.QuerySet["Office"]):
    def named(self, name: str, kind: str) -> "Office":
        """Return the office of this name, made if it is new."""
        return self.get_or_create(folded_name=fold(name), defaults={"name": name.strip(), "kind": kind})[0]


class Office(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name"]
        constraints = [models.UniqueConstraint(fields=["folded_name"], name="office_name_once")]

    def __str__(self) -> str:
        return self.name
