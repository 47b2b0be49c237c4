"""Every page by name, and what its address names: a line for each, so that a new page needs one too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, reverse

from programs.views.public_referral import PURPOSE
from tenants import signing
from tests.meta.isolation_rows import Scene

TENANT_URLCONF, PUBLIC_URLCONF = "amends.urls_tenant", "amends.urls_public"

Arguments = Callable[[Scene], dict[str, Any]]


def _key_of(label: str) -> Arguments:
    return lambda scene: {"pk": scene.rows[label].pk}


def _receipt(scene: Scene) -> dict[str, Any]:
    return {"token": signing.dumps({"referral": scene.waiting.pk.hex}, purpose=PURPOSE)}


_CASE, _REFERRAL, _PERSON = (
    _key_of(f"programs.{name}") for name in ("MediationCase", "Referral", "Participant")
)
_ITEM, _PAYMENT = _key_of("programs.AgreementItem"), _key_of("programs.RestitutionPayment")

# The objects that an address names, made in the scene of a program; None: the address names nothing.
ARGUMENTS: dict[str, Arguments | None] = {
    "landing": None,
    "styles": None,
    "styles-participant": None,
    "health": None,
    "sign-in": None,
    "sign-out": None,
    "home": None,
    "refer": None,
    "refer-received": _receipt,
    "referrals": None,
    "referral": _REFERRAL,
    "referral-accept": _REFERRAL,
    "referral-decline": _REFERRAL,
    "referral-amend": _REFERRAL,
    "cases": None,
    "case": _CASE,
    "screening-begin": _CASE,
    "acknowledgement-record": _CASE,
    "acknowledgement-override": _CASE,
    "preparing-begin": _CASE,
    "ready-mark": _CASE,
    "mediator-assign": _CASE,
    "conflict-declare": lambda scene: {"pk": scene.case.pk, "mediator": scene.world.mediators["mia"].pk},
    "case-people": _CASE,
    "participant-add": _CASE,
    "participant-edit": _PERSON,
    "consent-record": _PERSON,
    "consent-withdraw": _PERSON,
    "session-schedule": _CASE,
    "session-cancel": _CASE,
    "session-held": _CASE,
    "session-not-held": _CASE,
    "case-agreement": _CASE,
    "agreement-begin": _CASE,
    "item-add": _CASE,
    "agreement-sign": _CASE,
    "item-remove": _ITEM,
    "item-mark": _ITEM,
    "payment-record": _ITEM,
    "payment-reverse": _PAYMENT,
    "closing-begin": _CASE,
    "case-close": _CASE,
}


@dataclass(frozen=True)
class Page:
    """A named address; `takes` are the names of what it is given."""

    name: str
    takes: frozenset[str]

    def path(self, scene: Scene, urlconf: str = TENANT_URLCONF) -> str:
        """Return its address for the objects of a scene; the scene's place must be entered."""
        arguments = ARGUMENTS[self.name]
        return reverse(self.name, urlconf, kwargs=arguments(scene) if arguments else {})


def pages(urlconf: str) -> dict[str, Page]:
    """Return every page of a URLconf by name; a page without a name is called by its pattern."""
    return {page.name: page for page in _walk(import_module(urlconf).urlpatterns, frozenset())}


def _walk(patterns: list[Any], taken: frozenset[str]) -> Iterator[Page]:
    for each in patterns:
        takes = taken | each.pattern.converters.keys() | each.pattern.regex.groupindex.keys()
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, takes)
        elif isinstance(each, URLPattern):
            yield Page(each.name or f"without a name: {each.pattern}", frozenset(takes))
