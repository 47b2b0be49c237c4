"""What a thief gets: a dump of a tenant's schema, values moved about, a backup from before a shredding."""

import base64
import contextlib
import os
import random
import subprocess

import pytest
from django.conf import settings
from django.db import connection

from amends.vault.errors import Shredded, VaultError
from amends.vault.shredding import destroy_data_key
from tenants.context import as_owner, inside
from tests.amends.vault.probe import Note, Subject, make_note

COLUMNS = ("name", "text")


def dump(schema):
    """Return the schema as SQL, with the rows as INSERTs."""
    owner = settings.TENANCY_OWNER
    environment = {f"PG{key.upper()}": str(value) for key, value in owner.items() if value}
    with as_owner():
        environment["PGDATABASE"] = connection.settings_dict["NAME"]
    command = [settings.TENANCY_PG_DUMP, f"--schema={schema}", "--inserts", "--no-owner"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout


def restore(schema, text):
    """Put a dump in the place of the schema."""
    # Without psql's own commands, and what pg_dump says of the whole database.
    lines = [line for line in text.splitlines() if not line.startswith(("\\", "REVOKE ALL ON LANGUAGE"))]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute("\n".join(lines))


def test_a_dump_shows_nothing_and_after_shredding_opens_nothing(alpha, committed):
    canary = "canary-4f1c9a"
    with inside(alpha):
        note = make_note(name=canary, text=f"{canary} again", extra={"who": canary})
        other = make_note(name=f"other {canary}")
        Subject.objects.filter(pk=note.subject_id).first()
    text = dump(alpha.schema_name)
    assert str(note.pk) in text
    for shape in (canary, canary.encode().hex(), base64.b64encode(canary.encode()).decode()[:16]):
        assert shape not in text

    destroy_data_key(alpha.schema_name, note.subject.vault_key)
    restore(alpha.schema_name, text)
    with inside(alpha):
        restored = Note.objects.get(pk=note.pk)
        for read in (lambda: restored.name, lambda: restored.text, lambda: restored.subject.title):
            with pytest.raises(Shredded):
                read()
        assert Note.objects.get(pk=other.pk).name == f"other {canary}"


def test_a_thousand_moved_values_never_open(alpha, beta):
    places = [(tenant, row, column) for tenant in (alpha, beta) for row in made(tenant) for column in COLUMNS]
    sealed = {place: read_raw(*place) for place in places}
    chance, opened = random.Random(20261120), []
    for _ in range(1000):
        source, target = chance.sample(places, 2)
        write_raw(*target, sealed[source])
        with contextlib.suppress(VaultError):
            opened.append(value_at(*target))
        write_raw(*target, sealed[target])
    assert opened == []
    for tenant, row, column in places:
        assert value_at(tenant, row, column) == f"{column} of {row}"


def made(tenant):
    with inside(tenant):
        subject = Subject.objects.create(title="one case")
        notes = [make_note(subject=subject) for _ in range(4)] + [make_note() for _ in range(8)]
        for note in notes:
            note.name, note.text = f"name of {note.pk}", f"text of {note.pk}"
            note.save()
        return [note.pk for note in notes]


def read_raw(tenant, row, column):
    with inside(tenant), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM probe_note WHERE id = %s", [row])
        return bytes(cursor.fetchone()[0])


def write_raw(tenant, row, column, value):
    with inside(tenant), connection.cursor() as cursor:
        cursor.execute(f"UPDATE probe_note SET {column} = %s WHERE id = %s", [value, row])


def value_at(tenant, row, column):
    with inside(tenant):
        return getattr(Note.objects.get(pk=row), column)
