"""Agencies are registered once, in the public schema, and know nothing of a case."""

import pytest
from django.db import ProgrammingError, connection, transaction

from network.agencies.actions.agencies import register_agency
from network.agencies.models import Agency, Receipt
from tenants.context import inside, platform


def register():
    return register_agency(actor=None, slug="lakeview-court", name="Lakeview Court", kind="court")


def test_it_works():
    with platform():
        assert register() == register()
        assert Agency.objects.filter(slug="lakeview-court").count() == 1


def test_a_receipt_belongs_to_a_program_without_a_foreign_key():
    assert not Receipt._meta.get_field("tenant_id").is_relation


def test_the_web_cannot_write_a_receipt():
    with platform():
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Receipt.objects.all().update(status="closed")


def test_a_tenant_cannot_read_receipts(alpha):
    with inside(alpha):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM public.agencies_receipt")
