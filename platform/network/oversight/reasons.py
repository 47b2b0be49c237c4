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
NO_NETWORK = Hindrance(
    "acts_for_a_network",
    _("Your account acts for no network, so there is nothing to show here."),
    _("Ask somebody who leads your network for an invitation."),
)
NO_MEMBERS = Hindrance(
    "network_has_members",
    _("The network has no members yet, so nobody would read this."),
    _("Invite programs first."),
)
IS_INVITED = Hindrance(
    "network_person_invited",
    _("This e-mail address has been invited to your network already."),
    _("Send that invitation again, or withdraw it first."),
)
NO_DUTY = Hindrance(
    "has_a_duty",
    _("Somebody who acts for a network does at least one thing there."),
    _("Choose a duty, or remove the person."),
)
LAST_OFFICER = Hindrance(
    "last_officer",
    _("This is the only person who leads the network, and somebody must be able to."),
    _("Have somebody else lead it first."),
)
OF_ANOTHER = Hindrance(
    "of_another_network",
    _("The account with this e-mail address acts for a network already, and nobody acts for two."),
    _("Ask for an invitation to another address."),
)
HAS_ACCOUNT = Hindrance(
    "network_has_public_account",
    _("There is an account of this platform with this e-mail address already."),
    _("Ask for an invitation to another address."),
)
