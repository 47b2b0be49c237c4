"""Words to a query of words: each as it was typed, as a beginning, or as what was probably meant."""

from collections.abc import Iterable, Iterator

from django.db import connection

from network.directory.words import PREFIX, distance, edits_allowed, fragments_of, words_of

MOST_WORDS = 8
MOST_MEANINGS = 12
"""Of one misspelt word: a common fragment must not become half the vocabulary."""
SHORTEST_PART = 3
"""Letters of a word that may have run into its neighbor."""


def query_of(text: str) -> str:
    """Return the text of a `tsquery` that finds the words of `text`, or "" when it has none.

    A word that some listing has is taken as it is, and as the beginning of longer ones; one that none has, for those
    that differ by a letter or two, or for two that ran into each other. One that is like nothing is left out as long
    as there are others: it must not hide what they find.
    """
    words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    meant = meanings(words)
    like_nothing = {word for word in words if meant[word] == []}
    if like_nothing:
        like_nothing -= _beginnings(sorted(like_nothing))
    useful = [word for word in words if word not in like_nothing] or words
    # Words are letters and digits only (`words_of`), so nothing of them is an operator.
    return " & ".join(f"({' | '.join([f'{word}:*', *(meant[word] or ())])})" for word in useful)


def meanings(words: list[str]) -> dict[str, list[str] | None]:
    """Return by word what it may be a misspelling of, the likeliest first; None for one that is known as it is."""
    near = _words_with({piece for word in words for piece in fragments_of(word)})
    known = {word for each in near.values() for word in each}
    found: dict[str, list[str] | None] = dict.fromkeys(words)
    for word in words:
        if word not in known:
            candidates = {meant for piece in fragments_of(word) for meant in near.get(piece, ())}
            found[word] = _closest(word, candidates)
    _split(found)
    return found


def _closest(word: str, candidates: Iterable[str]) -> list[str]:
    measured = sorted((distance(word, each), each) for each in candidates)
    return [each for apart, each in measured if apart <= edits_allowed(word)][:MOST_MEANINGS]


def _split(found: dict[str, list[str] | None]) -> None:
    """Take a word that is like no other for two of which the space is missing, or is a letter."""
    pairs = {word: list(_pairs(word)) for word, meant in found.items() if meant == []}
    known = _known({part for each in pairs.values() for pair in each for part in pair})
    for word, each in pairs.items():
        found[word] = [f"({one} & {other})" for one, other in each if one in known and other in known]


def _pairs(word: str) -> Iterator[tuple[str, str]]:
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:at], word[at:]
        if len(word) - at > SHORTEST_PART:
            yield word[:at], word[at + 1 :]


def _known(words: set[str]) -> set[str]:
    """Return which of `words` some listing has."""
    rows = _words_with({word[:PREFIX] for word in words})
    return words & {word for each in rows.values() for word in each}


def _beginnings(words: list[str]) -> set[str]:
    """Return which of `words` some word of a listing begins with: somebody has not typed on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT typed FROM unnest(%s::text[]) AS typed WHERE EXISTS "
            "(SELECT FROM directory_listing WHERE words @@ (typed || ':*')::tsquery)",
            [words],
        )
        return {word for (word,) in cursor.fetchall()}


def _words_with(fragments: set[str]) -> dict[str, set[str]]:
    """Return by fragment the words that it may be of."""
    found: dict[str, set[str]] = {}
    if not fragments:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fragment, word FROM directory_fragment WHERE fragment = ANY(%s)", [sorted(fragments)]
        )
        for fragment, word in cursor.fetchall():
            found.setdefault(fragment, set()).add(word)
    return found
