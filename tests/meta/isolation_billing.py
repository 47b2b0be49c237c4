"""What addresses of billing and of networks name: something on the platform, whatever program's place is entered."""

import uuid
from typing import Any

from network.oversight.models import Network
from tenants.context import platform
from tests.meta.isolation_oversight import NETWORKS
from tests.meta.isolation_rows import Scene

NOBODYS = uuid.UUID(int=9)


def of_billing(_scene: Scene) -> dict[str, Any]:
    # Something of a payer's that is nobody's here.
    return {"pk": NOBODYS}


def network(_scene: Scene) -> dict[str, Any]:
    with platform():
        return {"pk": Network.objects.values_list("pk", flat=True).first() or NOBODYS}


BILLING = {
    **dict.fromkeys(
        ("pricing", "billing", "billing-come", "billing-closed", "billing-leave", "billing-payer")
    ),
    **dict.fromkeys(
        ("billing-rate", "billing-subscribe", "billing-back", "billing-change", "billing-cancel")
    ),
    **dict.fromkeys(
        ("billing-resume", "billing-portal", "billing-programs", "billing-offer", "stripe-events")
    ),
    **dict.fromkeys(("console-billing", "console-replay", "console-networks", "plan-manage")),
    **dict.fromkeys(("billing-offer-withdraw", "billing-offer-answer", "billing-release"), of_billing),
    **dict.fromkeys(("console-rate", "console-officer-dismiss"), of_billing),
    "console-network": network,
    **NETWORKS,
}
"""Pages of payments, and of the networks that pay."""
