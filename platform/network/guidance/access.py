"""Who may open the pages of what networks publish and take their actions."""

from amends.accounts.access import SYSTEM, Rule
from network.oversight.access import ANYBODY_OF_IT, LEADS, SEES_MEMBERS

ACTIONS: dict[str, Rule] = {
    "ask_of_setting": Rule((*LEADS, SYSTEM)),
    "publish_template": Rule((*LEADS, SYSTEM)),
    "withdraw_template": Rule(LEADS),
    "publish_resource": Rule((*LEADS, SYSTEM)),
    "publish_resources": Rule(LEADS),
    "withdraw_resource": Rule(LEADS),
    "spread_standards": Rule((SYSTEM,)),
    "follow_member": Rule((SYSTEM,)),
    "hear_standards": Rule((SYSTEM,)),
}
"""Every write of what networks publish for their members."""

ACCESS: dict[str, tuple[str, ...]] = {
    "network-standards": ANYBODY_OF_IT,
    "network-standards-setting": LEADS,
    "network-standards-publish": LEADS,
    "network-standards-withdraw": ACTIONS["withdraw_template"].roles,
    "network-standards-members": SEES_MEMBERS,
    "network-resources": ANYBODY_OF_IT,
    "network-resource-new": LEADS,
    "network-resource-upload": ACTIONS["publish_resources"].roles,
    "network-resource": LEADS,
    "network-resource-withdraw": ACTIONS["withdraw_resource"].roles,
}
