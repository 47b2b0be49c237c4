"""Whose data it is, which a page must print."""

from functools import cache
from typing import NamedTuple

from network.places.file import ask


class Attribution(NamedTuple):
    """One source: the sentence to print, its licence and origin, and the text that a copy must carry."""

    notice: str
    licence: str
    address: str
    licence_address: str
    terms: str


@cache
def attributions() -> list[Attribution]:
    """Return the sources of the data in a fixed order."""
    return [
        Attribution(*row)
        for row in ask("SELECT notice, licence, address, licence_address, terms FROM source ORDER BY name")
    ]
