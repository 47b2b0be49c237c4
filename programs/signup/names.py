"""Which subdomain a new program may have: reserved names and look-alikes are refused, free ones offered."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 3, 40
SHORT_STEM = 24  # leaves room for a word and a number
SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names of services, of offices that a program must not pose as, and of ourselves.
RESERVED = frozenset(
    """
    about abuse access account accounts admin administrator agencies agency amends api app apps archive assets
    auth autoconfig autodiscover backup beta billing blog bot cache calendar cdn chat clinic console contact
    court courts cpanel crisis customer dashboard database defense demo dev developer directory dns docs
    documents download email emergency enterprise example exit faq federal feedback file files forum ftp git gov
    government graphql guest health healthz help helpdesk home hostmaster hotline http https imap info internal
    invite invoice investigations jail judge justice law legal links live local localhost login logout mail
    mailer media mediation metrics mobile mx network networks news newsletter noreply ns ns1 ns2 oauth office
    official offenders ombudsman operator operators parole password payment payments phone pilot police pop pop3
    portal postmaster press prison privacy probation production prosecutor public refer referral register
    registry report reports robots root safety sandbox sales search secure security server service services
    session settings setup sheriff shop sign-in sign-up signin signup sitemap smtp sso staff stage staging start
    state stats status store styles sub support survey system teams terms test testing tests trust update upload
    user users verify victim victims video voice vom vorp web webdisk webhook webhooks webmail webmaster wiki
    wpad ww www www1 www2 wwww xmpp
    """.split()  # noqa: SIM905 - a list of two hundred strings reads worse
)
# Words with which an address says that it is where one signs in or pays, or that it is the platform's own: in no part
# of a name. "Services", "support", "justice" and "home" are not here: programs carry them, and stand in the list above.
SERVICES = frozenset(
    """
    account accounts admin administrator api auth billing cdn console cpanel dns download ftp helpdesk hostmaster
    imap invoice log-in login logon mail mailer noreply ns oauth operator operators password payment payments
    postmaster secure security server sign-in sign-up signin signup smtp sso verify web-mail webdisk webhook webhooks
    webmail webmaster wpad www xmpp
    """.split()  # noqa: SIM905 - as above
)
# Words so plain that they are seen without hyphens too. "Amends" is ours: a program that is called so writes its
# name on its pages, and has another address.
SEEN_ANYWHERE = ("amends", "login", "password", "webmail")
# Offices. There are programs that courts, probation and police run; they are believed when their address says what
# they do there as well. `elkhart-police` alone would be the police.
OFFICES = frozenset(
    """
    court courthouse courtroom courts federal gov government investigations jail judge judges ombudsman parole police
    prison probation prosecutor prosecutors sheriff sheriffs
    """.split()  # noqa: SIM905 - as above
)
MEDIATES = frozenset(
    """
    circles conferencing dialogue dialogues diversion mediation mediations mediators meetings reconciliation
    restorative vom vorp
    """.split()  # noqa: SIM905 - as above
)
# What looks like another letter, or like two, in the type of an address bar.
PAIRS = "rn:m vv:w cl:d 0:o 1:l i:l j:l 2:z 3:e 4:a 5:s 6:g 7:t 8:b 9:g q:g"
LOOKS_LIKE = tuple(pair.split(":") for pair in PAIRS.split())
# From this length on, a name that differs from another in one letter is taken for it.
READ_AT_A_GLANCE = 5


@dataclass(frozen=True)
class Objection:
    """Why a name cannot be had, in words."""

    id: str
    sentence: str | Promise


OBJECTIONS = {
    each.id: each
    for each in (
        Objection("shape", _("Use small letters from a to z, digits and single hyphens between them.")),
        Objection(
            "foreign",
            _("Use letters from a to z only: other letters can look the same and be different ones."),
        ),
        Objection(
            "nameless",
            _("We cannot make an address from this name. Write one, in letters from a to z."),
        ),
        Objection("short", _("Use at least 3 characters.")),
        Objection("long", _("Use at most 40 characters.")),
        Objection("digits", _("Use at least one letter.")),
        Objection(
            "punycode",
            _("An address that begins like this stands for letters that are not shown. Choose another."),
        ),
        Objection(
            "reserved",
            _("This name is kept for the service itself or for an office. Choose one that says who you are."),
        ),
        Objection("taken", _("Another program has or had this address.")),
        Objection(
            "look_alike",
            _("This could be mistaken for the address of another program. Choose one that differs more."),
        ),
    )
}


def slug_of(name: str) -> str:
    """Return what a name gives as a subdomain: accents dropped, everything else but letters and digits a hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain)
    return _cut("-".join(words))


def _cut(slug: str, longest: int = LONGEST) -> str:
    """Return a name at most as long as it may be, cut between words; a single word that is too long is cut itself."""
    if len(slug) <= longest:
        return slug
    kept = slug[: longest + 1].rpartition("-")[0]
    return (kept or slug[:longest]).rstrip("-")


def objection_to(slug: str, taken: Iterable[str]) -> Objection | None:
    """Return why `slug` cannot be had while `taken` are in use, or None."""
    found = _wrong_shape(slug) or _wrong_name(slug, taken)
    return OBJECTIONS[found] if found else None


def suggestions(name: str, place: str, taken: Iterable[str], *, most: int = 3) -> list[str]:
    """Return some names that can be had, made of the program's name and place."""
    names = list(taken)
    free: list[str] = []
    for candidate in _candidates(slug_of(name), slug_of(place)):
        if len(free) == most:
            break
        if candidate not in free and objection_to(candidate, names) is None:
            free.append(candidate)
    return free


def _candidates(name: str, place: str) -> Iterator[str]:
    first = place.split("-", maxsplit=1)[0]
    stem = "-".join(part for part in name.split("-") if part and not _poses(f"{part}-mediation")) or "program"
    yield stem
    for ending in (first, place, "mediation", f"{first}-mediation", "meetings", "program", "dialogue"):
        if ending:
            yield _cut(f"{stem}-{ending}".strip("-"))
    for word, number in itertools.product(("mediation", "program"), range(2, 100)):
        yield f"{_cut(stem, SHORT_STEM)}-{word}-{number}"


def _wrong_shape(slug: str) -> str:
    if not slug.isascii():
        return "foreign"
    if slug[:4].endswith("--") or slug.startswith("xn-"):
        return "punycode"
    if not SHAPE.fullmatch(slug):
        return "shape"
    if len(slug) < SHORTEST:
        return "short"
    if len(slug) > LONGEST:
        return "long"
    return "" if any(character.isalpha() for character in slug) else "digits"


def _wrong_name(slug: str, taken: Iterable[str]) -> str:
    seen = skeleton(slug)
    if seen in _skeletons(RESERVED) or _poses(slug):
        return "reserved"
    found = ""
    for other in taken:
        if other == slug:
            return "taken"
        if not found and not _differ_by_number(slug, other) and _is_like(seen, skeleton(other)):
            found = "look_alike"
    return found


@lru_cache(maxsize=100_000)
def skeleton(slug: str) -> str:
    """Return a name as the eye takes it in: without hyphens, and letters that look alike made one."""
    seen = slug.replace("-", "")
    for looks, like in LOOKS_LIKE:
        seen = seen.replace(looks, like)
    return seen


@lru_cache(maxsize=8)
def _skeletons(words: frozenset[str]) -> frozenset[str]:
    return frozenset(skeleton(word) for word in words)


def _poses(slug: str) -> bool:
    """Return whether a part of a name, or two beside each other, make it a service's or an office's."""
    if any(skeleton(word) in skeleton(slug) for word in SEEN_ANYWHERE):
        return True
    parts = slug.split("-")
    # A number at the end changes nothing: `api2`, `ns3`.
    said = {
        skeleton(part.rstrip("0123456789")) for part in (*parts, *map("".join, itertools.pairwise(parts)))
    }
    if said & _skeletons(SERVICES) or (len(parts) == 1 and said & _skeletons(RESERVED)):
        return True
    return bool(said & _skeletons(OFFICES)) and not MEDIATES.intersection(parts)


def _differ_by_number(slug: str, other: str) -> bool:
    """Return whether two names differ in a number that stands apart in both, as `district-4` and `district-5` do."""
    mine, theirs = slug.split("-"), other.split("-")
    if len(mine) != len(theirs):
        return False
    pairs = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    return bool(pairs) and all(one.isdigit() and two.isdigit() and int(one) != int(two) for one, two in pairs)


def _is_like(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= READ_AT_A_GLANCE and _is_one_edit_away(one, other)


def _is_one_edit_away(one: str, other: str) -> bool:
    """Return whether one letter more, less, changed or swapped with its neighbor makes the other; in linear time."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one)
    )
    if len(other) > len(one):
        return one[start:] == other[start + 1 :]
    swapped = (
        one[start : start + 2][::-1] == other[start : start + 2] and one[start + 2 :] == other[start + 2 :]
    )
    return swapped or one[start + 1 :] == other[start + 1 :]
