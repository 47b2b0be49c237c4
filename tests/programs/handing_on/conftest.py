"""Two programs that are verified, each with its people."""

import pytest
from django.utils import timezone

from tenants.context import platform
from tenants.models import Tenant
from tests.programs.cast import at, make_world


@pytest.fixture
def worlds(alpha, beta):
    """Alpha and Beta as the operator vouches for them; their people by slug."""
    with platform():
        Tenant.objects.filter(pk__in=(alpha.pk, beta.pk)).update(verified_at=timezone.now())
    found = {}
    for tenant in (alpha, beta):
        with at(tenant):
            found[tenant.slug] = make_world(tenant)
    return found
