"""Words as search compares them: without accents and capitals; and a misspelt word's likely meanings."""

import re
import unicodedata
from collections.abc import Iterator

PREFIX = 8
"""Letters of a word that count when it is compared with a misspelt one."""
VERY_SHORT, SHORT = 3, 6
"""A word with fewer letters has to be right; with fewer than the second it may have one letter wrong, else two."""
WORD = re.compile(r"[^\W_]+")
LONGEST = 40


def plain(text: str) -> str:
    """Return `text` in small letters without accents."""
    return "".join(
        each for each in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(each)
    )


def words_of(text: str) -> list[str]:
    """Return the words of `text`, plain, in their order."""
    return [word[:LONGEST] for word in WORD.findall(plain(text))]


def edits_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong: a number or a very short word has to be right."""
    if len(word) < VERY_SHORT or word.isdigit():
        return 0
    return 1 if len(word) < SHORT else 2


def fragments_of(word: str) -> set[str]:
    """Return the word's beginning, and what is left of it without one or two letters."""
    found = {word[:PREFIX]}
    for _ in range(edits_allowed(word)):
        found |= {left for each in found for left in _without_a_letter(each)}
    return {each for each in found if each}


def _without_a_letter(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def distance(one: str, other: str) -> int:
    """Return by how many letters two words differ: one left out, added, changed, or two that changed places."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
