"""Whether an agency may name the domain of an e-mail address as its own."""

from django.conf import settings
from django.utils.translation import gettext as _

from amends.accounts.reasons import Reason
from network.agencies.models import Agency, SignOn


def why_not(agency: Agency, domain: str) -> Reason | None:
    """Return what stands in the way of naming `domain`; None when it is the agency's as far as can be known.

    An account's address was confirmed before it became one: by the link of the invitation, or of its change.
    """
    has_one = agency.members.filter(user__is_active=True, user__email__endswith=f"@{domain}").exists()
    if not has_one:
        return Reason(
            "sign_on_foreign_domain",
            _("Nobody of your agency has an account here with an address at %(domain)s.")
            % {"domain": domain},
            _("Sign in with an address of it first, or ask %(contact)s.") % {"contact": settings.CONTACT},
        )
    if SignOn.objects.filter(domains__contains=[domain]).exclude(pk=agency.pk).exists():
        return Reason(
            "sign_on_taken_domain",
            _("Another agency has named %(domain)s already.") % {"domain": domain},
            _("Ask %(contact)s.") % {"contact": settings.CONTACT},
        )
    return None
