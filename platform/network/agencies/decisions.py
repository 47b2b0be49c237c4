"""What an operator can decide about an agency: for which reasons, and with what effect."""

from django.utils.translation import gettext_lazy as _

from amends.console.decisions import OTHER, Decision
from network.agencies.models import AgencyState

DECISIONS = (
    Decision(
        id="verify_agency",
        page="console-agency-verify",
        slug="verify",
        label=_("Verify the agency"),
        effect=_("Its people can then send referrals under its name. They get a message."),
        verb="agency.verified",
        told=_("Verified"),
        reasons={
            "spoke_with_agency": _("We called the agency at a number that we found ourselves"),
            "address_of_agency": _("The e-mail address is one of the agency's own domain, which we checked"),
            "program_vouches": _("A verified program works with it"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda agency: agency.state in (AgencyState.WAITING, AgencyState.CLOSED),
        otherwise=_("The agency is verified, or nobody of it has confirmed an address yet."),
    ),
    Decision(
        id="close_agency",
        page="console-agency-close",
        slug="close",
        label=_("Let nothing be sent in its name"),
        effect=_(
            "Its people can still sign in and see their receipts, and send nothing more. What was sent before stays"
            " with the programs."
        ),
        verb="agency.closed",
        told=_("Closed"),
        reasons={
            "not_who_they_say": _("It is not, or may not be, who it says it is"),
            "not_found": _("We could not find the agency at the place that it names"),
            "no_answer": _("We asked, and nobody answered"),
            "asked_by_agency": _("The agency asked for it"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda agency: agency.state != AgencyState.CLOSED,
        otherwise=_("The agency is closed already."),
        is_grave=True,
    ),
)
BY_ID = {decision.id: decision for decision in DECISIONS}
BY_VERB = {decision.verb: decision for decision in DECISIONS}
