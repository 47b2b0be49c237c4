"""What can be wrong with an agency's sign-in, in words for a manager who is no engineer, and for who wants in."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.accounts.reasons import Reason

LONGEST = 120


def _shown(address: Any) -> str:
    return str(address)[:LONGEST]


def no_address(address: Any) -> Reason:
    return Reason(
        "sign_on_no_address",
        _("%(address)s is no whole web address.") % {"address": _shown(address) or "“ ”"},
        _("Copy the issuer’s address from your provider’s settings. It begins with https://"),
    )


def not_https(address: str) -> Reason:
    return Reason(
        "sign_on_not_https",
        _("%(address)s does not begin with https://, so what is sent there could be read on the way.")
        % {"address": _shown(address)},
        _("Enter the address that begins with https://"),
    )


def not_public(host: str) -> Reason:
    return Reason(
        "sign_on_not_public",
        _("%(host)s is inside a private network, where we cannot and must not go.") % {"host": _shown(host)},
        _("Enter the address at which your provider can be reached from the internet."),
    )


def unreachable(host: Any) -> Reason:
    return Reason(
        "sign_on_unreachable",
        _("%(host)s did not answer.") % {"host": _shown(host)},
        _("Try again in a few minutes. If it stays so, ask whoever runs your agency’s sign-in."),
    )


def bad_certificate(host: Any) -> Reason:
    return Reason(
        "sign_on_certificate",
        _("%(host)s could not prove that it is who it says: its certificate is not valid.")
        % {"host": _shown(host)},
        _("Ask whoever runs your agency’s sign-in to renew the certificate."),
    )


def leads_on(address: str) -> Reason:
    return Reason(
        "sign_on_leads_on",
        _("%(address)s sends us on to another address, which we do not follow.")
        % {"address": _shown(address)},
        _("Enter the issuer’s own address, exactly as your provider writes it."),
    )


def too_long(address: str) -> Reason:
    return Reason(
        "sign_on_too_long",
        _("%(address)s answers with far more than a provider says about itself.")
        % {"address": _shown(address)},
        _("Check that it is the issuer’s address."),
    )


def no_json(address: str) -> Reason:
    return Reason(
        "sign_on_no_json",
        _("%(address)s answers with something that is not a provider’s description of itself.")
        % {"address": _shown(address)},
        _("Check that it is the issuer’s address."),
    )


def no_discovery(address: str, status: int) -> Reason:
    return Reason(
        "sign_on_no_discovery",
        _("There is no description of a provider at %(address)s: it answered %(status)s.")
        % {"address": _shown(address), "status": status},
        _("Check the issuer’s address: the part before /.well-known/openid-configuration"),
    )


def other_issuer(said: Any) -> Reason:
    return Reason(
        "sign_on_other_issuer",
        _("The provider says that its issuer is %(issuer)s, which is not what you entered.")
        % {"issuer": _shown(said)},
        _(
            "Enter exactly that, if it is your agency’s own. An address shared by many customers does not work."
        ),
    )


def lacks(what: str) -> Reason:
    return Reason(
        "sign_on_lacks",
        _("The provider does not offer what a safe sign-in needs: %(what)s.") % {"what": what},
        _("Ask whoever runs your agency’s sign-in to switch it on."),
    )


def at_other_host(address: str) -> str:
    """Return the host of an address, for a sentence."""
    return urlsplit(address).netloc


_ASK = gettext_lazy("Ask whoever manages your agency here.")
_BEGIN = gettext_lazy("Begin again. If it happens again, ask whoever manages your agency here.")

NOT_WORKING = Reason(
    "sign_on_not_working",
    gettext_lazy("Signing in with your agency is not possible at this address now."),
    _ASK,
)
STALE = Reason(
    "sign_on_stale",
    gettext_lazy("This sign-in was begun too long ago, in another window, or was used already."),
    gettext_lazy("Begin again."),
)
SAID_NO = Reason(
    "sign_on_said_no",
    gettext_lazy("Your agency’s sign-in did not let you through."),
    _BEGIN,
)
NO_TOKEN = Reason(
    "sign_on_no_token",
    gettext_lazy(
        "Your agency’s sign-in did not accept us: the secret may have run out, or the code was used before."
    ),
    gettext_lazy("Begin again. If it happens again, whoever manages your agency enters a new secret here."),
)
BAD_TOKEN = Reason(
    "sign_on_bad_token",
    gettext_lazy(
        "What your agency’s sign-in told us about you could not be trusted, so nobody was signed in."
    ),
    _BEGIN,
)
NOT_FRESH = Reason(
    "sign_on_not_fresh",
    gettext_lazy("Your agency’s sign-in did not ask you again who you are."),
    gettext_lazy("Sign out here, then sign in anew."),
)
NOT_HERE = Reason(
    "sign_on_not_here",
    gettext_lazy("Your agency’s sign-in knows you, but no open account or invitation here is meant for you."),
    gettext_lazy("Ask whoever manages your agency here to invite you, by the address that you use at work."),
)
NOT_YOURS = Reason(
    "sign_on_not_yours",
    gettext_lazy("Your agency’s sign-in says that you are somebody else than the person signed in here."),
    gettext_lazy("Sign out here first."),
)
NOT_CONFIRMED = Reason(
    "sign_on_not_confirmed",
    gettext_lazy("Your agency’s sign-in does not say that your e-mail address is confirmed."),
    gettext_lazy(
        "If you have a password here, sign in with it and open this page again: then your account is joined."
        " Otherwise ask whoever runs your agency’s sign-in to send “email” and “email_verified”."
    ),
)
OTHER_DOMAIN = Reason(
    "sign_on_other_domain",
    gettext_lazy("Your e-mail address is not of a domain that your agency named for this."),
    _ASK,
)
JOINED = Reason(
    "sign_on_joined",
    gettext_lazy("Your account here is joined to another account at your agency’s sign-in already."),
    _ASK,
)

NOT_VERIFIED = Reason(
    "sign_on_not_verified",
    gettext_lazy("Only a verified agency can use its own sign-in."),
    gettext_lazy("We look at your agency, usually within two working days."),
)
NEEDS_SECRET = Reason(
    "sign_on_needs_secret",
    gettext_lazy("The secret is kept for one provider alone, and you entered another."),
    gettext_lazy("Enter the client secret again."),
)
UNTRIED = Reason(
    "sign_on_untried",
    gettext_lazy("You have not signed in with your agency yourself yet, so nobody knows that it works."),
    gettext_lazy("Open your agency’s sign-in address once and sign in there."),
)
NO_WAY_IN = Reason(
    "sign_on_no_way_in",
    gettext_lazy(
        "You have no password and second step here, with which somebody can get in when the provider fails."
    ),
    gettext_lazy("Choose a password and add a second step on the page of your account."),
)
