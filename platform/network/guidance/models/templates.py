"""What a network would have the policies of its members say."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Network
from network.oversight.models.networks import LEFT_TO_THE_DATABASE
from tenants.ids import uuid7

EMPTY: Any = Value({}, models.JSONField())


class Demand(models.TextChoices):
    """How much a network asks for a value of a setting."""

    REQUIRED = "required", _("Required")
    RECOMMENDED = "recommended", _("Recommended")
    OPTIONAL = "optional", _("Optional")


class Template(models.Model):
    """What is being written for the next version: by setting, its value, demand and why."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}

    network = models.OneToOneField(
        Network, primary_key=True, on_delete=models.PROTECT, related_name="template"
    )
    draft = models.JSONField(default=dict, db_default=EMPTY)

    def __str__(self) -> str:
        return str(self.pk)


class TemplateVersion(models.Model):
    """What was published on one day. A row is never changed; one without settings takes back what was asked before."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="template_versions")
    number = models.PositiveIntegerField()
    # By setting: {"value": ..., "demand": one of Demand}.
    asked = models.JSONField()
    # Why, as the members read it.
    why = models.TextField()
    # The first day on which what is required holds.
    holds_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("network", "number"), name="template_version_numbered"),
        )

    def __str__(self) -> str:
        return f"template version {self.number}"
