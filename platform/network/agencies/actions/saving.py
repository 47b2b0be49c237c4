"""Keep programs at hand for somebody of an agency."""

import uuid

from amends import audit
from amends.accounts.models import User
from amends.actions import action
from network.agencies.models import SavedProgram


@action
def save_program(*, actor: User, tenant_id: uuid.UUID) -> SavedProgram:
    """Keep a program at hand; one that is there already stays as it is."""
    row, made = SavedProgram.objects.get_or_create(user=actor, tenant_id=tenant_id)
    audit.record("agency.program_saved" if made else "agency.program_saved_again", row, actor=actor)
    return row


@action
def forget_program(*, actor: User, tenant_id: uuid.UUID) -> None:
    """Keep a program at hand no longer."""
    SavedProgram.objects.filter(user=actor, tenant_id=tenant_id).delete()
    audit.record("agency.program_forgotten", ("tenants.tenant", tenant_id), actor=actor)
