"""A case in which letters are passed on, and messages taken as far as a test needs them."""

import uuid

from programs.actions import exchanges, messages, recordings
from programs.models import MediatedMessage
from programs.recording_jobs import check_recording
from programs.recordings import take_piece
from tests.programs.cast import NOW, choose, fresh, make_case, parties

ROAD = ("drafting", "in_review", "approved", "offered", "accepted", "delivered", "acknowledged")
WORDS = "I am sorry. I think of it every day."


def exchanging(world, mode="no_preference"):
    """Return a case whose two sides exchange messages."""
    case = make_case(world, "ready")
    choose(world, parties(case)[0], mode=mode)
    exchanges.begin_exchange(actor=world.cora, case=case, now=NOW)
    return fresh(case)


def begun(world, case, sender=None, **changes):
    told = {
        "actor": world.mia,
        "case": case,
        "now": NOW,
        "form_key": uuid.uuid4(),
        "kind": "letter",
        "words": WORDS,
    }
    return messages.write_message(**told | {"sender": sender or parties(case)[1]} | changes)


def taken_to(world, message, state):
    """Take a message along the road to a state, by those who work on the case."""
    told = {"now": NOW, "message": message}
    recipient = next(each for each in parties(message.case) if each.pk != message.sender_id)
    steps = {
        "in_review": lambda: messages.hand_in_message(actor=world.mia, **told),
        "approved": lambda: messages.approve_message(actor=world.cora, recipient=recipient, **told),
        "offered": lambda: messages.offer_message(actor=world.cora, **told),
        "accepted": lambda: messages.accept_message(actor=world.cora, **told),
        "delivered": lambda: messages.deliver_message(actor=world.cora, **told),
        "acknowledged": lambda: messages.acknowledge_message(actor=world.cora, **told),
    }
    sides = {
        "returned": (
            "in_review",
            lambda: messages.return_message(actor=world.cora, because="Shorter", **told),
        ),
        "banked": ("approved", lambda: messages.bank_message(actor=world.cora, **told)),
        "declined": ("offered", lambda: messages.decline_message(actor=world.cora, **told)),
        "withdrawn": ("drafting", lambda: messages.withdraw_message(actor=world.cora, **told)),
    }
    before, turn = sides.get(state, (state, None))
    for reached in ROAD[1 : ROAD.index(before) + 1]:
        steps[reached]()
    if turn:
        turn()
    return again(message)


def again(message):
    return MediatedMessage.objects.select_related("case", "sender", "recipient", "file").get(pk=message.pk)


def recorded(world, case, content, sender=None, *, is_checked=True):
    """Return a recording that came in whole, and was looked at."""
    import io

    message = begun(world, case, sender, kind="video", words="")
    told = {"actor": world.mia, "message": message, "now": NOW}
    file = recordings.begin_recording(**told, size=len(content))
    piece = take_piece(file.pk, io.BytesIO(content), len(content))
    recordings.add_piece(**told, offset=0, piece=piece)
    if is_checked:
        check_recording(file_id=file.pk)
    return again(message)
