"""Makes one key of the many ways in which the same place is written."""

import unicodedata

# Written short on letters and signs; the data has both forms, even of one place.
SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort", "twp": "township"}
# Signs that stand inside a word: O'Fallon, D.C., the okina of Hawaii. Every other sign parts words.
SILENT = frozenset(
    "'`.’\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER TURNED COMMA}\N{MODIFIER LETTER APOSTROPHE}"
)


def fold(text: str) -> str:
    """Return `text` without accents, case, punctuation and abbreviation, its words parted by one space.

    "Doña Ana", "dona ana" and "DOÑA-ANA" fold to the same key, and so do "St. Paul" and "Saint Paul".
    """
    letters = (
        character
        for character in unicodedata.normalize("NFKD", text)
        if character not in SILENT and not unicodedata.combining(character)
    )
    plain = "".join(letters).casefold().replace("&", " and ")
    words = "".join(character if character.isalnum() else " " for character in plain).split()
    return " ".join(SHORT.get(word, word) for word in words)
