"""Every write to networks and their members."""

from network.oversight.actions.announcing import announce_to_members, spread_announcement
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
from network.oversight.actions.people import (
    change_duties,
    invite_officer,
    join_network,
    prune_officer_invitations,
    remove_officer,
    resend_officer_invitation,
    revoke_officer_invitation,
)

__all__ = [
    "UnableToAppoint",
    "announce_to_members",
    "answer_request",
    "answer_transfer",
    "appoint_officer",
    "change_duties",
    "describe_network",
    "dismiss_officer",
    "end_program_membership",
    "hear_member",
    "invite_officer",
    "invite_program",
    "join_network",
    "note_looks",
    "offer_transfer",
    "prune_officer_invitations",
    "publish_terms",
    "register_network",
    "remove_officer",
    "resend_officer_invitation",
    "revoke_officer_invitation",
    "spread_announcement",
    "spread_looks",
    "withdraw_program_invitation",
]
