"""How far the set-up of a program has come: what was chosen in its checklist, and the one-use way in after sign-up."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel


class Choice(models.TextChoices):
    """What somebody said of a task of the checklist; whether it is done otherwise is seen from the facts."""

    DONE = "done", _("Done")
    IMPORT = "import", _("To be imported later")
    SKIPPED = "skipped", _("Skipped")


class SetUpChoice(TenantModel):
    """One row for each task that somebody said something about; which tasks there are says `programs.checklist`."""

    task = models.CharField(max_length=30, primary_key=True)
    choice = models.CharField(max_length=10, choices=Choice.choices)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def usable(self, now: datetime) -> "HandOverQuerySet":
        return self.filter(used_at=None, expires_at__gt=now)


class HandOver(TenantModel):
    """The way from sign-up on the public site into the program: signed, for one person, for minutes, for once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")
