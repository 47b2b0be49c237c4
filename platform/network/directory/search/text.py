"""Words to a query of words: each as it was typed, as a beginning, or as what was probably meant."""

from django.db import connection

from network.directory.words import fragments_of, is_near, words_of

MOST_WORDS = 8
MOST_MEANINGS = 12
"""Of one misspelt word: a common fragment must not become half the vocabulary."""


def query_of(text: str) -> str:
    """Return the text of a `tsquery` that finds all words of `text`, or "" when it has none.

    A word that some listing has is taken as it is, and as the beginning of longer ones; one that none has is taken for
    any that differs by a letter or two.
    """
    words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    if not words:
        return ""
    meant = meanings(words)
    return " & ".join(f"({' | '.join(_alternatives(word, meant[word]))})" for word in words)


def _alternatives(word: str, meanings: list[str]) -> list[str]:
    # Words are letters and digits only (`words_of`), so nothing of them is an operator.
    return [f"{word}:*", *meanings]


def meanings(words: list[str]) -> dict[str, list[str]]:
    """Return by word what it may be a misspelling of; nothing for a word that is known as it is."""
    fragments = {word: fragments_of(word) for word in words}
    asked = sorted(set().union(*fragments.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT fragment, word FROM directory_fragment WHERE fragment = ANY(%s)", [asked])
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {}
    known = {word for _fragment, word in rows}
    for word in words:
        near = set() if word in known else {meant for piece, meant in rows if piece in fragments[word]}
        close = sorted((meant for meant in near if is_near(word, meant)), key=lambda each: (len(each), each))
        found[word] = close[:MOST_MEANINGS]
    return found
