"""First names alone in a text: whole words written as names, of somebody whom the reader does not know otherwise.

A first name that is a word of the language as well ("Will", "Rose", "Luz") counts within a sentence, where a capital
says that it is a name, and not at the beginning of one. The names of months never count alone.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from programs.wording.spelling import FORMERLY, TITLES, bare, plain, words_in

ALSO_WORDS = frozenset(
    (
        # English
        "angel", "art", "bill", "bob", "chance", "charity", "chip", "christian", "dawn", "dean", "don", "drew",
        "earnest", "eve", "faith", "forest", "frank", "gene", "grace", "grant", "guy", "harmony", "hope", "hunter",
        "ivy", "jack", "john", "joy", "justice", "lance", "mark", "mercy", "miles", "nick", "norm", "pat", "patience",
        "patty", "peg", "penny", "ray", "rich", "rob", "robin", "rose", "ruby", "rusty", "sandy", "sky", "sterling",
        "stormy", "sue", "summer", "sunny", "trinity", "victor", "wade", "ward", "will",
        # French
        "aime", "aimee", "blanche", "chance", "claire", "clement", "colombe", "constant", "desire", "fleur", "france",
        "juste", "marine", "olive", "parfait", "pierre", "prudence", "victoire",
        # Spanish
        "amparo", "blanca", "clara", "concepcion", "consuelo", "cruz", "dolores", "esperanza", "estrella", "fe", "luz",
        "mar", "mercedes", "paz", "pilar", "reyes", "rosa", "santa", "santo", "salvador", "sol", "soledad",
    )
)  # fmt: skip
MONTHS = frozenset(("april", "august", "avril", "juin", "julio", "june", "may"))
BEGINS = frozenset('.!?:;•*\u2013\u2014-¿¡«“"(\n')
"""After these a capital says nothing."""
WORD = re.compile(r"[^\W_]+")


def is_first_name_told(words: str, names: Iterable[str], known: Iterable[str]) -> bool:
    """Return whether a first name of these whole names stands in a text, unless it stands in what is known anyway too.

    `known` is read only as far as it is needed.
    """
    told = {word for name in names for word in first_names(name)} & _written_as_names(words)
    for each in known:
        if not told:
            break
        told -= {*words_in(each)}
    return bool(told)


def first_names(name: str) -> set[str]:
    """Return the first names in a whole name: its first word, that after a comma, that after "formerly" and the like.

    None of a name of one word, which is compared as a whole.
    """
    parts = [
        [word for word in words_in(part) if word not in TITLES and len(word) > 1] for part in name.split(",")
    ]
    words = [word for part in parts for word in part]
    if len(words) < 2:  # noqa: PLR2004 - a name and another one
        return set()
    has_comma = len(parts) > 1 and len(parts[0]) > 0 and len(parts[1]) > 0 and parts[1][0] not in FORMERLY
    first = parts[1][0] if has_comma else words[0]
    after = [later for word, later in pairwise(words) if word in FORMERLY]
    return {first, *after} - FORMERLY - MONTHS


def _written_as_names(text: str) -> set[str]:
    """Return the words of a text that begin with a capital, or are of a script without them, as they are compared."""
    seen, found = bare(text), set()
    for match in WORD.finditer(seen):
        word = match[0]
        compared = plain(word)
        if word[0].islower() or (compared in ALSO_WORDS and _says_nothing(seen, match)):
            continue
        found.add(compared)
    return found


def _says_nothing(text: str, match: re.Match[str]) -> bool:
    """Return whether a word has its capital because of where it stands, or because all of it is in capitals."""
    before = text[: match.start()].rstrip(" \t")
    return match[0].isupper() or not before or before[-1] in BEGINS
