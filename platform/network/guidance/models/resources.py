"""What a network lends its members: letters, surveys, tables of offences, courses."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Network
from network.oversight.models.networks import LEFT_TO_THE_DATABASE
from tenants.ids import uuid7


class Kind(models.TextChoices):
    """What a resource is."""

    LETTER = "letter", _("Letter")
    SURVEY = "survey", _("Survey")
    OFFENCES = "offences", _("Table of offenses")
    TRAINING = "training", _("Training that mediators need")
    COURSE = "course", _("Training course")


class Resource(models.Model):
    """Something that a network lends, through all its versions."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="resources")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("Name"), max_length=120)
    # Offered no more; what was taken over stays where it is.
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class ResourceVersion(models.Model):
    """A resource as it was published on one day. A row is never changed."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    about = models.TextField(blank=True)
    # By setting, in the shape in which a policy keeps it; of a course as `courses` writes it.
    body = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("resource", "number"), name="resource_version_numbered"),
        )

    def __str__(self) -> str:
        return f"resource version {self.number}"
