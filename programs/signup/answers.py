"""What the form of sign-up asked, checked; and what a program begins with that was not asked."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Answers:
    """Everything that a program is made from; the person's part stays out of logs and tracebacks."""

    name: str
    type: str
    preset: str
    place: str
    time_zone: str
    slug: str
    founder_name: str = field(repr=False)
    email: str = field(repr=False)
    language: str

    @property
    def neutral_name(self) -> str:
        """Return what a party's phone shows until the program says better: one word of its name, or of its place."""
        words = [*_words(self.name), *_words(self.place)]
        word = next((word for word in words if _tells_nothing(word)), "")
        return _("%(word)s Office") % {"word": word[:28]} if word else _("Local Office")


# Words that are no name, in the three languages: articles, titles of saints, and what every such place is called.
EMPTY = frozenset({
    "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with", "st", "saint", "sainte",
    "san", "santa", "santo", "la", "las", "le", "les", "el", "los", "del", "de", "des", "du", "d", "l", "et",
    "y", "au", "aux", "un", "une", "una", "our", "new", "north", "south", "east", "west", "first", "united",
    "center", "centre", "centro", "program", "programme", "programa", "service", "services", "servicio",
    "servicios", "office", "agency", "agence", "agencia", "department", "association", "asociación",
    "community", "communauté", "comunidad", "county", "city", "state", "national", "council", "network",
    "project", "society", "group", "house", "ministry", "law", "laws",
})  # fmt: skip
# Beginnings of words that tell what the place is for: whoever sees them on a phone would know.
TELLING = (
    "victim", "víctim", "offend", "mediat", "médiat", "mediac", "reconcil", "réconcil", "restor", "restaur", "justi",
    "court", "tribunal", "juzgado", "probat", "parole", "police", "policía", "polic", "crim", "delito", "délit",
    "dispute", "conflict", "conflit", "juvenile", "prison", "jail", "correction", "resolution", "dialog", "harm",
    "healing", "peace", "paix", "paz", "accountab", "legal", "church", "église", "iglesia", "parish",
)  # fmt: skip


def _words(text: str) -> list[str]:
    """Return the words of a name without what hangs on them: "Mary’s," is "Mary"."""
    plain = re.sub(r"[’']s?\b", " ", text)
    return [word for word in re.findall(r"[^\W\d_]+", plain) if len(word) > 1]


def _tells_nothing(word: str) -> bool:
    # Of a word in another script we cannot say what it tells.
    is_read = unicodedata.name(word[0], "").startswith("LATIN")
    return is_read and word.lower() not in EMPTY and not word.lower().startswith(TELLING)


def digest_of(form_key: object, email: str) -> str:
    """Return what a form that was sent is known by: its hidden key is nobody's to read, so it is not stored."""
    return hashlib.sha256(f"{form_key}/{email.strip().lower()}".encode()).hexdigest()
