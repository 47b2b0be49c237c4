"""The access matrix: for every page, method and person at a host, what the policy says that the answer is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import Resolver404, resolve

from amends.accounts.access import ANYONE, OUTSIDERS, Outsider, may_open, table
from amends.console.decisions import DECISIONS
from api.models import ApiToken
from network.agencies.decisions import DECISIONS as AGENCY_DECISIONS
from programs.models import Mediator, Participant
from tenants.place import PUBLIC, current_schema
from tests.meta.isolation_oversight import NETWORKS
from tests.meta.isolation_pages import Page
from tests.meta.isolation_rows import Scene

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Every endpoint derives from one class, which takes no other method by its own list.
API_METHODS = ("GET", "POST", "DELETE", "OPTIONS")

SIGN_IN, REFUSED, NOT_FOUND, NO_METHOD, OPEN = "to sign-in", "403", "404", "405", "open"
NO_TOKEN = "401"
# Who is asked in front of pages and of the API; the others either with cookies at pages or with a token at the API.
AT_BOTH = ("all roles", "the token of all roles", "the victim", "nobody")
ELSEWHERE = "to another page"
CLOSED = "to where somebody without an account is told that their visit is over"
# Pages of the platform whose address names something of its own.
OF_THE_PLATFORM = {
    "sign-up-ready",
    "console-program",
    "directory-data",
    "directory-state",
    "hsds-taxonomy",
    "hsds-taxonomy-term",
    *(decision.page for decision in (*DECISIONS, *AGENCY_DECISIONS)),
    "console-agency",
    "agency-join",
    "console-network",
    "console-coverage",
    # Nobody of the matrix belongs to an agency, which they are told before anything is looked for.
    *("agency-receipt-go", "agency-program-save", "agency-program-forget", "agency-program-go"),
    *("agency-invitation-resend", "agency-invitation-revoke", "agency-task", "agency-leave"),
    *("agency-widget-remove", "agency-place-forget", "agency-key-revoke"),
    *("sign-in-agency-go", "sign-in-agency-back"),
    # Nor to a network.
    *(name for name, names in NETWORKS.items() if names),
}

# Pages of participants that are there for one side alone.
OF_A_SIDE = {
    "own-choices": "victim",
    "own-choice": "victim",
    **dict.fromkeys(("own-progress", "own-statement", "own-payments"), "offender"),
}

# Pages that are open to somebody and may yet answer so, because of what was done before; each with the reason.
ALSO = {
    "mfa_authenticate": (SIGN_IN,),  # the second step of a sign-in that nobody here has begun
    "mfa_login_webauthn": (SIGN_IN,),  # a passkey, without one
    "sign-out": (SIGN_IN,),  # that is where it leads
    "own-leave": (CLOSED,),  # that is where it leads
    "desk-leave": (CLOSED,),  # likewise
    "billing-leave": (CLOSED,),  # likewise
    "billing-portal": ("503",),  # the platform of the scene has no Stripe to ask, and says so
    "address-confirm": (SIGN_IN,),  # where it leads whoever is not signed in
    # The message of the scene is a letter, and there for the person harmed.
    **dict.fromkeys(("message-recording", "own-message", "own-recording", "own-upload"), (NOT_FOUND,)),
    # What was said of the case of the scene is that it is held.
    **dict.fromkeys(("sealed-case", "retention-second", "retention-take-back"), (NOT_FOUND,)),
    # Of one's own statements alone; and nothing that was handed in waits in the scene.
    **dict.fromkeys(("training-statement", "training-file", "training-end"), (NOT_FOUND,)),
    "case-note": (NOT_FOUND,),  # there for each mediator of a case alone
    "own-calendar": (NOT_FOUND,),  # the case of the scene has no date ahead
    "sign-in-agency-go": (NOT_FOUND,),  # the agency of the scene has no sign-in of its own
    "sign-in-agency-back": (NOT_FOUND,),
    # Nothing is published in the scene.
    **dict.fromkeys(
        ("figures-year", "figures-release", "figures-release-file", "console-release"), (NOT_FOUND,)
    ),
    "network-join": (NOT_FOUND,),  # the network of the scene has invited nobody
    "listing-claim": (NOT_FOUND,),  # the platform of the scene has no listing from public sources
    "standards-resource": (NOT_FOUND,),  # no network of the scene lends anything
    "networks-ask": (NOT_FOUND,),  # no network of the scene takes requests
    "accredit-start": (NOT_FOUND,),  # nor has one a standard
    "api-agency-referrals": (NO_TOKEN,),  # asks for a hand-over, which nobody of the matrix has
    "api-agency-hand-over": (NO_TOKEN,),  # asks for a key of an agency
    "draft-mail": (NOT_FOUND,),  # only the page that showed the code has the token in the button
    "console-replay": (NOT_FOUND,),  # names an event in the form, and none failed in the scene
    "founder-confirm": (NOT_FOUND,),  # the program of the scene has no founder, whose link it could be
}


@dataclass(frozen=True)
class Somebody:
    """A person in front of a browser: who they are at this host (perhaps nobody), and the browser's cookies.

    Or software, with a token and no cookies.
    """

    name: str
    user: Any
    cookies: dict[str, str]
    token: str = ""

    def known_as(self, path: str) -> Any:
        """Return who this is at an address: a token counts under /api/ alone, and cookies everywhere else."""
        return self.user if bool(self.token) is is_api(path) else AnonymousUser()

    def is_asked(self, path: str) -> bool:
        return bool(self.token) is is_api(path) or self.name in AT_BOTH


def is_api(path: str) -> bool:
    return path.startswith("/api/")


def methods_at(path: str) -> tuple[str, ...]:
    return API_METHODS if is_api(path) else METHODS


@dataclass(frozen=True)
class Cell:
    """One request of the matrix and the answer that the policy expects."""

    page: str
    path: str
    method: str
    somebody: Somebody
    expected: str

    def __str__(self) -> str:
        return f"{self.method} {self.page} as {self.somebody.name}"


def methods_of(view: Callable[..., Any]) -> frozenset[str] | None:
    """Return the methods that a view says it takes; None when it does not say."""
    if view_class := getattr(view, "view_class", None):
        has = {name.upper() for name in view_class.http_method_names if hasattr(view_class, name)}
        return frozenset(has | {"HEAD"} if "GET" in has else has)
    while view is not None:
        names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
        if "request_method_list" in names:
            return frozenset(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None


def asked(
    place: int, name: str, path: str, people: list[Somebody], takes: frozenset[str], *, every: bool
) -> Iterator[tuple[Somebody, str]]:
    """Yield who is asked at the page that stands at `place`, by which method: `every` one by each, or an honest part.

    In a part are all whom the policy lets in, because the page itself answers them, and one of them by each method,
    because a page does not look at who asks before it refuses a method. Before a page that is closed to somebody there
    is the one middleware, which reads the table: one of them is asked in turn, and those of AT_BOTH.
    """
    here, methods = [each for each in people if each.is_asked(path)], methods_at(path)
    if every:
        yield from product(here, methods)
        return
    let_in = [each for each in here if may_open(each.known_as(path), name)]
    kept_out = [each for each in here if not may_open(each.known_as(path), name)]
    known = [each for each in kept_out if each.name in AT_BOTH]
    others = [each for each in kept_out if each.name not in AT_BOTH]
    in_turn = others[place % len(others) :][:1] if others else []
    by_each = next((each for each in let_in if each.name in AT_BOTH), let_in[0] if let_in else None)
    # Who may open a page is asked before the method is, so that one shows it: the one that writes if there is one.
    main = "POST" if "POST" in takes else "GET"
    for each in (*let_in, *known, *in_turn):
        for method in methods if each is by_each else (main,):
            yield each, method


def cells(
    pages: dict[str, Page], urlconf: str, scene: Scene, people: list[Somebody], *, every: bool
) -> Iterator[Cell]:
    """Yield the cells of a URLconf at its own host, with the host's own objects; the place must be entered.

    `every` asks each person for each method; else see `asked`.
    """
    for place, page in enumerate(pages.values()):
        path = page.path(scene, urlconf)
        takes = methods_of(resolve(path, urlconf).func) or frozenset()
        for somebody, method in asked(place, page.name, path, people, takes, every=every):
            user = somebody.known_as(path)
            seen = is_seen(page, scene, user)
            expected = _expected(page.name, path, method, user, takes, seen=seen)
            yield Cell(page.name, path, method, somebody, expected)


def cells_elsewhere(
    paths: dict[str, str], urlconf: str, people: list[Somebody], *, every: bool
) -> Iterator[Cell]:
    """Yield the cells of addresses that a host does not have: nobody learns anything there.

    An address is looked for before anybody is known: without `every` those of AT_BOTH and one other are asked.
    """
    for place, (name, path) in enumerate(paths.items()):
        try:
            resolve(path, urlconf)
        except Resolver404:
            here = [each for each in people if each.is_asked(path)]
            others = [each for each in here if each.name not in AT_BOTH]
            part = [each for each in here if each.name in AT_BOTH] + others[place % len(others) :][:1]
            for somebody in here if every else part:
                for method in methods_at(path) if every else ("POST" if place % 2 else "GET",):
                    yield Cell(name, path, method, somebody, NOT_FOUND)


def _expected(name: str, path: str, method: str, user: Any, takes: frozenset[str], *, seen: bool) -> str:
    if any(kind in table()[name] for kind in OUTSIDERS):
        if not may_open(user, name):
            return CLOSED
    elif ANYONE not in table()[name]:
        # A participant has no account either.
        if isinstance(user, AnonymousUser | Outsider):
            return NO_TOKEN if is_api(path) else SIGN_IN
        if not may_open(user, name):
            return REFUSED
    if method not in takes:
        return NO_METHOD
    return OPEN if seen else NOT_FOUND


def is_seen(page: Page, scene: Scene, user: Any) -> bool:
    """Return whether the object that the page's address names is one that this person sees, by `visible_to`."""
    if current_schema() == PUBLIC:
        # What an address names of a program is nothing on the platform, except the program itself.
        return not page.takes or page.name in OF_THE_PLATFORM
    if isinstance(user, Outsider):
        side = OF_A_SIDE.get(page.name)
        return side is None or Participant.objects.filter(pk=user.key, role=side).exists()
    row = page.row(scene)
    if row is None:
        return True
    if isinstance(row, ApiToken):
        return True  # whoever manages the tokens manages all of them
    if hasattr(row, "user_id") and not hasattr(row, "case_id") and not isinstance(row, Mediator):
        return row.user_id == user.pk  # a part of an account, and nobody else's
    if not hasattr(type(row).objects.all(), "visible_to"):
        row = _case_of(row)
    return row is None or (
        not user.is_anonymous and type(row).objects.visible_to(user).filter(pk=row.pk).exists()
    )


def _case_of(row: Any) -> Any:
    """Return the case that a row belongs to, through an item and its agreement, or a person; None when to none."""
    for name in ("case", "agreement", "item", "participant"):
        if hasattr(row, name):
            return row.case if name == "case" else _case_of(getattr(row, name))
    return None


def is_as_expected(cell: Cell, found: str) -> bool:
    """Return whether an answer is one that the cell allows.

    To be sent on is how a form ends; allauth's pages also send whoever is signed in on before they look at the method.
    """
    if found == cell.expected or (found == ELSEWHERE and cell.expected in (OPEN, NO_METHOD)):
        return True
    if cell.expected == NO_METHOD and found == NOT_FOUND:
        return True  # allauth's pages look for what a link names first
    return cell.expected in (OPEN, NO_METHOD) and found in ALSO.get(cell.page, ())


def answer_of(response: Any) -> str:
    """Return what an answer amounts to."""
    if response.status_code in (302, 303):
        there = {"/sign-in/": SIGN_IN} | dict.fromkeys(
            ("/mine/closed/", "/desk/closed/", "/billing/closed/"), CLOSED
        )
        return there.get(response.url.partition("?")[0], ELSEWHERE)
    if response.status_code >= 500:
        return str(response.status_code)
    return {401: NO_TOKEN, 403: REFUSED, 404: NOT_FOUND, 410: NOT_FOUND, 405: NO_METHOD}.get(
        response.status_code, OPEN
    )
