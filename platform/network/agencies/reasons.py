"""Rules that stand in the way of what somebody of an agency wants, in words for them."""

from django.utils.translation import gettext_lazy as _

from amends.accounts.reasons import Reason

NO_AGENCY = Reason(
    "no_agency",
    _("Your account belongs to no agency, so there is nothing to show here."),
    _("Ask whoever manages your agency for an invitation."),
)
NOT_VERIFIED = Reason(
    "agency_not_verified",
    _("Your agency is not verified yet, so nothing can be sent under its name."),
    _("We look at it, usually within two working days. Until then you can refer without an account."),
)
IS_CLOSED = Reason(
    "agency_closed",
    _("Nothing can be sent under the name of your agency any more."),
    _("Write to us if you think that this is a mistake."),
)
IS_INVITED = Reason(
    "agency_invited",
    _("This e-mail address has been invited to your agency already."),
    _("Send that invitation again, or withdraw it first."),
)
LAST_MANAGER = Reason(
    "last_manager",
    _("This is the only person who manages the agency, and somebody must be able to."),
    _("Invite somebody else who manages it first."),
)
HAS_PUBLIC_ACCOUNT = Reason(
    "has_public_account",
    _("There is an account of this platform with this e-mail address already."),
    _("Sign in with it, or ask for an invitation to another address."),
)
ENOUGH_PLACES = Reason(
    "enough_places",
    _("You keep 20 places already, which is the most."),
    _("Remove one that you no longer need, then keep this one."),
)
