"""Rules that stand in the way of a change to somebody's account, in words for whoever tried."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass
class Reason:
    """One rule: what is wrong, and what to do about it."""

    id: str
    sentence: Any
    remedy: Any = ""
    source: str = ""


LAST_ADMIN = Reason(
    "last_admin",
    _("This is the only active administrator, and somebody must be able to manage the people here."),
    _("Make somebody else an administrator first."),
)
OWN_ACCOUNT = Reason(
    "own_account",
    _("You cannot do this to your own account."),
    _("Ask another administrator."),
)
HAS_ACCOUNT = Reason(
    "has_account",
    _("Somebody with this e-mail address has an account here already."),
    _("Change the roles of that account instead."),
)
ADDRESS_FORGOTTEN = Reason(
    "address_forgotten",
    _("This change of address is over, because the account was secured meanwhile."),
    _("Sign in and ask for it again."),
)
IS_INVITED = Reason(
    "is_invited",
    _("This e-mail address has been invited already."),
    _("Send that invitation again, or withdraw it first."),
)
SENT_OFTEN = Reason(
    "sent_often",
    _("This invitation was sent five times already."),
    _("Check the address with the person. Withdraw the invitation and make a new one when it is wrong."),
)
INVITED_ENOUGH = Reason(
    "invited_enough",
    _("Until your program is verified, it can send 20 invitations a day."),
    _("Go on tomorrow."),
)
INVITATION_OVER = Reason(
    "invitation_over",
    _("This invitation was used, withdrawn or has run out."),
    _("Ask whoever invited you for a new one."),
)
