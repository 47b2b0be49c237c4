"""Let somebody who sees to the program's payments go over to the pages of billing, which are the platform's."""

from typing import Any

from amends import audit
from amends.actions import action
from billing import arriving
from programs.desk import own_tenant_id
from programs.models import Program


@action
def make_payment_way(*, actor: Any, program: Program) -> str:
    """Return the signed way in: it works once, for two minutes, and opens nothing but this program's payments."""
    token = arriving.issue(tenant_id=own_tenant_id(), person_id=actor.pk)
    audit.record("payment_way_made", program, actor=actor)
    return token
