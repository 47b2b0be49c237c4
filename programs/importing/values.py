"""Reads one cell: a day, an amount, a yes or no, a choice, in the ways in which three languages write them."""

import hmac
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from amends.vault.keys import tenant_keys
from programs.importing.declared import Field, fold
from tenants.place import required_schema

MAC_PURPOSE = "imported words"
MAC_LETTERS = 32
SEVERAL = re.compile(r"[;\n]")
MONTH_FIRST, DAY_FIRST = "month_first", "day_first"
EARLIEST = date(1950, 1, 1)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d.*)?")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_MONEY = re.compile(r"-?\d[\d.,]*")
_YES = frozenset(["y", "yes", "true", "1", "x", "oui", "o", "vrai", "si", "s", "verdadero", "t"])
_NO = frozenset(["n", "no", "false", "0", "non", "faux", "falso", "f"])
_PARTLY = frozenset(
    (
        "partly",
        "partial",
        "partially",
        "in part",
        "en partie",
        "partiel",
        "partiellement",
        "parcial",
        "en parte",
    )
)
_UNKNOWN = frozenset(("", "n a", "na", "unknown", "inconnu", "desconocido"))
"""What stands in a cell where nothing is known."""
# What is written for a choice besides its name.
_SAID: dict[str, str] = {
    "m": "misdemeanor", "misd": "misdemeanor", "misdemeanour": "misdemeanor", "f": "felony", "fel": "felony",
    "delito menor": "misdemeanor", "delito grave": "felony", "crime": "felony", "delit": "misdemeanor",
    "probation": "probation_officer", "po": "probation_officer", "court": "judge", "tribunal": "judge",
    "da": "prosecutor", "district attorney": "prosecutor", "prosecution": "prosecutor", "self victim": "victim_self",
    "vandalism": "property_damage", "criminal damage": "property_damage", "shoplifting": "theft", "larceny": "theft",
    "face to face": "face_to_face", "f2f": "face_to_face", "direct": "face_to_face", "ftf": "face_to_face",
    "in person": "face_to_face", "shuttle": "indirect", "letter": "indirect", "letters": "indirect",
    "diversion": "pre_charge", "pre charge": "pre_charge", "post charge": "post_charge",
    "pre adjudication": "post_charge", "post adjudication": "post_adjudication", "post sentence": "post_sentence",
    "money": "monetary_restitution", "restitution": "monetary_restitution", "community service": "community_service",
    "personal service": "service_to_victim", "done": "achieved", "completed": "achieved",
    "victim": "harmed", "survivor": "harmed", "victime": "harmed", "victima": "harmed", "offender": "responsible",
    "youth": "responsible", "juvenile": "responsible", "auteur": "responsible", "ofensor": "responsible",
    "pre": "before", "post": "after", "12 months": "follow_up", "one year later": "follow_up", "control": "comparison",
    "comparison group": "comparison", "control group": "comparison", "mediation": "mediated", "vom": "mediated",
}  # fmt: skip


class NotRead(ValueError):
    """A cell cannot be read; `code` is one of `troubles.SENTENCES`."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


def mac_of(word: str, purpose: str = MAC_PURPOSE) -> str:
    """Return what is stored in the open of a word of a file: found again by whoever has the program's key."""
    key = tenant_keys(required_schema()).derive(purpose)
    return hmac.new(key, fold(word).encode(), sha256).hexdigest()[:MAC_LETTERS]


def number_mac(number: str) -> str:
    """Return by what a case is found that has this number of the program's own."""
    return mac_of(number, "own numbers of cases")


def read(field: Field, cell: str, *, days: str, choices: Mapping[str, str]) -> Any:
    """Return what a cell says, None for nothing; raise NotRead.

    `choices` says what words of this file mean for this field, by their MACs ("": nothing).
    """
    cell = cell.strip()
    if not cell or (field.kind != "text" and fold(cell) in _UNKNOWN and not _is_named(field, cell)):
        return [] if field.kind == "choices" else None
    if field.is_choice:
        words = SEVERAL.split(cell) if field.kind == "choices" else [cell]
        said = [_choice(field, word.strip(), choices) for word in words if word.strip()]
        found = list(dict.fromkeys(each for each in said if each))
        return found if field.kind == "choices" else next(iter(found), None)
    return _READERS[field.kind](field, cell, days)


def _is_named(field: Field, cell: str) -> bool:
    """Return whether that it is unknown is itself one of the choices."""
    return field.is_choice and fold(cell) in names_of(field.choices)


def _choice(field: Field, word: str, choices: Mapping[str, str]) -> str:
    known = names_of(field.choices).get(fold(word))
    if known is not None:
        return known
    meant = choices.get(mac_of(word)) if choices else None
    if meant is None:
        raise NotRead("choice", word)
    return meant


@cache
def names_of(choices: Any) -> dict[str, str]:
    """Return each choice by all names that it has, in three languages."""
    found = {fold(said): value for said, value in _SAID.items() if value in choices.values}
    for language in ("es", "fr", "en"):
        with translation.override(language):
            found |= {fold(str(choices(value).label)): value for value in choices.values}
    found |= getattr(choices, "said", {})
    return found | {fold(value): value for value in choices.values}


def _text(field: Field, cell: str, _days: str) -> str:
    if len(cell) > field.longest:
        raise NotRead("long", str(field.longest))
    return cell


def _email(field: Field, cell: str, days: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise NotRead("email", cell) from None
    return _text(field, cell, days)


def _day(_field: Field, cell: str, days: str) -> date:
    if found := _ISO.fullmatch(cell):
        year, month, day = map(int, found.groups())
    elif found := _DAY.fullmatch(cell):
        first, second, year = map(int, found.groups())
        month, day = (first, second) if days == MONTH_FIRST else (second, first)
        if len(found[3]) == len("19"):
            year += 2000 if year <= date.today().year % 100 else 1900  # noqa: DTZ011 - which century is meant
    else:
        raise NotRead("day", cell)
    try:
        told = date(year, month, day)
    except ValueError:
        raise NotRead("day", cell) from None
    if told < EARLIEST:
        raise NotRead("early", cell)
    return told


def _period(field: Field, cell: str, days: str) -> date:
    """Return the day, or the first one of the month or the year that a cell names."""
    found = _MONTH.fullmatch(cell)
    told = f"{found[1]}-{found[2] or 1}-1" if found else cell
    try:
        return _day(field, told, days)
    except NotRead as wrong:
        raise NotRead("period" if wrong.code == "day" else wrong.code, cell) from None


def number_in(cell: str) -> Decimal | None:
    """Return the number that is written, whichever sign parts its thousands and its fraction; None when it is none."""
    plain = re.sub(r"[\s\u00a0\u202f’'$€£]|USD|CAD|EUR|hrs?\b|h\b", "", cell, flags=re.IGNORECASE)
    if not _MONEY.fullmatch(plain):
        return None
    last = max(plain.rfind("."), plain.rfind(","))
    if last >= 0:
        sign, other = plain[last], "," if plain[last] == "." else "."
        parts = plain.replace(other, "").split(sign)
        is_thousands = len(parts) > 2 or (sign == "," and other not in plain and len(parts[-1]) == 3)  # noqa: PLR2004 - 1,234
        plain = "".join(parts) if is_thousands else ".".join(parts)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _figure(cell: str, code: str, most: str, places: int) -> Decimal | None:
    told = number_in(cell)
    if told is None or told < 0 or told != round(told, places):
        raise NotRead(code, cell)
    if told > Decimal(most):
        raise NotRead("large", cell)
    return told or None


def _money(_field: Field, cell: str, _days: str) -> Decimal | None:
    return _figure(cell, "money", "99999999.99", 2)


def _hours(_field: Field, cell: str, _days: str) -> Decimal | None:
    return _figure(cell, "hours", "99999.9", 1)


def _count(_field: Field, cell: str, _days: str) -> int:
    return int(_figure(cell, "count", "32000", 0) or 0)


def _yes_no(_field: Field, cell: str, _days: str) -> bool:
    word = fold(cell)
    if word in _YES or word in _NO:
        return word in _YES
    raise NotRead("yes_no", cell)


def _kept(field: Field, cell: str, days: str) -> str:
    if fold(cell) in _PARTLY:
        return "partly"
    try:
        return "yes" if _yes_no(field, cell, days) else "no"
    except NotRead:
        raise NotRead("kept", cell) from None


_READERS: dict[str, Any] = {
    "text": _text,
    "email": _email,
    "day": _day,
    "period": _period,
    "money": _money,
    "hours": _hours,
    "count": _count,
    "yes_no": _yes_no,
    "kept": _kept,
}


def order_of_days(cells: Any, language: str) -> str:
    """Return whether days such as 3/4/2024 begin with the month: as the file shows, else as the language writes."""
    for cell in cells:
        if found := _DAY.fullmatch(cell.strip()):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:  # noqa: PLR2004 - months of a year
                return DAY_FIRST
            if second > 12 >= first:  # noqa: PLR2004 - months of a year
                return MONTH_FIRST
    return MONTH_FIRST if language.startswith("en") else DAY_FIRST
