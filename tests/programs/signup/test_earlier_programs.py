"""Programs that were at work before there was sign-up and verification go on as before; no other is opened by that."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import connection, transaction

from amends.accounts.actions import create_user
from programs.models import Program
from tenants.context import as_owner, inside
from tenants.models import State, Tenant
from tests.amends.console.test_pushing import committing, work  # noqa: F401 - the fixture
from tests.programs.cast import at, make_world

KEEP = import_module("programs.signup.migrations.0002_earlier_programs_stay_verified").KEEP
WAIT_FOR_NOBODY = import_module("programs.migrations.0006_earlier_programs_have_no_founder").WAIT_FOR_NOBODY
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
EARLIER = {"state": State.ACTIVE, "verified_at": None, "verification_version": 0, "created_at": LONG_AGO}


def migrated(tenant, settings):
    """Run what the two migrations run, and then the worker; return what the program says of itself."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(KEEP)
    with as_owner(tenant.schema_name), connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_NOBODY)
    work(settings)
    with inside(tenant):
        return Program.objects.get()


@pytest.fixture
def earlier(committing, alpha):  # noqa: F811 - the fixture
    """Alpha as it was before: at work, and without what came with sign-up."""
    with at(alpha), transaction.atomic():
        make_world(alpha)
        Program.objects.update(
            verified_at=None,
            verification_version=0,
            address_confirmed_at=None,
            founder=None,
            terms_version="",
        )
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(**EARLIER)
    return alpha


def test_it_works(earlier, settings):
    program = migrated(earlier, settings)
    assert program.is_open
    assert (program.verification_version, program.address_confirmed_at) == (1, program.created_at)
    again = migrated(earlier, settings)
    assert (again.verified_at, again.verification_version) == (program.verified_at, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.TRIAL},
        {"verification_version": 2},  # an operator vouches for it no longer
        {"created_at": dt.datetime(2200, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_it_vouches_for_no_other(changes, earlier, settings):
    with as_owner():
        Tenant.objects.filter(pk=earlier.pk).update(**changes)
    assert not migrated(earlier, settings).is_open


def test_a_founder_who_signed_up_is_still_waited_for(earlier, settings):
    with at(earlier), transaction.atomic():
        founder = create_user(actor=None, email="f@alpha.example", name="F", roles=["program_admin"])
        Program.objects.update(founder=founder, terms_version="2026-11")
    assert migrated(earlier, settings).address_confirmed_at is None
