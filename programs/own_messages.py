"""What a participant sees of messages: their own, and what is there for them; of the other side nothing.

An address names a message by a keyed hash of it and the viewer: what one side sees names nothing of the other's.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from programs.models import MediatedMessage, Participant
from programs.models.case import CaseState
from programs.models.choice import INDIRECT
from programs.models.message import FOR_RECIPIENT, OPENED, WRITABLE, MessageKind, MessageState
from programs.models.stored_file import FileState
from programs.own_page import OwnPage

S = MessageState
WITH_US = _("With us. We tell you when there is something to tell")
TOLD_SENDER = {
    S.DRAFTING: _("Not handed in yet"),
    S.IN_REVIEW: _("With us: somebody reads it"),
    S.RETURNED: _("Given back to you"),
    S.ACKNOWLEDGED: _("It arrived"),
    S.WITHDRAWN: _("Taken back"),
}
"""All else reads WITH_US: neither a yes nor a no of the other side has a moment that could be seen."""
FOR_YOU = {
    MessageKind.LETTER: _("A letter"),
    MessageKind.AUDIO: _("A recorded voice"),
    MessageKind.VIDEO: _("A recorded video"),
    MessageKind.RELAYED: _("Words that your mediator wrote down"),
}
EARLY = (CaseState.PREPARING, CaseState.READY)


@dataclass(frozen=True)
class OwnMessage:
    """A message as one person sees it, from one end."""

    row: MediatedMessage
    key: str
    is_mine: bool

    @property
    def title(self) -> Any:
        return FOR_YOU[MessageKind(self.row.kind)]

    @property
    def told(self) -> Any:
        """Return how far it has come, in the words for this end."""
        if self.is_mine:
            return TOLD_SENDER.get(MessageState(self.row.state), WITH_US)
        return _("You opened it") if self.is_open else _("You decide whether you want it")

    @property
    def is_open(self) -> bool:
        return self.row.state in OPENED

    @property
    def is_writable(self) -> bool:
        return self.is_mine and self.row.state in WRITABLE

    @property
    def may_withdraw(self) -> bool:
        return self.is_mine and self.row.state in (*WRITABLE, S.IN_REVIEW)

    @property
    def plays(self) -> bool:
        """Return whether this person may play the recording now."""
        is_clean = self.row.file is not None and self.row.file.state == FileState.CLEAN
        return is_clean and (self.is_mine or self.is_open)


def key_of(person: Participant, message: MediatedMessage) -> str:
    return salted_hmac("amends.own-message", f"{person.pk}/{message.pk}", algorithm="sha256").hexdigest()[:24]


def messages_of(page: OwnPage) -> list[OwnMessage]:
    """Return what this person wrote and what is there for them, in the order in which it was begun."""
    me, rows = page.participant, MediatedMessage.objects.filter(case=page.case).select_related("file")
    found = []
    for row in rows:
        is_mine = row.sender_id == me.pk
        if is_mine or (row.recipient_id == me.pk and row.state in FOR_RECIPIENT):
            row.case = page.case
            if row.file is not None:
                row.file.case = page.case
            found.append(OwnMessage(row, key_of(me, row), is_mine))
    return found


def may_write(page: OwnPage) -> bool:
    """Return whether this person can begin a message now: in an exchange, or an apology before anybody asks for one."""
    if page.side == "company" or page.has_stopped:
        return False
    if page.case.state == CaseState.EXCHANGING:
        return True
    offers = bool({*INDIRECT} & {*page.policy.modes})
    return page.side == "responsible" and offers and page.case.state in EARLY


def has_messages(page: OwnPage) -> bool:
    """Return whether there is anything to see or do about messages; nothing points there otherwise."""
    return may_write(page) or bool(messages_of(page))
