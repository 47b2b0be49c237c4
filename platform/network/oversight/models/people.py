"""A place among the people of a network that waits for somebody."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import Role
from network.oversight.models.networks import LEFT_TO_THE_DATABASE, Network
from tenants.ids import uuid7


class NetworkInvitation(models.Model):
    """Who may make an account that acts for a network, with which duties, by a link that works once."""

    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        # Who never came is forgotten.
        "worker": ("SELECT", "DELETE"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=20, choices=Role))
    language = models.CharField(max_length=10, blank=True)
    # In the signed link, so that sending it again ends the one before.
    link_number = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="network_invitation_waits_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: dt.datetime) -> bool:
        """Return whether its link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
