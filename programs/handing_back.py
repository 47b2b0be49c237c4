"""How far a referral that was handed on is comes back to the program that it came from: a status, never a word more.

Two crossings, and two jobs on the other side. Who speaks is said by the wall (`origin`), never by the rows of a
program; whoever hears looks whether that program has anything to say about what it names.
"""

import uuid
from typing import Any

from django.utils import timezone

from amends import outbox
from programs.actions.forwarding import hear_receiver
from programs.actions.handed_in import give_back
from programs.models import Referral, ReferralForward
from programs.models.forward import ForwardAnswer
from programs.models.referral import DECLINE_GROUP_OF, DeclineGroup, ReferralState
from programs.retention.unseen import seeing_sealed
from tenants.models import State, Tenant

ANSWER_OF = {
    ReferralState.SUBMITTED: ForwardAnswer.PENDING,
    ReferralState.UNDER_REVIEW: ForwardAnswer.PENDING,
    ReferralState.AWAITING_VICTIM_INITIATIVE: ForwardAnswer.PENDING,
    ReferralState.ACCEPTED: ForwardAnswer.ACCEPTED,
    ReferralState.DECLINED: ForwardAnswer.REJECTED,
    # Whoever handed it on may hand it on again themselves, and knows to whom it was released.
    ReferralState.FORWARDED: ForwardAnswer.REJECTED,
    ReferralState.WITHDRAWN: ForwardAnswer.REVOKED,
}


def _group_of(referral: Referral) -> str | None:
    """Return the group of the reason for which it was not taken on: the reason itself stays here."""
    if referral.state == ReferralState.FORWARDED:
        return DeclineGroup.NOT_OURS.value
    group = DECLINE_GROUP_OF.get(referral.decline_reason)
    return group.value if group else None


def _schema_of(tenant_id: uuid.UUID | None) -> str | None:
    """Return where to say something to a program; None for one that is no more."""
    found = Tenant.objects.exclude(state__in=(State.PENDING, State.ERASED)).filter(pk=tenant_id)
    return found.values_list("schema_name", flat=True).first()


def _own_id(origin: str) -> uuid.UUID:
    return Tenant.objects.values_list("pk", flat=True).get(schema_name=origin)


@outbox.crossing("programs.tell_sender")
class TellSender:
    """Tell the program that handed a referral on how far it is here."""

    @staticmethod
    def read(*, referral_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now; a version that was overtaken carries the newer facts, which is right."""
        with seeing_sealed():  # what was not told yet is told of a case that was sealed meanwhile
            referral = Referral.objects.get(pk=referral_id)
        return {
            "sender_id": referral.handed_on_by,
            "forward_id": referral.handed_on_id,
            "answer": ANSWER_OF[ReferralState(referral.state)].value,
            "group": _group_of(referral),
            "version": referral.receipt_version,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Queue the word in that program."""
        told = {name: value for name, value in payload.items() if name != "sender_id"}
        if schema := _schema_of(payload["sender_id"]):
            outbox.queue_for(schema, "programs.hear_receiver", receiver_id=_own_id(origin), **told)


@outbox.job("programs.hear_receiver")
def hear(
    *, forward_id: uuid.UUID, receiver_id: uuid.UUID, answer: str, group: str | None, version: int
) -> None:
    """Note what the other program says."""
    said = {"answer": answer, "group": group or "", "version": version}
    hear_receiver(actor=None, forward_id=forward_id, receiver_id=receiver_id, now=timezone.now(), **said)


@outbox.crossing("programs.ask_back")
class AskBack:
    """Ask the program that a referral was handed on to, to give it up again."""

    @staticmethod
    def read(*, forward_id: uuid.UUID) -> dict[str, Any]:
        """Return which program it is."""
        receivers = ReferralForward.objects.filter(pk=forward_id).values_list("receiver_id", flat=True)
        return {"receiver_id": receivers.get(), "forward_id": forward_id}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Queue the question there."""
        if schema := _schema_of(payload["receiver_id"]):
            told = {"sender_id": _own_id(origin), "forward_id": payload["forward_id"]}
            outbox.queue_for(schema, "programs.give_back", **told)


@outbox.job("programs.give_back")
def hear_question(*, sender_id: uuid.UUID, forward_id: uuid.UUID) -> None:
    """Give up what nobody here has decided about."""
    give_back(actor=None, sender_id=sender_id, forward_id=forward_id, now=timezone.now())
