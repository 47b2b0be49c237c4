"""The steps of a message, as data."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import PARTICIPANT
from programs.models.case import STAFF_STATES, CaseState
from programs.models.message import OUT, UNDELIVERED, WRITABLE, MessageState
from programs.roles import WORKS_ON_THE_CASE

S = MessageState
BY_SENDER, BY_RECIPIENT = "sender", "recipient"

WANTED = ("takes_part", "consents_live", "guardian_consents", "kind_chosen", "passing_messages_on")
"""Looked at anew each time that a message comes nearer to its recipient."""

WRITES_IN = (CaseState.PREPARING, CaseState.READY, CaseState.SCHEDULED, CaseState.HELD, CaseState.EXCHANGING)
"""States of a case in which somebody can write: an apology can be written long before anybody asks for it."""


@dataclass(frozen=True)
class MessageStep:
    id: str
    label: Promise
    """As staff read it on a button."""
    sources: tuple[str, ...]
    target: str
    guards: tuple[str, ...] = ()
    party: str = ""
    """Which of the two may take it too, on their own page: "sender", "recipient", or neither."""
    case_states: tuple[str, ...] = STAFF_STATES
    party_sources: tuple[str, ...] = ()
    """From which states a party may take it, where those are fewer."""

    @property
    def actors(self) -> tuple[str, ...]:
        return (*WORKS_ON_THE_CASE, PARTICIPANT) if self.party else WORKS_ON_THE_CASE


MESSAGE_STEPS: dict[str, MessageStep] = {
    step.id: step
    for step in (
        MessageStep(
            "rewrite_message",
            _("Change the words"),
            WRITABLE,
            S.DRAFTING,
            party=BY_SENDER,
            case_states=WRITES_IN,
        ),
        MessageStep(
            "hand_in_message",
            _("Hand it in to be read"),
            WRITABLE,
            S.IN_REVIEW,
            ("message_has_content",),
            BY_SENDER,
            WRITES_IN,
        ),
        MessageStep("return_message", _("Give it back"), (S.IN_REVIEW, S.APPROVED, S.BANKED), S.RETURNED),
        MessageStep(
            "approve_message",
            _("Approve it"),
            (S.IN_REVIEW,),
            S.APPROVED,
            (
                "message_has_content",
                "recording_checked",
                "read_by_another",
                "recipient_across",
                "message_tells_nobody",
            ),
        ),
        MessageStep(
            "bank_message",
            _("Keep it until it is asked for"),
            (S.APPROVED,),
            S.BANKED,
            ("only_apologies_kept",),
        ),
        MessageStep(
            "offer_message",
            _("Offer it"),
            (S.APPROVED, S.BANKED, S.DECLINED),
            S.OFFERED,
            ("recipient_across", "message_tells_nobody", *WANTED),
        ),
        MessageStep("accept_message", _("They want it"), (S.OFFERED,), S.ACCEPTED, WANTED, BY_RECIPIENT),
        MessageStep("decline_message", _("They do not want it"), OUT, S.DECLINED, (), BY_RECIPIENT),
        MessageStep(
            "deliver_message",
            _("It was handed over"),
            (S.ACCEPTED,),
            S.DELIVERED,
            ("recording_checked", *WANTED),
            BY_RECIPIENT,
        ),
        MessageStep(
            "acknowledge_message",
            _("The sender may know that it arrived"),
            (S.DELIVERED,),
            S.ACKNOWLEDGED,
            (),
            BY_RECIPIENT,
        ),
        # Once it is approved a sender asks us: a refusal would tell that it was opened already.
        MessageStep(
            "withdraw_message",
            _("Take it back"),
            UNDELIVERED,
            S.WITHDRAWN,
            (),
            BY_SENDER,
            party_sources=(*WRITABLE, S.IN_REVIEW),
        ),
    )
}
