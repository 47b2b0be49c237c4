"""What waits to be done, what has arrived, and what is due: all in the public schema, no personal data."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tenants.ids import uuid7


class Outbox(models.Model):
    """One job that waits to be run.

    A tenant's role may only INSERT here, and only for itself (row policy in the migration); it may not read,
    so that nothing is learnt of the neighbours, nor update or delete, which would permit LOCK TABLE.
    """

    # "tenant" has no entry: columns are granted to PUBLIC, once, in the migration.
    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        "worker": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Where to run: "public" or a tenant's schema. Who asked: the same, unless public asked for a tenant.
    schema = models.CharField(max_length=63)
    origin = models.CharField(max_length=63)
    job = models.CharField(max_length=100)
    args = models.JSONField(default=dict)
    not_before = models.DateTimeField(db_default=Now())
    # Counted before the run and committed, so that a job which kills its worker is counted too.
    attempts = models.PositiveSmallIntegerField(db_default=0)
    # The class of the error and the id of our own rule; never a message, which may quote a row.
    last_error = models.CharField(max_length=200, db_default="")
    dead_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "amends_outbox"
        indexes = (
            models.Index(fields=("not_before", "id"), condition=models.Q(dead_at=None), name="outbox_due"),
        )

    def __str__(self) -> str:
        return f"{self.job} {self.id}"


class Inbox(models.Model):
    """The key of something that arrived in public and took effect; a second arrival finds it and does nothing."""

    privileges: ClassVar = {"web": (), "worker": ("SELECT", "INSERT", "DELETE")}

    key = models.CharField(max_length=120, primary_key=True)
    received_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "amends_inbox"

    def __str__(self) -> str:
        return self.key


class Schedule(models.Model):
    """When a platform job is due next. Whoever moves `next_at` on also queues the job, in one transaction."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT", "INSERT", "UPDATE", "DELETE")}

    job = models.CharField(max_length=100, primary_key=True)
    seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()

    class Meta:
        db_table = "amends_schedule"

    def __str__(self) -> str:
        return self.job
