"""What travels and what stays is said of every table and column."""

import pytest

from amends.vault.fields import SealedField
from programs.moving import travelling
from programs.moving.schemas import misfit, schema_of
from tenants.place import TEMPLATE
from tenants.privileges import models_of

pytestmark = pytest.mark.no_db


def labels():
    return {model._meta.label_lower for model in models_of(TEMPLATE)}


def test_each_table_travels_or_says_why_not():
    goes = {model._meta.label_lower for model in travelling.travelling()}
    assert not goes & set(travelling.STAYS)
    assert goes | set(travelling.STAYS) == labels()
    assert all(travelling.STAYS.values())


def test_secrets_stay():
    for model in travelling.travelling():
        names = {field.name for field in travelling.columns_of(model)}
        assert not names & {"password", "vault_key", "content_key", "code_mac", "session_stamp"}, model


def test_what_is_said_of_columns_is_of_columns_that_are_there():
    known = {model._meta.label_lower: model for model in models_of(TEMPLATE)}
    for told in (travelling.FIELDS_STAY, travelling.OUTSIDE_DIGEST):
        for label, columns in told.items():
            names = {field.name for field in known[label]._meta.concrete_fields}
            assert set(columns) <= names, label
    program = {field.name for field in known["programs.program"]._meta.concrete_fields}
    assert set(travelling.OF_THE_PROGRAM) <= program


def test_a_table_comes_after_those_that_it_names():
    order = list(travelling.travelling())
    for model in order:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in order and field.related_model is not model:
                assert order.index(field.related_model) < order.index(model), (model, field)


def test_a_column_that_stays_is_none_that_a_row_cannot_be_without():
    for model in travelling.travelling():
        gone = set(model._meta.concrete_fields) - set(travelling.columns_of(model))
        needed = {
            field.name for field in gone if not (field.null or field.has_default() or field.has_db_default())
        }
        allowed = {
            "password",
            "content_key",
            "session_stamp",
            "tenant_id",
            "name",
            "headings_mac",
            "created_at",
        }
        assert needed <= allowed, (model, needed)


def test_a_schema_fits_its_own_model_and_no_other():
    for model in travelling.travelling():
        assert misfit(schema_of(model), model) == ""
    first, second = travelling.travelling()[:2]
    assert misfit(schema_of(first), second)


def test_an_older_archive_may_lack_a_column_that_can_be_empty():
    model = travelling.model_of("programs.referral")
    older = schema_of(model)
    older["properties"].pop("office")
    assert misfit(older, model) == ""
    older["properties"].pop("stage")
    assert misfit(older, model) == "stage"


def test_sealed_columns_are_described_as_what_is_in_them():
    for model in travelling.travelling():
        told = schema_of(model)["properties"]
        for field in travelling.columns_of(model):
            if isinstance(field, SealedField):
                assert "anyOf" in told[field.name]
