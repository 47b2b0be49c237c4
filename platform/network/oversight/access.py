"""Who may open the pages of networks and take their actions."""

from amends.accounts.access import Rule
from amends.accounts.models import Role

OPERATORS = (Role.OPERATOR.value,)

ACTIONS: dict[str, Rule] = {
    "register_network": Rule(OPERATORS),
    "appoint_officer": Rule(OPERATORS),
    "dismiss_officer": Rule(OPERATORS),
}
"""Every write to networks."""

ACCESS: dict[str, tuple[str, ...]] = {
    "console-networks": ACTIONS["register_network"].roles,
    "console-network": ACTIONS["appoint_officer"].roles,
    "console-officer-dismiss": ACTIONS["dismiss_officer"].roles,
}
