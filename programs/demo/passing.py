"""Letters of a demonstration's exchange, one in each state that a message can have."""

import uuid
from datetime import datetime
from typing import Any

from amends.accounts.access import PARTICIPANT, Outsider
from programs.actions import messages
from programs.models import MediatedMessage, MediationCase, Participant
from programs.models.message import MessageKind
from programs.models.participant import RESPONSIBLE_SIDE

HARMED, RESPONSIBLE = "harmed", "responsible"
ROAD = ("hand_in", "approve", "offer", "accept", "deliver", "acknowledge")
LETTERS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (HARMED, ROAD, "What I want to know is: why our house? My son still wakes at night. I am not writing to shout."),
    (RESPONSIBLE, ROAD[:5], "I did not know who lived there. I am ashamed of that answer, but it is the true one."),
    (RESPONSIBLE, ROAD[:3], "I have started to put money aside. I would like to pay for the door, as you say."),
    (RESPONSIBLE, (*ROAD[:2], "bank"), "I am sorry. If you never want to read this, I understand."),
    (HARMED, ROAD[:4], "Thank you for answering. I may write again, I do not know yet."),
    (HARMED, ROAD[:2], "The door is repaired. That is not what I was waiting for."),
    (RESPONSIBLE, ("hand_in", "return"), "You have to understand that I had a bad year and everybody was against me."),
    (RESPONSIBLE, ROAD[:1], "My sister said I should ask whether your son is better."),
    (RESPONSIBLE, (*ROAD[:3], "decline"), "Could we meet and talk about it once?"),
    (RESPONSIBLE, ("withdraw",), "I do not know what to write."),
    (HARMED, (), "Perhaps one more thing:"),
)  # fmt: skip
WHY = "Tell what you did and what you think of it now. Leave out whose fault it was otherwise."


def pass_letters(
    actor: Any, case: MediationCase, now: datetime, key: uuid.UUID, parties: list[Participant]
) -> list[MediatedMessage]:
    """Write letters between the two sides by the ordinary actions, and take each as far as its road goes."""
    people = {RESPONSIBLE if each.role in RESPONSIBLE_SIDE else HARMED: each for each in parties}
    made = []
    for number, (side, road, words) in enumerate(LETTERS):
        sender = people[side]
        recipient = people[HARMED if side == RESPONSIBLE else RESPONSIBLE]
        message = messages.write_message(
            actor=Outsider(PARTICIPANT, sender.pk),
            case=case,
            now=now,
            form_key=uuid.uuid5(key, f"letter/{number}"),
            sender=sender,
            kind=MessageKind.LETTER,
            words=words,
        )
        for name in road:
            answers: dict[str, dict[str, Any]] = {
                "approve": {"recipient": recipient},
                "return": {"because": WHY},
            }
            message = getattr(messages, f"{name}_message")(
                actor=actor, message=message, now=now, **answers.get(name, {})
            )
        made.append(message)
    return made
