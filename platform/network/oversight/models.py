"""Networks, and which accounts act for them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7

# As for people of agencies: Django would look into this table for every account that it deletes, also in a program.
LEFT_TO_THE_DATABASE = models.DO_NOTHING
SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}


class Level(models.TextChoices):
    """How far a network reaches."""

    STATE = "state", _("State or province")
    NATIONAL = "national", _("National")
    OTHER = "other", _("Another reach")


class Network(models.Model):
    """An organization that oversees or supports member programs."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    level = models.CharField(_("How far it reaches"), max_length=10, choices=Level)
    place = models.CharField(
        _("State, province or country"), max_length=120, blank=True, default="", db_default=""
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class NetworkOfficer(models.Model):
    """That an account acts for a network, and for no other."""

    privileges: ClassVar = SHARED | {"web": ("SELECT", "INSERT", "DELETE")}

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=LEFT_TO_THE_DATABASE, related_name="+"
    )
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="officers")
    joined_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)
