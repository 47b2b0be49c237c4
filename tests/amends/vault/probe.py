"""A holder of a key and a row that it seals, as models whose tables only the tests make."""

from contextlib import contextmanager

from django.db import connection, models

from amends.vault.fields import SealedCharField, SealedDateField, SealedJSONField, SealedTextField
from amends.vault.models import HoldsSecrets
from amends.vault.queryset import SealedQuerySet
from tenants.context import as_owner, inside
from tenants.ids import uuid7


class Subject(HoldsSecrets):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = SealedCharField(max_length=200)

    class Meta:
        app_label = "probes"  # no installed app: nothing else in the process sees them
        db_table = "probe_subject"


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="notes")
    name = SealedCharField(max_length=20)
    text = SealedTextField(blank=True)
    born = SealedDateField(null=True, blank=True)
    extra = SealedJSONField(null=True, blank=True)
    plain = models.CharField(max_length=20, default="")

    objects = SealedQuerySet.as_manager()

    class Meta:
        app_label = "probes"  # no installed app: nothing else in the process sees them
        db_table = "probe_note"

    @property
    def vault_key_holder(self):
        return self.subject


PROBES = (Subject, Note)


def make_tables(schema: str) -> None:
    """Make the tables of the probes in one tenant, committed, with the tenant's rights on them."""
    with as_owner(schema):
        if "probe_note" in connection.introspection.table_names():
            return
        with connection.schema_editor() as editor:
            for model in PROBES:
                editor.create_model(model)
        with connection.cursor() as cursor:
            for model in PROBES:
                cursor.execute(f"GRANT ALL ON {model._meta.db_table} TO {schema}")


def drop_tables(schema: str) -> None:
    """Drop them again."""
    with as_owner(schema), connection.cursor() as cursor:
        for model in reversed(PROBES):
            cursor.execute(f"DROP TABLE IF EXISTS {model._meta.db_table}")


@contextmanager
def counted(wrapper):
    """Count the queries of one connection."""
    seen = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with wrapper.execute_wrapper(note):
        yield seen


def make_note(**changes) -> Note:
    subject = changes.pop("subject", None) or Subject.objects.create(title="The neighbour's fence")
    return Note.objects.create(
        **{"subject": subject, "name": "Maria", "text": "lives at 4 Elm Road", **changes}
    )


__all__ = ["Note", "Subject", "counted", "drop_tables", "inside", "make_note", "make_tables"]
