"""Networks, who acts for them, which programs are their members, and what was looked at."""

from network.oversight.models.membership import (
    OPEN,
    Look,
    Membership,
    MembershipState,
    NetworkTerms,
    Share,
)
from network.oversight.models.networks import DUTIES, Level, Network, NetworkOfficer

__all__ = [
    "DUTIES",
    "OPEN",
    "Level",
    "Look",
    "Membership",
    "MembershipState",
    "Network",
    "NetworkOfficer",
    "NetworkTerms",
    "Share",
]
