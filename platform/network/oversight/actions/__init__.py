"""Every write to networks and their members."""

from network.oversight.actions.members import (
    answer_request,
    answer_transfer,
    end_program_membership,
    hear_member,
    invite_program,
    note_looks,
    offer_transfer,
    publish_terms,
    spread_looks,
    withdraw_program_invitation,
)
from network.oversight.actions.networks import (
    UnableToAppoint,
    appoint_officer,
    describe_network,
    dismiss_officer,
    register_network,
)

__all__ = [
    "UnableToAppoint",
    "answer_request",
    "answer_transfer",
    "appoint_officer",
    "describe_network",
    "dismiss_officer",
    "end_program_membership",
    "hear_member",
    "invite_program",
    "note_looks",
    "offer_transfer",
    "publish_terms",
    "register_network",
    "spread_looks",
    "withdraw_program_invitation",
]
