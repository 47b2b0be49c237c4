"""Guards of agreements and of the ledger (A1 to A4)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.consent import roles_of
from programs.guards.declared import Guard, Unmet, in_words
from programs.models import AgreementItem, Participant
from programs.models.agreement import AgreementState, ItemStatus
from programs.models.case import CaseState
from programs.models.participant import Role
from programs.sources import PRACTICE
from programs.wording.wall import tells_how_to_reach


def agreement_is_allowed(facts: CaseFacts) -> bool:
    """Return False only where the victim has to ask and did not (A1)."""
    return facts.policy.agreement != "if_victim_asks" or bool(facts.asked.victim_asked)


def due_is_not_past(facts: CaseFacts) -> bool:
    """Return whether the item is due today or later, where the program is."""
    return facts.asked.item.due_date >= facts.now.astimezone(facts.program.zone).date()


def without_signature(facts: CaseFacts) -> list[Participant]:
    """Return the parties who have not signed."""
    return [person for person in facts.parties if person.pk not in (facts.asked.signed_by or ())]


def payment_is_reversible(facts: CaseFacts) -> bool:
    """Return whether the row is a payment that nobody reversed yet."""
    payment = facts.asked.payment
    return payment.reverses_id is None and not payment.reversals.exists()


def ledger_agrees(facts: CaseFacts) -> bool:
    """Return False when money or work is called done that the ledger does not show."""
    item: AgreementItem = facts.asked.item
    is_claimed = item.has_ledger and facts.asked.item_status == ItemStatus.ACHIEVED
    return not is_claimed or facts.outstanding(item) <= 0


def promised_beside(facts: CaseFacts, people: Collection[uuid.UUID] | None) -> Decimal:
    """Return what is promised or was paid to these people beside the item that is asked for; to all without any."""
    drafted = [item for item in facts.items if item.is_money]
    there = {item.line_key for item in drafted}
    settled = [item for item in facts.lines if item.is_money and item.line_key not in there]
    figures = [
        *((item.beneficiary_id, item.promised + item.paid_before) for item in drafted),
        *((item.beneficiary_id, item.received) for item in settled),
    ]
    return sum((figure for key, figure in figures if people is None or key in people), Decimal(0))


def room_in_loss(facts: CaseFacts) -> Decimal | None:
    """Return how much can still be promised to whom an item is for; None where no loss on record limits it (A4).

    Where it is for nobody in particular, the losses of all who were harmed count together.
    """
    item: AgreementItem = facts.asked.item
    if not item.is_money or item.is_ordered:
        return None
    victims = [person for person in facts.harmed if person.role == Role.VICTIM]
    everybody = _losses(victims)
    if item.beneficiary_id is None:
        return None if everybody is None else _room(everybody, promised_beside(facts, None))
    own = _losses([person for person in victims if person.pk == item.beneficiary_id])
    if own is None:
        return None
    left = _room(own, promised_beside(facts, {item.beneficiary_id}))
    return left if everybody is None else min(left, _room(everybody, promised_beside(facts, None)))


def _losses(people: Sequence[Participant]) -> Decimal | None:
    """Return what these people lost together; None without anybody, or where it is not on record of each."""
    known = [person.loss for person in people if person.loss is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(people) else None


def _room(loss: Decimal, taken: Decimal) -> Decimal:
    return max(loss - taken, Decimal(0))


def is_within_loss(facts: CaseFacts) -> bool:
    """Return False when more would be promised than was lost."""
    room = room_in_loss(facts)
    return room is None or facts.asked.item.promised <= room


def more_than_owed(facts: CaseFacts, outstanding: Decimal) -> Unmet:
    """Return the refusal of a payment that is more than all that it could be for."""
    guard = next(each for each in GUARDS if each.id == "payment_within_outstanding")
    return in_words(replace(guard, words=lambda _facts: {"outstanding": outstanding}), facts)


def item_is_current(facts: CaseFacts) -> bool:
    """Return whether an item belongs to the version that is worked with, or was opened again by a reversal."""
    if facts.agreement is not None and facts.asked.item.agreement_id == facts.agreement.pk:
        return True
    is_open = facts.case.state == CaseState.MONITORING and facts.asked.item.has_ledger
    return is_open and facts.asked.item in facts.reopened


def is_draft(facts: CaseFacts) -> bool:
    """Return whether the agreement can still be changed."""
    return facts.agreement is not None and facts.agreement.state == AgreementState.DRAFT


def is_proposed(facts: CaseFacts) -> bool:
    """Return whether the agreement lies before the parties as it will be signed."""
    return facts.agreement is not None and facts.agreement.state == AgreementState.PROPOSED


GUARDS = (
    Guard(
        id="agreement_is_draft",
        rule="A2",
        sentence=_("The agreement lies before the parties and is not changed any more."),
        source=_("What is signed is what was proposed"),
        remedy=_("Take it back for changes first."),
        page="agreement-redraft",
        check=is_draft,
    ),
    Guard(
        id="agreement_is_proposed",
        rule="A2",
        sentence=_("The agreement has not been put before the parties yet."),
        source=_("What is signed is what was proposed"),
        remedy=_("Put it before the parties first: from then on its text stays as it is."),
        page="agreement-propose",
        check=is_proposed,
    ),
    Guard(
        id="something_exchanged",
        rule="3.5",
        sentence=_("No message has been passed on yet."),
        source=PRACTICE,
        remedy=_("Pass a message on and record it as a contact, or close the case without an agreement."),
        page="case-people",
        check=lambda facts: facts.case.state != CaseState.EXCHANGING or facts.had_exchange,
    ),
    Guard(
        id="agreement_allowed",
        rule="A1",
        sentence=_("In this program an agreement is written only if the person harmed asks for it."),
        source=_("A dialogue after severe violence is no negotiation"),
        remedy=_("Close the case as a dialogue without agreement, or record that the person harmed asked."),
        check=agreement_is_allowed,
        needs=("victim_asked",),
    ),
    Guard(
        id="due_not_past",
        rule="A3",
        sentence=_("This item would be due in the past."),
        source=PRACTICE,
        remedy=_("Choose a day that is still to come."),
        check=due_is_not_past,
        needs=("item",),
    ),
    Guard(
        id="item_without_contacts",
        rule="3.8",
        sentence=_(
            "This item tells how to reach somebody: an address, a telephone number or an e-mail address."
        ),
        source=_("Both sides get the agreement; the program passes on what has to be passed on"),
        remedy=_("Take it out. Write “through the program” where something is to be sent or paid."),
        check=lambda facts: not tells_how_to_reach(facts, facts.asked.item.text),
        needs=("item",),
    ),
    Guard(
        id="amount_within_loss",
        rule="A4",
        sentence=_("This is more than the loss that is on record leaves: {room}."),
        source=_("Restitution makes good what was lost; only a court can order more"),
        remedy=_(
            "Promise less, correct the loss that is on record in the ledger, or say that a court ordered it."
        ),
        page="case-ledger",
        check=is_within_loss,
        needs=("item",),
        words=lambda facts: {"room": number_format(room_in_loss(facts) or 0, 2, force_grouping=True)},
    ),
    Guard(
        id="agreement_has_items",
        rule="A3",
        sentence=_("The agreement is still empty."),
        source=PRACTICE,
        remedy=_("Add what was agreed, or close the case as a dialogue without agreement."),
        page="item-add",
        check=lambda facts: bool(facts.items),
    ),
    Guard(
        id="signed_by_all",
        rule="A2",
        sentence=_("Not everybody has signed the agreement: {who}."),
        source=PRACTICE,
        remedy=_("Have each of them sign, then record it here."),
        check=lambda facts: not without_signature(facts),
        needs=("signed_by",),
        words=lambda facts: {"who": roles_of(without_signature(facts), facts.program)},
    ),
    Guard(
        id="item_is_current",
        rule="A2",
        sentence=_("This item belongs to another version of the agreement."),
        source=_("What was signed stays as it was signed"),
        remedy=_("Choose the item in the version that is on the case’s page now."),
        page="case-agreement",
        check=item_is_current,
        needs=("item",),
    ),
    Guard(
        id="payment_on_money",
        rule="A4",
        sentence=_("Payments belong to an item that is about money."),
        source=PRACTICE,
        remedy=_("Choose the item that the payment is for."),
        check=lambda facts: facts.asked.item.is_money,
        needs=("item",),
    ),
    Guard(
        id="payment_within_outstanding",
        rule="A4",
        sentence=_("This is more than is still to be paid: {outstanding}."),
        source=_("Restitution is never more than was agreed"),
        remedy=_("Check the amount; if too much was paid, give the rest back."),
        check=lambda facts: facts.asked.amount <= facts.outstanding(facts.asked.item),
        needs=("amount", "item"),
        words=lambda facts: {"outstanding": facts.outstanding(facts.asked.item)},
    ),
    Guard(
        id="hours_on_work",
        rule="A4",
        sentence=_("Hours belong to an item that is about work."),
        source=PRACTICE,
        remedy=_("Choose the item that the hours are for."),
        check=lambda facts: facts.asked.item.is_work,
        needs=("item",),
    ),
    Guard(
        id="hours_within_outstanding",
        rule="A4",
        sentence=_("This is more than is still to be worked: {outstanding} hours."),
        source=_("Restitution is never more than was agreed"),
        remedy=_("Check the hours."),
        check=lambda facts: facts.asked.hours <= facts.outstanding(facts.asked.item),
        needs=("hours", "item"),
        words=lambda facts: {"outstanding": facts.outstanding(facts.asked.item)},
    ),
    Guard(
        id="payment_reversible",
        rule="A4",
        sentence=_("This row of the ledger cannot be reversed (again)."),
        source=_("The ledger is never edited; a mistake is reversed once"),
        remedy=_("Record the payment anew if it was made after all."),
        check=payment_is_reversible,
        needs=("payment",),
    ),
    Guard(
        id="ledger_agrees",
        rule="A4",
        sentence=_("Whether this is done follows from the ledger: {outstanding} is still open."),
        source=_("The ledger of this case"),
        remedy=_("Record the payments or hours, or mark the item as done in part or not done."),
        check=ledger_agrees,
        needs=("item", "item_status"),
        words=lambda facts: {"outstanding": facts.outstanding(facts.asked.item)},
    ),
)
