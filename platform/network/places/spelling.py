"""Keys that differ from a typed one by a slip or two of the hand."""

from collections.abc import Iterable

from network.places.file import ask

LONG = 6  # letters from which two slips are likely enough to be looked for
END = "\U0010ffff"  # sorts after whatever a key may hold


def near(key: str, limit: int = 20) -> list[tuple[int, str]]:
    """Return (slips, key) of the known keys that `key` may be meant for, nearest first.

    A slip is a letter too many, too few or wrong, or two that changed places. One slip leaves one half of a word
    whole, so only keys that begin or end like this one are compared: 1-100 of the 30,000.
    """
    slips = allowed(key)
    half = (len(key) - 1) // 2
    if half < 1:
        return []
    least, most = len(key) - slips, len(key) + slips
    begin, end = key[:half], key[::-1][:half]
    rows = ask(
        "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?",
        (begin, begin + END, least, most),
    )
    tails = ask(
        "SELECT key FROM tail WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?",
        (end, end + END, least, most),
    )
    known = {row[0] for row in rows} | {row[0][::-1] for row in tails}
    return nearest(key, known)[:limit]


def nearest(key: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """Return (slips, key) of those of `known` that are near enough, nearest first."""
    slips = allowed(key)
    counted = ((count_slips(key, other, slips), other) for other in known)
    return sorted((count, other) for count, other in counted if 0 < count <= slips)


def allowed(key: str) -> int:
    """Return how many slips a key of this length may have and still be recognized."""
    return 1 if len(key) < LONG else 2


def count_slips(one: str, other: str, most: int) -> int:
    """Return the slips between two keys, or more than `most` as soon as that is certain."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        two_before, before, row = before, row, [at]
        for place, theirs in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != theirs))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == theirs:
                cost = min(cost, two_before[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
