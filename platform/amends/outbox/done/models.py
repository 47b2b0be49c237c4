"""Which jobs have taken effect in this tenant."""

from typing import ClassVar

from django.db import models


class Done(models.Model):
    """A job that took effect here. Committed together with the effect, so it is there exactly when that is.

    The id is a UUID of version 7 and therefore sorts by the time of queueing: old rows are removed by a
    range of the primary key, without another index in ten thousand schemas.
    """

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")

    job_id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "outbox_done"

    def __str__(self) -> str:
        return str(self.job_id)
