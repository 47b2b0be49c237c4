"""An effect in public, written anew each time, so that doing it twice shows."""

from django.db import models
from django.db.models.functions import Now


class Arrival(models.Model):
    """An order that crossed, or a tick of the schedule (in "public", number 0)."""

    schema = models.CharField(max_length=63)
    number = models.BigIntegerField()
    arrived_at = models.DateTimeField(db_default=Now())
