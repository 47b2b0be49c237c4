"""A program's chain of entries, and its head."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _

from amends.audit.chain import GENESIS, Said


class Kind(models.TextChoices):
    CHANGE = "change", _("Changed")
    READ = "read", _("Read")
    EXPORT = "export", _("Exported")
    DENIED = "denied", _("Refused")


RARE_KINDS = (Kind.EXPORT.value, Kind.DENIED.value)


class AuditEntry(models.Model):
    """Who did what to what, when. Appended by `appending.append` alone; the tenant's role cannot change it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    actor = models.CharField(max_length=120)
    verb = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    facts = models.JSONField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    privileges: ClassVar = ("SELECT", "INSERT")

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            # What is asked of years of entries: who saw this row in a list, what one person did, what was refused or
            # taken out, which day. The last two cost next to nothing to keep.
            GinIndex(KeyTransform("ids", "facts"), name="audit_by_ids", condition=models.Q(object_id="")),
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
            models.Index(
                fields=["kind", "seq"], name="audit_rare_kinds", condition=models.Q(kind__in=RARE_KINDS)
            ),
            BrinIndex(fields=["at"], name="audit_by_time", pages_per_range=16, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def said(self) -> Said:
        """Return what the chain's MAC covers, besides the entry's place."""
        return Said(self.at, self.kind, self.actor, self.verb, self.object_type, self.object_id, self.facts)


class AuditHead(models.Model):
    """The chain's end: one row, locked while entries are appended. It is a cache; the entries are the truth."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(default=GENESIS)

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return str(self.seq)
