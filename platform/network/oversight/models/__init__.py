"""Networks, who acts for them, which programs are their members, and what was looked at."""

from network.oversight.models.announcements import Announcement
from network.oversight.models.membership import (
    OPEN,
    Look,
    Membership,
    MembershipState,
    NetworkTerms,
    Share,
)
from network.oversight.models.networks import DUTIES, Level, Network, NetworkOfficer
from network.oversight.models.people import NetworkInvitation

__all__ = [
    "DUTIES",
    "OPEN",
    "Announcement",
    "Level",
    "Look",
    "Membership",
    "MembershipState",
    "Network",
    "NetworkInvitation",
    "NetworkOfficer",
    "NetworkTerms",
    "Share",
]
