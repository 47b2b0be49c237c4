"""The pages of accreditation and of what a network publishes cost as much with sixty members as with three."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.accreditation.models import Accreditation, State
from tenants.context import platform
from tests.amends.accounts.rig import sign_in
from tests.network.accreditation.made import in_state
from tests.network.guidance.made import made_resource, made_template
from tests.network.oversight.made import ALL, made_member, made_tenants

PATHS = (
    "accreditation/",
    "accreditation.csv",
    "accreditation/?state=renewal_due",
    "accreditation/?state=return_due",
    "accreditation/{row}/",
    "accreditation/standards/",
    "accreditation/standards/practitioner/",
    "accreditation/standards/practitioner/draft/",
    "accreditation/starters/practitioner/",
    "standards/",
    "standards/members/",
    "resources/",
)


@pytest.fixture
def row(scene):
    """An application; the network asks for something, and lends something."""
    made_template(scene.network, scene.officer)
    made_resource(scene.network, scene.officer)
    return in_state(scene, State.UNDER_REVIEW)


def joined(scene, tenants):
    for number, tenant in enumerate(tenants):
        made_member(scene.network, tenant, *ALL)
        Accreditation.objects.create(
            network=scene.network,
            tenant=tenant,
            standard=scene.version.standard,
            by=scene.version,
            state=State.ACCREDITED,
            applied_at=timezone.now(),
            decided_at=timezone.now(),
            valid_until=timezone.localdate() + dt.timedelta(days=10 * number),
            return_due=timezone.localdate() + dt.timedelta(days=number),
        )


@pytest.mark.parametrize("path", PATHS)
def test_a_page_costs_the_same_for_few_members_and_for_many(scene, row, path):
    browser = sign_in("public", scene.officer.email)
    tenants = made_tenants(60)
    joined(scene, tenants[:3])
    few = queries(browser, path.format(row=row.pk))
    joined(scene, tenants[3:])
    assert queries(browser, path.format(row=row.pk)) == few


def test_the_register_costs_the_same_too(scene, at_platform):
    tenants, path = made_tenants(60), f"/networks/{scene.network.slug}/register/"
    joined(scene, tenants[:3])
    at_platform.get(path)
    counts = []
    for more in ([], tenants[3:]):
        joined(scene, more)
        with platform(), CaptureQueriesContext(connection) as asked:
            assert at_platform.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def queries(browser, path):
    browser.get(f"/network/{path}")  # what a first answer keeps for the next ones
    with platform(), CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/network/{path}").status_code == 200
    return len(asked)
