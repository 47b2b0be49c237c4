"""How a field of a file is declared, and how words are compared."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Kind = str
"""text, email, day, period, money, hours, count, yes_no, kept, choice, choices."""


@dataclass(frozen=True)
class Field:
    """One thing that a row can say."""

    id: str
    label: str | Promise
    kind: Kind = "text"
    headings: str = ""
    """By which a column is known besides our own name, folded, a stroke between them."""
    choices: Any = None
    is_needed: bool = False
    longest: int = 200
    hint: str | Promise = ""

    @property
    def is_choice(self) -> bool:
        return self.kind in ("choice", "choices")


def fold(text: str) -> str:
    """Return words as they are compared: without accents, capitals, signs and needless blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())
