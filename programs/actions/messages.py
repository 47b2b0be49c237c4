"""Write a message to the other side, review it, offer it, and note what became of it (3.8)."""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.accounts.access import Outsider, account_of
from amends.actions import action
from programs.facts import CaseFacts
from programs.messages.steps import WRITES_IN
from programs.messages.taking import take
from programs.models import Contact, MediatedMessage, MediationCase, Participant, Program
from programs.models.contact import Channel, Purpose, Result
from programs.steps import wrong_state
from programs.taking import refuse
from programs.telling import tell_coordinator


@action
def write_message(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    sender: Participant,
    kind: str,
    words: str = "",
) -> MediatedMessage:
    """Begin a message of somebody of a side; the same form sent again returns the one it made. Raises StepRefused.

    Staff write down what was said, or type a letter that came on paper; for a party it is their own.
    """
    if isinstance(actor, Outsider) and actor.key != sender.pk:
        raise PermissionDenied
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    key = uuid.uuid5(form_key, f"{sender.pk}/{kind}")
    first = MediatedMessage.objects.filter(pk=key, case=locked).first()
    if first is not None:
        audit.record("message_begun_again", locked, actor=actor, message=key)
        return first
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    if locked.state not in WRITES_IN:
        refuse("write_message", locked, actor, [wrong_state(WRITES_IN, facts)])
    message = MediatedMessage(
        id=key, case=locked, sender=sender, kind=kind, words=words, began_at=now, changed_at=now,
        written_by=account_of(actor),
    )  # fmt: skip
    message.save(force_insert=True)
    audit.record("message_begun", locked, actor=actor, message=key, kind=kind, role=sender.role)
    return message


@action
def rewrite_message(*, actor: Any, message: MediatedMessage, now: datetime, words: str) -> MediatedMessage:
    """Change the words of a message that is not handed in; raises StepRefused.

    They are the words of whoever of the program changed them last, who does not approve them.
    """
    account = account_of(actor)
    told: dict[str, Any] = {"words": words} | ({"written_by": account} if account else {})
    return _done("rewrite_message", "message_changed", actor, message, now, **told)


@action
def hand_in_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Hand a message in to be read by the program; raises StepRefused."""
    done = _done("hand_in_message", "message_handed_in", actor, message, now)
    tell_coordinator(done.case, actor)
    return done


@action
def return_message(*, actor: Any, message: MediatedMessage, now: datetime, because: str) -> MediatedMessage:
    """Give a message back to its sender with what to change; raises StepRefused."""
    told = {"returned_because": because, "recipient": None, "reviewed_by": None}
    return _done("return_message", "message_returned", actor, message, now, **told)


@action
def approve_message(
    *, actor: Any, message: MediatedMessage, now: datetime, recipient: Participant
) -> MediatedMessage:
    """Approve a message that was read, and say for whom it is; raises StepRefused."""
    facts = take("approve_message", message=message, actor=actor, now=now, person=recipient)
    told = {"recipient": recipient, "reviewed_by": account_of(actor), "returned_because": ""}
    return _kept(facts, "message_approved", actor, told)


@action
def bank_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Keep an apology until the person harmed asks for it; raises StepRefused."""
    return _done("bank_message", "message_banked", actor, message, now)


@action
def offer_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Let the recipient know that there is a message, and of which kind; raises StepRefused."""
    return _done("offer_message", "message_offered", actor, message, now)


@action
def accept_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Note that the recipient wants a message; raises StepRefused."""
    return _answered("accept_message", "message_accepted", actor, message, now)


@action
def decline_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Note that the recipient does not want a message; nobody asks why. Raises StepRefused."""
    return _answered("decline_message", "message_declined", actor, message, now)


@action
def deliver_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Note that a message was opened or handed over, and that with it the two sides had to do with each other."""
    done = _done("deliver_message", "message_delivered", actor, message, now)
    by_page = isinstance(actor, Outsider)
    Contact(
        participant=done.recipient,
        form_key=done.pk,
        purpose=Purpose.EXCHANGE,
        channel=Channel.EMAIL if by_page else Channel.IN_PERSON,
        result=Result.REACHED,
        made_at=now,
        recorded_at=now,
        recorded_by=account_of(actor),
    ).save(force_insert=True)
    return done


@action
def acknowledge_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Let the sender know that a message arrived, as the recipient wishes; raises StepRefused."""
    return _answered("acknowledge_message", "message_acknowledged", actor, message, now)


@action
def withdraw_message(*, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    """Take a message back that was not handed over; whom it was offered learns of it no more. Raises StepRefused."""
    return _done("withdraw_message", "message_withdrawn", actor, message, now)


def _done(
    step: str, verb: str, actor: Any, message: MediatedMessage, now: datetime, **told: Any
) -> MediatedMessage:
    return _kept(take(step, message=message, actor=actor, now=now), verb, actor, told)


def _answered(step: str, verb: str, actor: Any, message: MediatedMessage, now: datetime) -> MediatedMessage:
    done = _done(step, verb, actor, message, now)
    tell_coordinator(done.case, actor)
    return done


def _kept(facts: CaseFacts, verb: str, actor: Any, told: dict[str, Any]) -> MediatedMessage:
    message: MediatedMessage = facts.asked.message
    for name, value in told.items():
        setattr(message, name, value)
    message.save()
    audit.record(verb, facts.case, actor=actor, message=message.pk, kind=message.kind)
    return message
