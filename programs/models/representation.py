"""Who stands for somebody who cannot act alone: guardians of a minor (E6), and whoever speaks for an organization."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class RepresentationKind(models.TextChoices):
    GUARDIAN = "guardian", _("guardian")
    SPOKESPERSON = "spokesperson", _("person who speaks for it")


class RepresentationQuerySet(models.QuerySet):
    def live(self) -> "RepresentationQuerySet":
        return self.filter(ended_at=None)


class Representation(TenantModel):
    """One person of a case who stands for another one of it; one row ends where the next begins."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # For whom.
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="represented", db_index=False
    )
    by = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="representing", db_index=False
    )
    kind = models.CharField(max_length=20, choices=RepresentationKind.choices)
    # Of having harmed the child: then they never consent for anybody in this case.
    is_suspected = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = RepresentationQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "by"],
                condition=models.Q(ended_at__isnull=True),
                name="representation_live_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(participant=models.F("by")), name="representation_by_another"
            ),
        ]
