"""Which payer an officer's account acts for; `settings.BILLING_PAYERS` names this."""

import uuid
from typing import Any

from amends.accounts.models import Role
from billing.models import BillingAccount
from network.oversight.models import NetworkOfficer
from tenants.place import PUBLIC, current_schema

PAYS = (Role.NETWORK_OFFICER, Role.NETWORK_BILLING)
NETWORK = "network"
"""How billing calls an owner that is a network, whose key is the owner's."""


def account_of(user: Any) -> uuid.UUID | None:
    """Return the payer of the network that somebody acts for; None for everybody else, and in a program."""
    if current_schema() != PUBLIC or not any(user.has_role(each) for each in PAYS):
        return None
    networks = NetworkOfficer.objects.filter(user=user.pk).values("network_id")
    found = BillingAccount.objects.filter(owner_kind=NETWORK, owner_id__in=networks)
    return found.values_list("pk", flat=True).first()
