"""A spreadsheet that is being taken in, and the parts in which its rows wait and are judged (decision 0028)."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField, SealedJSONField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from tenants.ids import uuid7
from tenants.models import TenantModel

ROWS_OF_A_CHUNK = 250
"""Rows that are judged, or written, in one transaction."""


class ImportKind(models.TextChoices):
    CASES = "cases", _("Cases")
    PEOPLE = "people", _("More people of cases")
    MEDIATORS = "mediators", _("Mediators")
    AGREEMENTS = "agreements", _("What was agreed")
    PAYMENTS = "payments", _("Payments and hours")
    SURVEYS = "surveys", _("Surveys and new offenses")


class MoveKind(models.TextChoices):
    """A whole program rather than a spreadsheet (`programs.moving`, decision 0038)."""

    OUT = "whole_out", _("Everything out")
    IN = "whole_in", _("Everything in")


class ImportState(models.TextChoices):
    MAPPING = "mapping", _("Waits for its columns to be named")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, waits for you")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Thrown away")
    # Of a whole program alone
    PACKING = "packing", _("Being packed")
    PACKED = "packed", _("Ready to be fetched")
    STOPPED = "stopped", _("Stopped")


AT_WORK = (ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING, ImportState.PACKING)
"""A job works on it: nobody can do anything but wait."""
BEFORE = (ImportState.MAPPING, ImportState.CHECKED)
"""Nothing was made of it yet."""


def _empty() -> Any:
    return Value({}, models.JSONField())


class ImportBatchQuerySet(SealedQuerySet):
    def spreadsheets(self) -> "ImportBatchQuerySet":
        """Return the files that a spreadsheet was taken in by."""
        return self.filter(kind__in=ImportKind.values)

    def moves(self) -> "ImportBatchQuerySet":
        """Return what took the whole program out or in."""
        return self.filter(kind__in=MoveKind.values)


class ImportBatch(HoldsSecrets, TenantModel):
    """One file. What it said is sealed and goes with its key; how its columns were read stays, and holds no cell.

    `columns` names our field of each column, "" for one that is left out. `choices` says what words of the file mean:
    the word itself is a MAC there, so that the next file with the same headings is read without being asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form_key = models.UUIDField(editable=False)  # a form sent twice is one file
    kind = models.CharField(max_length=12, choices=[*ImportKind.choices, *MoveKind.choices])
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.MAPPING)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)  # imported, undone or thrown away
    erased_at = models.DateTimeField(null=True)  # nothing of what it said is left
    file_name = SealedCharField(max_length=120, null=True)
    headings = SealedJSONField(null=True)  # as they stand in the file
    headings_mac = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    columns = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    constants = models.JSONField(default=dict, db_default=_empty())  # for every row, where no column says it
    choices = models.JSONField(default=dict, db_default=_empty())
    # How far the work at hand is, in chunks, and what was counted in it.
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, db_default=_empty())
    # What was found by column and reason with how often, and words of choices that nobody explained yet.
    found = SealedJSONField(null=True)
    takes_twice = models.BooleanField(default=False)  # import what seems to be here already?
    taken_twice = models.JSONField(default=list, db_default=Value([], models.JSONField()))  # or these lines
    worked_on = models.PositiveIntegerField(default=0)  # cases for which undoing was refused
    # Of a whole program: how far it is, and what is told of it (`moving.stages`). Keys and counts, never a cell.
    progress = models.JSONField(default=dict, db_default=_empty())

    objects: ClassVar = ImportBatchQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def chunks(self) -> int:
        return -(-self.rows // ROWS_OF_A_CHUNK)

    @property
    def percent(self) -> int:
        """Return how far the work at hand is; of a spreadsheet its parts are counted, of a program its rows."""
        whole = self.chunks if self.kind in ImportKind.values else self.rows
        return min(100 * self.done // max(whole, 1), 100)

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    def chunk_key(self, number: int) -> uuid.UUID:
        """Return the key of a chunk, which is found by it alone."""
        return uuid.uuid5(self.pk, str(number))

    @property
    def chunk_keys(self) -> list[uuid.UUID]:
        return [self.chunk_key(number) for number in range(self.chunks)]


class ImportChunk(TenantModel):
    """Rows as the file had them, and what became of each: committed together with what was made of them."""

    id = models.UUIDField(primary_key=True, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    rows = SealedJSONField()  # [line, [cell, ...]] of each
    results = SealedJSONField(null=True)  # of each row what `importing.judging.Result` says

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"

    @property
    def vault_key_holder(self) -> ImportBatch:
        return self.batch
