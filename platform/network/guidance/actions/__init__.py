"""Every write of what networks publish for their members."""

from network.guidance.actions.following import follow_member, hear_standards, spread_standards
from network.guidance.actions.resources import publish_resource, publish_resources, withdraw_resource
from network.guidance.actions.templates import ask_of_setting, publish_template, withdraw_template

__all__ = [
    "ask_of_setting",
    "follow_member",
    "hear_standards",
    "publish_resource",
    "publish_resources",
    "publish_template",
    "spread_standards",
    "withdraw_resource",
    "withdraw_template",
]
