"""Who may open the pages of networks and take their actions."""

from amends.accounts.access import ANYONE, SYSTEM, Rule
from amends.accounts.models import Role
from network.oversight.models import DUTIES

OPERATORS = (Role.OPERATOR.value,)
LEADS = (Role.NETWORK_OFFICER.value,)
ACCREDITS = (Role.NETWORK_ACCREDITOR.value,)
COUNTS = (Role.NETWORK_OFFICER.value, Role.NETWORK_ANALYST.value)
ANYBODY_OF_IT = tuple(role.value for role in DUTIES)
"""Everybody who acts for a network, whatever they do there."""

SEES_MEMBERS = (Role.NETWORK_OFFICER.value, Role.NETWORK_ACCREDITOR.value)
"""Who reads what each member shares."""

ACTIONS: dict[str, Rule] = {
    "register_network": Rule((*OPERATORS, SYSTEM)),
    "appoint_officer": Rule((*OPERATORS, SYSTEM)),
    "dismiss_officer": Rule(OPERATORS),
    "describe_network": Rule(LEADS),
    "publish_terms": Rule((*LEADS, SYSTEM)),
    "invite_program": Rule((*LEADS, SYSTEM)),
    "withdraw_program_invitation": Rule(LEADS),
    "answer_request": Rule(LEADS),
    "end_program_membership": Rule(LEADS),
    "offer_transfer": Rule(LEADS),
    "answer_transfer": Rule(LEADS),
    "announce_to_members": Rule(LEADS),
    "invite_officer": Rule(LEADS),
    "resend_officer_invitation": Rule(LEADS),
    "revoke_officer_invitation": Rule(LEADS),
    "change_duties": Rule(LEADS),
    "remove_officer": Rule(LEADS),
    "join_network": Rule((SYSTEM,)),  # whoever comes with the link is nobody yet
    "prune_officer_invitations": Rule((SYSTEM,)),
    "note_looks": Rule(ANYBODY_OF_IT),
    "hear_member": Rule((SYSTEM,)),
    "spread_looks": Rule((SYSTEM,)),
    "spread_announcement": Rule((SYSTEM,)),
}
"""Every write to networks."""

ACCESS: dict[str, tuple[str, ...]] = {
    "networks-public": (ANYONE,),
    "network-public": (ANYONE,),
    "network-join": (ANYONE,),
    "network-home": ANYBODY_OF_IT,
    "network-roster": SEES_MEMBERS,
    "network-roster-file": SEES_MEMBERS,
    "network-member": SEES_MEMBERS,
    "network-member-end": ACTIONS["end_program_membership"].roles,
    "network-member-offer": ACTIONS["offer_transfer"].roles,
    "network-request": ACTIONS["answer_request"].roles,
    "network-transfer": ACTIONS["answer_transfer"].roles,
    "network-withdraw": ACTIONS["withdraw_program_invitation"].roles,
    "network-invite": LEADS,
    "network-terms": LEADS,
    "network-describe": ACTIONS["describe_network"].roles,
    "network-announcements": ANYBODY_OF_IT,
    "network-people": LEADS,
    "network-person-invite": ACTIONS["invite_officer"].roles,
    "network-person": ACTIONS["change_duties"].roles,
    "network-person-remove": ACTIONS["remove_officer"].roles,
    "network-person-resend": ACTIONS["resend_officer_invitation"].roles,
    "network-person-revoke": ACTIONS["revoke_officer_invitation"].roles,
    "network-gaps": COUNTS,
    "network-gaps-file": COUNTS,
    "network-report": COUNTS,
    "network-report-file": COUNTS,
    "console-networks": OPERATORS,
    "console-network": OPERATORS,
    "console-officer-dismiss": ACTIONS["dismiss_officer"].roles,
}
