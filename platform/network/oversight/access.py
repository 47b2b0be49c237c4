"""Who may open the pages of networks and take their actions."""

from amends.accounts.access import SYSTEM, Rule
from amends.accounts.models import Role
from network.oversight.models import DUTIES

OPERATORS = (Role.OPERATOR.value,)
LEADS = (Role.NETWORK_OFFICER.value,)
ACCREDITS = (Role.NETWORK_ACCREDITOR.value,)
COUNTS = (Role.NETWORK_OFFICER.value, Role.NETWORK_ANALYST.value)
ANYBODY_OF_IT = tuple(role.value for role in DUTIES)
"""Everybody who acts for a network, whatever they do there."""

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
    "note_looks": Rule(ANYBODY_OF_IT),
    "hear_member": Rule((SYSTEM,)),
    "spread_looks": Rule((SYSTEM,)),
}
"""Every write to networks."""

ACCESS: dict[str, tuple[str, ...]] = {
    "console-networks": OPERATORS,
    "console-network": OPERATORS,
    "console-officer-dismiss": ACTIONS["dismiss_officer"].roles,
}
