"""What a network tells its members."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from network.oversight.models.networks import LEFT_TO_THE_DATABASE, Network
from tenants.ids import uuid7


class Announcement(models.Model):
    """Words of a network to its members, as each of them gets them; a row is never changed."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField(max_length=120)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    announced_at = models.DateTimeField()
    # How many members there were; who joins later does not get it.
    members = models.PositiveIntegerField()

    class Meta:
        ordering = ("-announced_at", "-pk")

    def __str__(self) -> str:
        return str(self.pk)
