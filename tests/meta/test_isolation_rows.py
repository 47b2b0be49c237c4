"""No row of one program can be read, changed or deleted in another, whatever way is taken; for every model."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.forms.models import model_to_dict

from tenants.context import inside
from tenants.models import StrayInstance, TenantModel
from tenants.place import TEMPLATE
from tenants.privileges import models_of
from tests.meta.isolation_rows import BUILDERS, CANARY, NOT_STAMPED, SAME_KEYS, Scene
from tests.programs.cast import at


@pytest.fixture
def scene(alpha) -> Scene:
    with at(alpha):
        return Scene(alpha, CANARY)


def values(row: Any) -> dict[str, Any]:
    """Return what the database holds of a row, with nothing decrypted."""
    key = row._meta.pk
    with connection.cursor() as cursor:
        query = f'SELECT * FROM "{row._meta.db_table}" WHERE "{key.column}" = %s'
        cursor.execute(query, [key.get_db_prep_value(row.pk, connection)])
        found = cursor.fetchone()
        return dict(zip([column.name for column in cursor.description], found or (), strict=False))


def answer(statement: str, params: list[Any] | None = None) -> Any:
    """Return the rows or the number of rows of a statement, or the error it met."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.fetchall() if cursor.description else cursor.rowcount
    except DatabaseError as error:
        return type(error.__cause__).__name__


def tried(call, *args, **options) -> Any:
    """Return what a call returns, or the class of the error it met."""
    try:
        with transaction.atomic():
            return call(*args, **options)
    except (DatabaseError, StrayInstance) as error:
        return type(error)


def test_every_model_has_a_line():
    labels = {model._meta.label for model in models_of(TEMPLATE)}
    assert labels - set(BUILDERS) == set(), "say in isolation_rows.py how a row of it comes to be"
    assert set(BUILDERS) - labels == set(), "lines for models that are no more"


def test_every_model_remembers_its_schema():
    loose = {model._meta.label for model in models_of(TEMPLATE) if not issubclass(model, TenantModel)}
    assert loose == set(NOT_STAMPED)


def test_each_builder_makes_a_row_of_its_model(scene, alpha):
    with inside(alpha):
        assert {label: row._meta.label for label, row in scene.rows.items()} == {
            label: label for label in BUILDERS
        }
        assert all(values(row) for row in scene.rows.values())


def test_no_row_is_found_by_its_key(scene, alpha, beta):
    with inside(alpha):
        theirs = {label: values(row) for label, row in scene.rows.items()}
    with inside(beta):
        for label, row in scene.rows.items():
            found = values(row)
            assert found != theirs[label], label
            if label not in SAME_KEYS:
                assert not found, label
                assert not type(row)._base_manager.filter(pk=row.pk).exists(), label
                with pytest.raises(type(row).DoesNotExist):
                    type(row)._base_manager.get(pk=row.pk)
                with pytest.raises(type(row).DoesNotExist):
                    row.refresh_from_db()


def test_no_row_is_reached_through_its_relations(scene, beta):
    with inside(beta):
        for row in scene.rows.values():
            for relation in row._meta.related_objects:
                related = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
                assert not related.exists(), relation


def test_a_query_that_was_begun_in_one_program_is_asked_in_the_next(scene, alpha, beta):
    with inside(alpha):
        queries = {label: type(row)._base_manager.filter(pk=row.pk) for label, row in scene.rows.items()}
    with inside(beta):
        assert [label for label, query in queries.items() if label not in SAME_KEYS and list(query)] == []


def test_no_row_is_changed_or_deleted_by_the_orm(scene, alpha, beta):
    with inside(alpha):
        before = {label: values(row) for label, row in scene.rows.items()}
    with inside(beta):
        for label, row in scene.rows.items():
            if label in SAME_KEYS:
                continue
            manager = type(row)._base_manager
            rows = manager.filter(pk=row.pk)
            assert tried(rows.update, **{row._meta.pk.attname: row.pk}) in (0, *refusals()), label
            assert tried(rows.delete) in ((0, {}), *refusals()), label
    with inside(alpha):
        assert {label: values(row) for label, row in scene.rows.items()} == before


def test_no_instance_is_written_elsewhere(scene, beta):
    with inside(beta):
        for label, row in scene.rows.items():
            if label in NOT_STAMPED:
                continue
            manager = type(row)._base_manager
            fields = [each.name for each in row._meta.local_fields if not each.primary_key][:1]
            assert tried(row.save) is StrayInstance, label
            assert tried(row.delete) is StrayInstance, label
            assert tried(row.save, force_insert=True) is StrayInstance, label
            assert tried(manager.bulk_create, [row]) is StrayInstance, label
            assert tried(manager.bulk_update, [row], fields) is StrayInstance, label
            assert not values(row), label


def test_a_copy_without_key_is_not_written_elsewhere(scene, beta):
    row = scene.rows["programs.MediationCase"]
    row.pk, row._state.adding = None, True
    with inside(beta), pytest.raises(StrayInstance):
        row.save()


def test_no_row_of_another_is_referred_to(scene, alpha, beta):
    """What would point to it is refused by the database, because no key crosses a schema."""
    office = scene.rows["programs.Office"]
    with inside(beta):
        model = type(scene.rows["programs.Affiliation"])
        fields = {"mediator_id": scene.world.mia.pk, "office_id": office.pk, "kind": "other"}
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            model.objects.create(**fields)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("verb", ["SELECT", "UPDATE", "DELETE", "INSERT", "TRUNCATE", "LOCK"])
def test_no_table_of_another_is_touched_by_sql(verb, alpha, beta):
    with inside(beta):
        for model in models_of(TEMPLATE):
            table, column = f'{alpha.schema_name}."{model._meta.db_table}"', model._meta.pk.column
            statement = {
                "SELECT": f"SELECT * FROM {table}",
                "UPDATE": f'UPDATE {table} SET "{column}" = "{column}"',
                "DELETE": f"DELETE FROM {table}",
                "INSERT": f'INSERT INTO {table} SELECT * FROM "{model._meta.db_table}"',
                "TRUNCATE": f"TRUNCATE {table} CASCADE",
                "LOCK": f"LOCK TABLE {table}",
            }[verb]
            assert answer(statement) == "InsufficientPrivilege", statement


def test_no_word_of_a_person_lies_in_the_open(scene, alpha, beta):
    """Nothing that somebody wrote at Alpha is found in any table of Beta's, in plain or as a foreign key."""
    with inside(beta):
        for model in models_of(TEMPLATE):
            for text in answer(f'SELECT t::text FROM "{model._meta.db_table}" AS t'):
                assert CANARY not in text[0], model
                assert str(scene.case.pk) not in text[0], model
    with inside(alpha):
        assert CANARY in str(model_to_dict(scene.rows["programs.AgreementItem"]))


def refusals() -> tuple[type, ...]:
    from django.db.models import ProtectedError
    from django.db.utils import IntegrityError, ProgrammingError

    # Without the right to change or delete, PostgreSQL refuses before it looks for a row.
    return (ProgrammingError, IntegrityError, ProtectedError)
