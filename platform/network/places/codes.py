"""From a code to its place: `us-county:27123` is Ramsey County, Minnesota."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from network.places import place
from network.places.place import WORLD, Place, everywhere


def place_of(code: str) -> Place | None:
    """Return the place of a code, of a ZIP (`zip:55104`) or of a town (`town:5045360`); None if there is none."""
    return places_of([code]).get(code)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the codes that exist, in one query for each kind among them, however many there are."""
    return {code: found.name for code, found in places_of(codes).items()}


def places_of(codes: Iterable[str]) -> dict[str, Place]:
    """Return the places of the codes that exist, in the order given."""
    asked = list(dict.fromkeys(codes))
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for code in asked:
        by_prefix[code.partition(":")[0]].append(code)
    found: dict[str, Place] = {}
    for prefix, same in by_prefix.items():
        found |= _of_kind(prefix, same)
    return {code: found[code] for code in asked if code in found}


def _of_kind(prefix: str, codes: list[str]) -> dict[str, Place]:
    if prefix in _NUMBERED:
        length, make_numbered = _NUMBERED[prefix]
        numbers = {_number(code, length) for code in codes} - {None}
        return {made.code: made for made in make_numbered(numbers).values()}
    if prefix in _LETTERED:
        made_of = _LETTERED[prefix](code.partition(":")[2] for code in codes)
        return {made.code: made for made in made_of.values()}
    known = place.regions()
    found = {code: place.make_region(known[code]) for code in codes if code in known}
    return found | ({WORLD: everywhere()} if WORLD in codes else {})


def _number(code: str, length: int | None) -> int | None:
    """Only plain digits, and as many as there must be: two spellings of one code would be two keys."""
    digits = code.partition(":")[2]
    plain = digits.isascii() and digits.isdecimal()
    if not plain or (len(digits) != length if length else len(digits) > 12 or digits[0] == "0"):  # noqa: PLR2004
        return None
    return int(digits)


_NUMBERED: dict[str, tuple[int | None, Callable]] = {
    "us-county": (5, place.counties),
    "zip": (5, place.zips),
    "town": (None, place.towns),
}
_LETTERED: dict[str, Callable] = {"ca-fsa": place.fsas, "court": place.courts}
