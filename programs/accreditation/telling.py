"""What a program tells about an accreditation: all that holds, so that a later word has the earlier ones in it."""

from typing import Any

from programs.accreditation.copies import Copy


def told_of(copy: Copy) -> dict[str, Any]:
    """Return the program's word, as `network.accreditation.actions.hear_accreditation` takes it."""
    return {
        "id": copy.id,
        "by": copy.by,
        "number": copy.number,
        "wish": copy.wish,
        "answers": {
            name: {"rating": each["rating"], "words": each["words"]} for name, each in copy.answers.items()
        },
        "appeal": copy.appeal,
        "returns": [{"id": each["id"], "words": each["words"]} for each in copy.returns],
        "belongs": dict(copy.belongs),
        "answered": dict(copy.answered),
    }
