"""What the audit calls what was done about networks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "network_announced": _("Announcement of a network received"),
    "network_answered": _("Said something to a network: joined, declined, left, or what is shared"),
    "network_heard": _("Word of a network received"),
    "network_overtaken": _("Older word of a network left aside"),
    "network_request_unfit": _("Heard that a network was not put the request to join"),
    "network_looked": _("Somebody of a network looked at what the program shares"),
    "networks_told": _("Networks told anew what is shared with them"),
}
"""What was done, by its verb."""

ACTIONS: dict[str, Promise] = {
    "ask_to_join": _("Ask a network to take the program in"),
    "accept_network": _("Join a network"),
    "decline_network": _("Decline the invitation of a network"),
    "change_network_shares": _("Change what is shared with a network"),
    "leave_network": _("Leave a network"),
}
"""What was refused."""
