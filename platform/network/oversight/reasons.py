"""Why something about members of networks is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

IS_KNOWN = Hindrance(
    "is_member_or_asked",
    _("This program is a member already, or an answer is waited for."),
    _("Look for it in the list of members."),
)
NO_TERMS = Hindrance(
    "network_has_terms",
    _("The network has no terms yet, and nobody can agree to none."),
    _("Write the terms of the network first."),
)
IS_OVER = Hindrance(
    "waits_for_an_answer",
    _("This was answered or taken back meanwhile."),
    _("Look at the list of members again: it shows how things stand."),
)
NOT_A_MEMBER = Hindrance(
    "is_member",
    _("This program is no member of the network now."),
    _("Look at the list of members again: it shows how things stand."),
)
SAME_NETWORK = Hindrance(
    "is_another_network",
    _("A program cannot be handed over to the network in which it is."),
    _("Choose another network."),
)
