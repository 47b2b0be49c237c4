"""Why something about a payment cannot be done, in words for who tried."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.actions import Refused


@dataclass
class Hindrance:
    """One rule that stands in the way."""

    id: str
    sentence: Promise
    remedy: Promise
    source: Any


SOURCE = _("How programs are paid for on Amends")

NOT_SUBSCRIBED = Hindrance(
    "subscribed",
    _("Nothing is subscribed to yet, so no program can be covered."),
    _("Subscribe first; then invite the programs that you pay for."),
    SOURCE,
)
FAILING = Hindrance(
    "payment_in_order",
    _("A payment is late, so no further program can be covered."),
    _("Pay what is open first. Programs that you cover already stay as they are told."),
    SOURCE,
)
COVERED_ALREADY = Hindrance(
    "covered_once",
    _("You cover this program already."),
    _("There is nothing to do."),
    SOURCE,
)
ASKED_ALREADY = Hindrance(
    "asked_once",
    _("You have asked this program already, and it has not answered."),
    _("Wait for its answer, or take the question back and ask again."),
    SOURCE,
)
NOT_WAITING = Hindrance(
    "offer_waits",
    _("This question has its answer already, or was taken back."),
    _("Look at the page again: it says how things are now."),
    SOURCE,
)
NOT_COVERED = Hindrance(
    "covered_by_you",
    _("You do not cover this program, or its end is set already."),
    _("Look at the page again: it says how things are now."),
    SOURCE,
)
NOT_THERE = Hindrance(
    "program_there",
    _("The program is being prepared, or was erased."),
    _("Nothing can be covered there."),
    SOURCE,
)
RATE_ASKED = Hindrance(
    "rate_asked_once",
    _("You have asked for another price already, and the answer is not there yet."),
    _("You get a message as soon as it is."),
    SOURCE,
)
RATE_ANSWERED = Hindrance(
    "rate_waits",
    _("This request has its answer already."),
    _("Look at the page again: somebody else may have answered meanwhile."),
    SOURCE,
)

HAS_SUBSCRIPTION = Hindrance(
    "subscribed_once",
    _("You are subscribed already: a payer has one subscription."),
    _("Change the plan on the page of your payments."),
    SOURCE,
)
INVOICE_OPEN = Hindrance(
    "invoices_paid",
    _("An earlier invoice is not paid yet, so nothing more can be subscribed to by invoice."),
    _("Pay it first, by its link on the page of your payments; or choose a plan again, and pay by card."),
    SOURCE,
)
NO_SUBSCRIPTION = Hindrance(
    "subscribed",
    _("Nothing is subscribed to, so there is nothing to change."),
    _("Choose a plan on the page of your payments."),
    SOURCE,
)
STRIPE_AWAY = Hindrance(
    "stripe_reachable",
    _("Stripe, which takes payments for us, does not answer at the moment."),
    _(
        "Try again in some minutes: what you chose is kept on this page, and nothing is charged twice. All work on"
        " cases goes on as before; a trial that ends meanwhile does no harm."
    ),
    SOURCE,
)
STRIPE_SAID_NO = Hindrance(
    "stripe_accepts",
    _("Stripe, which takes payments for us, did not accept this. Nothing was charged or changed."),
    _("Check the payer’s details and the card, and try again. If it happens again, write to us."),
    SOURCE,
)


class UnableToCover(Refused):
    """A program cannot be covered, or released, as asked."""


class UnableToChangeRate(Refused):
    """The request for another price cannot be made, or not be answered any more."""
