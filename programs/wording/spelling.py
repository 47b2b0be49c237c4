"""Words of texts and of names as they are compared: without capitals, accents, marks and what cannot be seen."""

import re
import unicodedata

TITLES = frozenset(
    ("mr", "mrs", "ms", "mx", "miss", "m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "sr", "sra", "srta",
     "senor", "senora", "senorita", "don", "dona", "dr", "dra", "professor", "prof", "family", "famille", "familia")
)  # fmt: skip
FORMERLY = frozenset(
    (
        "formerly",
        "nee",
        "born",
        "aka",
        "alias",
        "previously",
        "ne",
        "anciennement",
        "antes",
        "nacida",
        "nacido",
    )
)
"""What stands in a name before one that somebody had earlier, or has beside it."""

APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
ALIKE = str.maketrans("аеорсухіѕјαορενικ", "aeopcyxisjaopevik")
"""Letters of other scripts that look like ours, and letters that no decomposition takes apart."""
APART = (("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"))


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return re.findall(r"[^\W_]+", plain(APOSTROPHES.sub("", bare(text))))


def plain(text: str) -> str:
    """Return what a bare text is compared by."""
    found = text.casefold().translate(ALIKE)
    for one, other in APART:
        found = found.replace(one, other)
    return found


def bare(text: str) -> str:
    """Return a text without accents and without what cannot be seen."""
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in taken_apart if unicodedata.category(c) not in ("Mn", "Cf"))
