"""Letters: jobs of the outbox that end in one message to one person, with a record of how it went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from amends import outbox
from amends.mail.providers import MaybeSent, Refused
from amends.mail.recipient import Recipient
from amends.outbox import Attempt


@dataclass(frozen=True)
class Letter:
    """What to say to whom. The owner writes it in the recipient's language (`in_language_of` helps)."""

    recipient: Recipient
    subject: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class Plan:
    """A letter whose attempt is on record."""

    attempt: Attempt
    letter: Letter
    maybe_sent_since: datetime | None


Write = Callable[..., Letter | None]


def in_language_of(recipient: Recipient) -> Any:
    """Return a block in which everything is said in the recipient's language."""
    return translation.override(recipient.language)


def letter(name: str, *, platform: bool = False, while_suspended: bool = False) -> Callable[[Write], Write]:
    """Register a function as a job that writes a letter: ids in, a Letter out, or None when it is not wanted any more.

    It runs in the place that queued it, at each attempt anew, so that it always asks whether the address is still
    the right one. It must change nothing: what it writes is what goes out. `while_suspended`: in a suspended program
    too, because it is about that.
    """

    def register(write: Write) -> Write:
        outbox.errand(name, like=write, platform=platform, while_suspended=while_suspended)(
            _Errand(name, write)
        )
        return write

    return register


@dataclass(frozen=True)
class _Errand:
    """What the outbox runs: on record, out, on record."""

    name: str
    write: Write

    def prepare(self, attempt: Attempt, **args: Any) -> Plan | None:
        """Put the attempt on record; None ends the job."""
        from amends.mail.models import Delivery, State

        letter = _unless_held_back(self.write(**args))
        delivery, is_new = Delivery.objects.get_or_create(
            pk=attempt.key, defaults={"job": self.name, "begun_at": attempt.queued_at}
        )
        delivery.is_maybe_sent = delivery.is_maybe_sent or _is_lost(attempt, delivery, is_new=is_new)
        delivery.state = State.SENDING if letter else State.DROPPED
        delivery.channel = letter.recipient.channel if letter else delivery.channel
        delivery.save()
        if letter is None:
            return None
        return Plan(attempt, letter, delivery.begun_at if delivery.is_maybe_sent else None)

    def perform(self, plan: Plan) -> str:
        """Send it: outside of any transaction, however long the provider takes."""
        from amends.mail.send import send

        letter = plan.letter
        return send(
            letter.recipient,
            letter.subject,
            letter.body,
            key=plan.attempt.key,
            maybe_sent_since=plan.maybe_sent_since,
        )

    def conclude(self, plan: Plan, outcome: str | Exception) -> bool:
        """Put on record how it went; return whether the job is over."""
        from amends.mail.models import Delivery, State

        delivery = Delivery.objects.get(pk=plan.attempt.key)
        delivery.told = plan.attempt.number
        if isinstance(outcome, str):
            delivery.state, delivery.reference = State.SENT, outcome[:64]
        elif isinstance(outcome, Refused):
            delivery.state = State.REFUSED
        elif isinstance(outcome, MaybeSent):
            delivery.state, delivery.is_maybe_sent = State.MAYBE_SENT, True
        else:
            delivery.state = State.MAYBE_SENT if delivery.is_maybe_sent else State.NOT_SENT
        is_over = delivery.state in (State.SENT, State.REFUSED)
        delivery.ended_at = timezone.now() if is_over else None
        delivery.save()
        return is_over


def _unless_held_back(letter: Letter | None) -> Letter | None:
    """Return the letter unless the gate of whoever owns the place (`settings.MAIL_GATE`) holds its recipient back."""
    if letter is None or import_string(settings.MAIL_GATE)(letter.recipient):
        return letter
    return None


def _is_lost(attempt: Attempt, delivery: Any, *, is_new: bool) -> bool:
    """Return whether an attempt before this one never came back: it may have come as far as the provider."""
    from amends.mail.models import State

    if attempt.is_committed_first:
        return not is_new and delivery.state == State.SENDING
    # Its record went with it, but the outbox has counted it. Errs on the side of saying so.
    return attempt.number > 1 and attempt.number != delivery.told + 1
