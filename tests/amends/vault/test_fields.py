"""Sealed columns: what they give, and what they refuse."""

import copy
import datetime as dt
import pickle
from uuid import uuid4

import pytest
from django import forms
from django.db import connection, connections, models
from django.db.models import F, Value
from django.db.models.functions import Upper

from amends.vault.bootstrapper import ring
from amends.vault.errors import NoKeyHolder, SealedFieldError, Unreadable, WrongTenant
from amends.vault.fields import SealedCharField
from amends.vault.models import DataKey
from amends.vault.sealed import Sealed
from tenants.context import inside
from tests.amends.vault.probe import Note, Subject, counted, make_note


def raw(row, column="name"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        value = cursor.fetchone()[0]
        return None if value is None else bytes(value)


def put_raw(row, value, column="name"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])


def test_it_works(alpha):
    with inside(alpha):
        made = make_note(born=dt.date(1990, 5, 17), extra={"a": [1, "zwei"]})
        note = Note.objects.get(pk=made.pk)

        assert (note.name, note.text) == ("Maria", "lives at 4 Elm Road")
        assert note.born == dt.date(1990, 5, 17)
        assert note.extra == {"a": [1, "zwei"]}
        assert note.subject.title == "The neighbour's fence"
        assert b"Maria" not in raw(note)
        assert raw(note)[1:17] == note.subject.vault_key.bytes


def test_nothing_is_null_and_empty_is_sealed(alpha):
    with inside(alpha):
        note = make_note(text="", born=None)

        assert raw(note, "born") is None
        assert len(raw(note, "text")) == 45
        assert Note.objects.get(pk=note.pk).text == ""
        assert Note.objects.filter(born__isnull=True, name__isnull=False).count() == 1


def test_a_value_is_opened_only_when_it_is_read(alpha):
    with inside(alpha):
        made = make_note()
    with inside(alpha), counted(connections["keys"]) as asked:
        note = Note.objects.get(pk=made.pk)
        assert isinstance(note.__dict__["name"], Sealed)
        assert asked == []
        assert note.name == "Maria"
        assert len(asked) <= 2


def test_a_list_asks_the_key_store_once(alpha):
    with inside(alpha):
        for number in range(30):
            make_note(name=f"N{number}")
    with inside(alpha):
        make_note()  # the tenant's own key is in memory
    with inside(alpha), counted(connections["keys"]) as asked, counted(connection) as queries:
        notes = list(Note.objects.select_related("subject"))
        assert {note.name for note in notes} >= {f"N{number}" for number in range(30)}
        assert {note.subject.title for note in notes} == {"The neighbour's fence"}
        assert (len(queries), len(asked)) == (1, 1)


def test_an_iterator_asks_once_for_each_chunk(alpha):
    with inside(alpha):
        for _ in range(10):
            make_note()
    with inside(alpha), counted(connections["keys"]) as asked:
        assert [note.name for note in Note.objects.iterator(chunk_size=5)] == ["Maria"] * 10
        assert len(asked) == 2


def test_an_unread_value_is_saved_as_it_is(alpha):
    with inside(alpha):
        made = make_note()
        before = raw(made)
        note = Note.objects.get(pk=made.pk)
        note.text = "moved"
        note.save()

        assert raw(made) == before
        assert Note.objects.get(pk=made.pk).text == "moved"


def test_a_read_value_is_saved_as_it_is_and_a_new_one_is_sealed(alpha):
    with inside(alpha):
        made = make_note()
        before = raw(made)
        note = Note.objects.get(pk=made.pk)
        note.name = note.name  # what a form does
        note.save()
        assert raw(made) == before
        note.name = "Mario"
        note.save()
        assert raw(made) != before


def test_a_structure_changed_in_place_is_saved(alpha):
    with inside(alpha):
        made = make_note(extra={"steps": []})
        note = Note.objects.get(pk=made.pk)
        note.extra["steps"].append("called")
        note.save()
        assert Note.objects.get(pk=made.pk).extra == {"steps": ["called"]}


def test_bulk_create_seals_and_deferred_values_arrive(alpha):
    with inside(alpha):
        subject = Subject.objects.create(title="x")
        made = Note.objects.bulk_create(
            [Note(subject=subject, name="a", text="1"), Note(subject=subject, name="b")]
        )
        assert b"a" not in raw(made[0])[45:] or raw(made[0])[1:17] == subject.vault_key.bytes
        deferred = Note.objects.defer("text").get(pk=made[0].pk)
        assert deferred.text == "1"
        made[0].refresh_from_db()
        assert made[0].name == "a"


def test_a_copy_in_another_row_is_sealed_anew(alpha):
    with inside(alpha):
        made = make_note()
        twin = Note.objects.get(pk=made.pk)
        twin.pk, twin._state.adding = uuid4(), True
        twin.save()

        assert raw(twin) != raw(made)
        assert Note.objects.get(pk=twin.pk).name == "Maria"


def test_a_row_that_changes_its_holder_is_sealed_with_the_new_key(alpha):
    with inside(alpha):
        note = Note.objects.get(pk=make_note().pk)
        note.subject = Subject.objects.create(title="another case")
        note.save()
        assert raw(note)[1:17] == note.subject.vault_key.bytes
        assert Note.objects.get(pk=note.pk).name == "Maria"


def test_a_copy_in_another_tenant_is_refused(alpha, beta):
    with inside(alpha):
        note = Note.objects.get(pk=make_note().pk)
    with inside(beta):
        subject = Subject.objects.create(title="theirs")
        with pytest.raises(WrongTenant):
            str(note.name)
        note.subject, note._state.adding = subject, True
        with pytest.raises(WrongTenant):
            note.save(force_insert=True)


def test_a_key_of_another_tenant_is_refused(alpha, beta):
    with inside(alpha):
        key = make_note().subject.vault_key
    with inside(beta), pytest.raises(WrongTenant):
        Subject.objects.create(title="theirs", vault_key=key)


def test_a_moved_or_changed_value_is_unreadable(alpha):
    with inside(alpha):
        one, two = make_note(), make_note()
        put_raw(one, raw(two))
        put_raw(two, raw(two, "text"))
        for row in (one, two):
            with pytest.raises(Unreadable):
                str(Note.objects.get(pk=row.pk).name)
        put_raw(one, b"in the open")
        with pytest.raises(Unreadable):
            str(Note.objects.get(pk=one.pk).name)


@pytest.mark.parametrize(
    "ask",
    [
        lambda notes: notes.filter(name="Maria"),
        lambda notes: notes.filter(name=None),
        lambda notes: notes.exclude(name__startswith="M"),
        lambda notes: notes.filter(name__in=["Maria"]),
        lambda notes: notes.filter(subject__title="x"),
        lambda notes: notes.filter(extra__a=1),
        lambda notes: notes.get_or_create(name="Maria"),
        lambda notes: notes.order_by("-name"),
        lambda notes: notes.order_by("subject__title"),
        lambda notes: notes.order_by(F("name")),
        lambda notes: notes.values("name"),
        lambda notes: notes.values(),
        lambda notes: notes.values_list("name", flat=True),
        lambda notes: notes.values_list("subject__title"),
        lambda notes: notes.distinct("name"),
        lambda notes: notes.update(name="Mario"),
        lambda notes: notes.update(name=Value("Mario")),
        lambda notes: notes.update(plain=F("name")),
        lambda notes: notes.update(plain=Upper("name")),
        lambda notes: models.QuerySet(Note).update(name="Mario"),
        lambda notes: models.QuerySet(Note).update(name=Value("Mario")),
        lambda notes: models.QuerySet(Note).bulk_update(list(notes.all()), ["name"]),
        lambda notes: notes.bulk_update(list(notes.all()), ["name"]),
    ],
)
def test_the_database_is_not_asked_about_what_it_cannot_read(alpha, ask):
    with inside(alpha):
        make_note()
        with pytest.raises(SealedFieldError):
            ask(Note.objects)


def test_clearing_by_update_is_allowed(alpha):
    with inside(alpha):
        note = make_note(born=dt.date(1990, 5, 17))
        Note.objects.update(born=None, plain="x")
        assert Note.objects.get(pk=note.pk).born is None


def test_neither_repr_nor_pickle_shows_a_value(alpha):
    with inside(alpha):
        note = Note.objects.get(pk=make_note().pk)
        assert note.name == "Maria"
        assert b"Maria" not in pickle.dumps(note)
        assert "Maria" not in repr(note.__dict__)
        held = pickle.loads(pickle.dumps(note.__dict__["name"]))
        assert held.plain is not None and Note._meta.get_field("name").open(held) == "Maria"
        with pytest.raises(SealedFieldError):
            pickle.dumps(Note(subject=note.subject, name="Maria"))
        assert copy.deepcopy(Note(name="Maria").__dict__["name"]).plain == "Maria"
        annotated = models.QuerySet(Note).annotate(other=F("name")).values_list("other", flat=True)[0]
        assert repr(annotated) == "<sealed>"


def test_a_row_needs_a_holder(alpha):
    class Lost(models.Model):
        id = models.UUIDField(primary_key=True)
        name = SealedCharField(max_length=20)

        class Meta:
            app_label = "probes_without_holder"

    with inside(alpha), pytest.raises(NoKeyHolder):
        Lost._meta.get_field("name").pre_save(Lost(id=uuid4(), name="x"), add=True)
    found = {error.id for error in Lost._meta.get_field("name").check()}
    assert found == {"vault.E003", "vault.E004"}
    assert Note._meta.get_field("name").check() == []


def test_a_form_works(alpha):
    class NoteForm(forms.ModelForm):
        class Meta:
            model = Note
            fields = ("name", "text", "born", "extra")

    with inside(alpha):
        note = Note.objects.get(pk=make_note().pk)
        form = NoteForm(
            {"name": "Mario", "text": "", "born": "1990-05-17", "extra": '{"a": 1}'}, instance=note
        )
        assert isinstance(form.fields["text"].widget, forms.Textarea)
        assert NoteForm(instance=note).initial["name"] == "Maria"
        assert form.is_valid(), form.errors
        form.save()
        saved = Note.objects.get(pk=note.pk)
        assert (saved.name, saved.text, saved.born, saved.extra) == (
            "Mario",
            "",
            dt.date(1990, 5, 17),
            {"a": 1},
        )
        too_long = NoteForm({"name": "x" * 21, "text": ""}, instance=note)
        assert list(too_long.errors) == ["name"]


def test_a_renamed_column_stays_readable(alpha):
    with inside(alpha):
        note = make_note()
        held = Note.objects.get(pk=note.pk).__dict__["name"]
        renamed = SealedCharField(max_length=20, bound_to="probe_note.name")
        renamed.set_attributes_from_name("new_name")
        assert renamed.open(held) == "Maria"
        assert renamed.deconstruct()[3] == {"max_length": 20, "bound_to": "probe_note.name"}


def test_keys_are_forgotten_when_the_tenant_is_left(alpha, beta):
    with inside(alpha):
        key = make_note().subject.vault_key
        assert key in ring().keys
        with inside(beta):
            assert ring().keys == {}
        assert key in ring().keys
    with inside(alpha):
        assert ring().keys == {}
        assert DataKey.objects.get(pk=key).schema == alpha.schema_name
