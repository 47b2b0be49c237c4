"""What an operator can decide about a program: when, for which reasons, and with what effect."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.console.models import Introduction
from tenants.models import State

AT_WORK = (State.TRIAL, State.ACTIVE, State.RESTRICTED)
"""States in which a program has pages and people."""

# The other reason is said in the ticket, and the form asks for it then.
OTHER = "other"


@dataclass(frozen=True)
class Decision:
    """One thing that an operator can decide; `id` is the name of its action."""

    id: str
    page: str
    slug: str
    label: Promise
    effect: Promise
    """What follows from it, said before the button."""
    verb: str
    """What the audit calls it."""
    told: Promise
    """What the history and the message afterwards call it."""
    reasons: dict[str, Promise]
    is_open: Callable[[Any], bool]
    """Does it change anything, as the row that it is about is now?"""
    otherwise: Promise
    """Why not, when it does not."""
    is_grave: bool = False
    is_told: bool = False
    """Do the program's administrators get a letter about it? With the reason, where the operator marks that."""
    states: tuple[str, ...] = AT_WORK


DECISIONS = (
    Decision(
        id="verify_program",
        page="console-verify",
        slug="verify",
        label=_("Verify the program"),
        effect=_("The program can then take real referrals and be listed. Its administrators get a message."),
        verb="program.verified",
        told=_("Verified"),
        reasons={
            "spoke_with_program": _("We spoke with the program and know who leads it"),
            "network_vouches": _("A network or association that we know vouches for it"),
            "papers_seen": _("We saw its registration, or a court's or agency's letter about it"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: tenant.verified_at is None,
        otherwise=_("The program is verified already."),
        is_told=True,
    ),
    Decision(
        id="decline_verification",
        page="console-decline",
        slug="decline",
        label=_("Decline the verification for now"),
        effect=_(
            "The program stays as it is, with samples only. Its administrators get a message and can ask again, with"
            " more to go by."
        ),
        verb="program.verification_declined",
        told=_("Verification declined"),
        reasons={
            "not_found": _("We could not find the program at the place that it names"),
            "no_answer": _("We asked, and nobody answered"),
            "not_enough": _("What we were told is not enough to know that the program exists"),
            "not_such_program": _("It is not a program of this kind"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: (
            tenant.verified_at is None and Introduction.objects.waiting().filter(pk=tenant.pk).exists()
        ),
        otherwise=_("The program is verified, has not asked to be, or has its answer already."),
        is_told=True,
    ),
    Decision(
        id="unverify_program",
        page="console-unverify",
        slug="take-back",
        label=_("Take the verification back"),
        effect=_(
            "The program takes no new referrals from now on, and is listed nowhere. Cases that are open go on: nobody"
            " who was promised a meeting loses it by this."
        ),
        verb="program.unverified",
        told=_("Verification taken back"),
        reasons={
            "not_who_they_say": _("It is not, or may not be, who it says it is"),
            "no_longer_vouched": _("Whoever vouched for it no longer does"),
            "out_of_date": _("What we saw of it is out of date"),
            "by_mistake": _("It was verified by mistake"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: tenant.verified_at is not None,
        otherwise=_("The program is not verified."),
        is_grave=True,
        is_told=True,
    ),
    Decision(
        id="suspend_program",
        page="console-suspend",
        slug="suspend",
        label=_("Suspend the program"),
        effect=_(
            "Every page of the program is closed at once, for those who work there too, and nothing is sent in its name"
            " until it is resumed. Its administrators get a message from us. People with a meeting ahead are told to"
            " call whoever referred them. Nothing is erased."
        ),
        verb="program.suspended",
        told=_("Suspended"),
        reasons={
            "may_harm_people": _("It may harm the people whom it writes to"),
            "not_who_they_say": _("It is not, or may not be, who it says it is"),
            "account_taken_over": _("Somebody else may have got into its accounts"),
            "legal_order": _("A court or authority ordered it"),
            "asked_by_program": _("The program asked for it"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: tenant.suspended_at is None,
        otherwise=_("The program is suspended already."),
        is_grave=True,
        is_told=True,
    ),
    Decision(
        id="resume_program",
        page="console-resume",
        slug="resume",
        label=_("Resume the program"),
        effect=_("Its pages open again, and what waited to be sent is sent."),
        verb="program.resumed",
        told=_("Resumed"),
        reasons={
            "cleared_up": _("The question is cleared up"),
            "asked_by_program": _("The program asked for it"),
            "order_ended": _("The order of a court or authority has ended"),
            "by_mistake": _("It was suspended by mistake"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: tenant.suspended_at is not None,
        otherwise=_("The program is not suspended."),
        is_told=True,
    ),
    Decision(
        id="begin_maintenance",
        page="console-maintenance-on",
        slug="maintenance/on",
        label=_("Put the program in maintenance"),
        effect=_(
            "Whoever opens one of its pages reads that it will be back in a few minutes. Jobs wait. End it as soon as"
            " the work is done."
        ),
        verb="program.maintenance_begun",
        told=_("Maintenance begun"),
        reasons={
            "repair": _("Something in it is being mended"),
            "restore": _("It is being restored from a backup"),
            "migration": _("Its tables are being brought up to date"),
            "asked_by_program": _("The program asked for it"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: not tenant.maintenance,
        otherwise=_("The program is in maintenance already."),
        is_grave=True,
    ),
    Decision(
        id="end_maintenance",
        page="console-maintenance-off",
        slug="maintenance/off",
        label=_("End the maintenance"),
        effect=_("Its pages open again, unless it is suspended, and waiting jobs are run."),
        verb="program.maintenance_ended",
        told=_("Maintenance ended"),
        reasons={
            "work_done": _("The work is done"),
            "work_put_off": _("The work is put off"),
            "by_mistake": _("It was begun by mistake"),
            OTHER: _("Another reason, which the ticket tells"),
        },
        is_open=lambda tenant: tenant.maintenance,
        otherwise=_("The program is not in maintenance."),
    ),
)

BY_ID: dict[str, Decision] = {decision.id: decision for decision in DECISIONS}
BY_VERB: dict[str, Decision] = {decision.verb: decision for decision in DECISIONS}
