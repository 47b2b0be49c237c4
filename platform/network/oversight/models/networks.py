"""Networks, and which accounts act for them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import Role
from tenants.ids import uuid7

# As for people of agencies: Django would look into this table for every account that it deletes, also in a program.
LEFT_TO_THE_DATABASE = models.DO_NOTHING
SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}


DUTIES = (
    Role.NETWORK_OFFICER,
    Role.NETWORK_ACCREDITOR,
    Role.NETWORK_ANALYST,
    Role.NETWORK_BILLING,
)
"""What somebody can do for a network; who is an officer decides who else does what."""


class Level(models.TextChoices):
    """How far a network reaches."""

    REGIONAL = "regional", _("Region")
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
    # The same as a code (`network.places`), where it is known: what has no program is looked for there.
    place_code = models.CharField(max_length=60, blank=True, default="", db_default="")
    # The network above: national over state over region. It sees which networks are below it, and nothing of theirs.
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    # What everybody may read of it.
    about = models.TextField(_("What the network is"), blank=True, default="", db_default="")
    website = models.URLField(_("Website"), blank=True, default="", db_default="")
    contact_email = models.EmailField(_("E-mail address"), blank=True, default="", db_default="")
    # May programs ask to join, or do they wait to be invited?
    takes_requests = models.BooleanField(_("Programs can ask to join"), default=True, db_default=True)
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
