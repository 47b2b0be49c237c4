"""What people ask, in the mix of the benchmark: by county, near a ZIP, the nearest of all, by name."""

import random
import string
from dataclasses import dataclass
from urllib.parse import urlencode

from network import places
from network.directory.search import Question

# Kind, and how many of a hundred. The last 15 ask for the counts of every choice, as the page does.
SHARES = (("county", 35), ("near", 25), ("nearest", 10), ("text", 15), ("counted", 15))
TYPOS = 0.3
WISHES = (
    "stage:pre_charge", "stage:post_sentence", "age:juvenile", "age:adult", "referrer:judge", "referrer:victim_self",
    "offence:property", "offence:severe", "language:es", "mode:face_to_face",
)  # fmt: skip
ZIPS = (
    "55104", "10001", "99501", "96915", "00901", "59718", "85001", "60601", "97201", "70112", "04101", "33101", "79936",
    "82001", "98101",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question and the address of its page."""

    kind: str
    question: Question
    path: str


def mixed(dice: random.Random, count: int, names: list[str]) -> list[Asked]:
    """Return so many questions in the mix."""
    counties = [
        county.code for state in places.states() for county in places.counties_of(state.code) if state.code
    ]
    kinds = dice.choices([kind for kind, _share in SHARES], [share for _kind, share in SHARES], k=count)
    return [_asked(dice, kind, counties, names) for kind in kinds]


def _asked(dice: random.Random, kind: str, counties: list[str], names: list[str]) -> Asked:
    if kind == "text":
        name = dice.choice(names)
        text = with_typos(dice, name, 2) if dice.random() < TYPOS else name
        return Asked(kind, Question(text=text), f"/directory/?{urlencode({'words': text})}")
    code = dice.choice(counties) if kind in ("county", "counted") else f"zip:{dice.choice(ZIPS)}"
    place = places.place_of(code)
    if place is None:
        raise LookupError(code)
    wishes = tuple({wish.split(":")[0]: wish for wish in dice.sample(WISHES, 2)}.values())
    question = Question(
        codes=place.served_by, latitude=place.latitude, longitude=place.longitude, wishes=wishes
    )
    fields = {
        facet if facet != "language" else "speaks": value for facet, value in (w.split(":") for w in wishes)
    }
    return Asked(kind, question, f"/directory/?{urlencode({'place': code, 'where': place.name, **fields})}")


def with_typos(dice: random.Random, name: str, edits: int) -> str:
    """Return `name` with letters left out, added, changed, or with neighbors that changed places."""
    letters = list(name)
    for _ in range(edits):
        at = dice.randrange(len(letters) - 1)
        match dice.randrange(4):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, dice.choice(string.ascii_lowercase))
            case 2:
                letters[at] = dice.choice(string.ascii_lowercase)
            case _:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def recall_names(names: list[str]) -> list[str]:
    """Return the names by which programs are looked for."""
    return names[:200]
