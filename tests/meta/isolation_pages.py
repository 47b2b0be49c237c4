"""Every page by name, and what its address names: a line for each, so that a new page needs one too."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, reverse

from amends.accounts.links import sign_invitation
from amends.accounts.tokens import PlaceResetTokens
from amends.console.decisions import DECISIONS
from api.v1.offers import name_of
from api.v1.steps.ways import WAYS
from network.agencies.decisions import DECISIONS as AGENCY_DECISIONS
from network.directory.models import Listing
from network.hsds.terms import terms
from programs.calendars import token_of
from programs.own_visits import sign_link
from programs.recipients import CONFIRMATION
from programs.signup.views import READY
from programs.steps import CASE_STEPS
from programs.views.receipts import PURPOSE
from programs.views.setup import HAND_OVER
from tenants import signing
from tenants.context import platform
from tests.meta.isolation_agencies import SIGN_ON, agency, of_an_agency, way_into_an_agency
from tests.meta.isolation_billing import BILLING
from tests.meta.isolation_imports import OF_IMPORTS
from tests.meta.isolation_messages import OF_MESSAGES
from tests.meta.isolation_moving import OF_MOVING
from tests.meta.isolation_networks import OF_NETWORKS
from tests.meta.isolation_own import OWN_PAGES, in_english
from tests.meta.isolation_retention import OF_RETENTION
from tests.meta.isolation_rows import Scene
from tests.meta.isolation_sessions import OF_SESSIONS
from tests.meta.isolation_training import OF_TRAINING
from tests.programs.rules.parts import ITEM, RULE

TENANT_URLCONF, PUBLIC_URLCONF = "amends.urls_tenant", "amends.urls_public"

Arguments = Callable[[Scene], dict[str, Any]]


LISTED = "lakeview-mediation"
"""The slug of the listing that pages of the directory show, where there is one."""


class _key_of:  # noqa: N801 - read as a function
    """The key of a row of the scene; it says of which, because keys that are numbers are the same in many tables."""

    def __init__(self, label: str):
        self.label = label

    def __call__(self, scene: Scene) -> dict[str, Any]:
        return {"pk": scene.rows[self.label].pk}


class _the_same_everywhere:  # noqa: N801 - read as a function
    """What every program has under the same name, so that an address of another program's leads to one's own."""

    def __init__(self, arguments: dict[str, Any]):
        self.of_all = arguments

    def __call__(self, scene: Scene) -> dict[str, Any]:
        return self.of_all


class _the_listed:  # noqa: N801 - read as a function
    """The id of the listing that the directory shows, where there is one."""

    of_all = True

    def __call__(self, scene: Scene) -> dict[str, Any]:
        with platform():
            pk = Listing.objects.filter(slug=LISTED).values_list("pk", flat=True).first()
        return {"pk": pk or UUID(int=0)}


def _receipt(scene: Scene) -> dict[str, Any]:
    return {"token": signing.dumps({"referral": scene.waiting.pk.hex}, purpose=PURPOSE)}


def _tenant(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.tenant.pk}


def _way_in(scene: Scene) -> dict[str, Any]:
    # A page of the platform's, whatever place is entered.
    with platform():
        return {"token": signing.dumps({"host": f"{scene.tenant.slug}.localhost", "way": "-"}, purpose=READY)}


def _hand_over(scene: Scene) -> dict[str, Any]:
    return {"token": signing.dumps(scene.rows["programs.HandOver"].pk.hex, purpose=HAND_OVER)}


def _confirmation(scene: Scene) -> dict[str, Any]:
    return {"token": signing.dumps({"user": scene.world.alice.pk.hex}, purpose=CONFIRMATION)}


def _own_link(scene: Scene) -> dict[str, Any]:
    return {"token": sign_link(scene.rows["programs.ParticipantLink"])}


def _site(scene: Scene) -> dict[str, Any]:
    return {"site": scene.site_id}


NO_LISTING = uuid.UUID("0a1b2c3d-0000-4000-8000-00000000dead")
_CASE, _REFERRAL, _PERSON = (
    _key_of(f"programs.{name}") for name in ("MediationCase", "Referral", "Participant")
)
_DRAFT = _key_of("programs.ReferralDraft")
_SOURCE = _key_of("programs.ReferralSource")
_ITEM, _PAYMENT = _key_of("programs.AgreementItem"), _key_of("programs.RestitutionPayment")


def _reset(scene: Scene) -> dict[str, Any]:
    user = scene.world.cora
    return {"uidb36": user_pk_to_url_str(user), "key": PlaceResetTokens().make_token(user)}


_USER, _INVITATION = _key_of("accounts.User"), _key_of("accounts.Invitation")

_ABOUT = {"case": _CASE, "person": _PERSON, "item": _ITEM, "payment": _PAYMENT, "referral": _REFERRAL}

# The objects that an address names, made in the scene of a program; None: the address names nothing.
ARGUMENTS: dict[str, Arguments | None] = {
    "landing": None,
    "protection": None,
    "find-program": None,
    "directory": None,
    "directory-data": _the_same_everywhere({"form": "csv"}),
    "directory-sources": None,
    "directory-state": _the_same_everywhere({"state": "mn"}),
    "directory-program": _the_same_everywhere({"slug": LISTED}),
    "directory-program-in": _the_same_everywhere({"slug": LISTED, "language": "es"}),
    "sitemap": None,
    "robots": None,
    **dict.fromkeys(
        (
            "hsds",
            "hsds-openapi",
            "hsds-profile",
            "hsds-services",
            "hsds-organizations",
            "hsds-service-at-locations",
            "hsds-taxonomies",
            "hsds-taxonomy-terms",
        )
    ),
    "hsds-service": _the_listed(),
    "hsds-organization": _the_listed(),
    "hsds-service-at-location": _the_same_everywhere({"pk": "00000000-0000-4000-8000-000000000001"}),
    "hsds-taxonomy": _the_same_everywhere({"pk": next(iter(terms().values())).taxonomy.id}),
    "hsds-taxonomy-term": _the_same_everywhere({"pk": next(iter(terms()))}),
    "styles": None,
    "styles-participant": None,
    "health": None,
    "sign-in": None,
    "sign-out": None,
    "account_login": None,
    "mfa_authenticate": None,
    "mfa_login_webauthn": None,
    "account_reauthenticate": None,
    "mfa_reauthenticate": None,
    "mfa_reauthenticate_webauthn": None,
    "password-reset": None,
    "account_reset_password_from_key": _reset,
    "address-confirm": lambda scene: {"key": scene.rows["account.EmailConfirmation"].key},
    "invitation": lambda scene: {"token": sign_invitation(scene.rows["accounts.Invitation"])},
    "account": None,
    "password-change": None,
    "address-change": None,
    "sessions": None,
    "app-enrol": None,
    "passkey-add": None,
    "second-factor-remove": _key_of("mfa.Authenticator"),
    "recovery-codes": None,
    "team": None,
    "team-invite": None,
    "team-person": _USER,
    "team-disable": _USER,
    "team-enable": _USER,
    "team-reset-factor": _USER,
    "invitation-resend": _INVITATION,
    "invitation-revoke": _INVITATION,
    "home": None,
    "consent-text": _the_same_everywhere({"version": "2026-1", "language": "en"}),
    "refer": None,
    "refer-fits": None,
    "refer-received": _receipt,
    "refer-withdraw": _receipt,
    "refer-mail": _receipt,
    "draft": _DRAFT,
    "draft-mail": _DRAFT,
    "sign-up": None,
    "sign-up-ready": _way_in,
    "terms": None,
    "hand-over": _hand_over,
    "founder-confirm": _confirmation,
    **dict.fromkeys(("verification", "plan", "verification-ask")),
    "confirmation-send": None,
    "program-describe": None,
    "samples-erase": None,
    "task-choose": None,
    "look": None,
    "look-style": None,
    "logo": None,
    "listing": None,
    "listing-part": _the_same_everywhere({"part": "means"}),
    "listing-places": None,
    "listing-place-remove": None,
    "listing-site-add": _the_same_everywhere({"kind": "public"}),
    **dict.fromkeys(("listing-site", "listing-site-hide", "listing-site-remove"), _site),
    "listing-preview": None,
    "listing-publish": None,
    "listing-take-out": None,
    "listing-confirm": None,
    # No listing from public sources and no claim has this key: what is not there is found by nobody.
    "listing-claim": _the_same_everywhere({"listing": NO_LISTING}),
    "claims": None,
    "claim": _tenant,
    "claim-decide": _tenant,
    "policy": None,
    "policy-change": _the_same_everywhere({"group": "deadlines"}),
    "own-parts": None,
    "own-part-add": _the_same_everywhere({"part": "fields"}),
    "own-part": _the_same_everywhere({"part": "rules", "record": RULE}),
    "own-part-remove": _the_same_everywhere({"part": "checklist", "record": ITEM}),
    "own-rule": _the_same_everywhere({"record": RULE}),
    "own-rule-fact": _the_same_everywhere({"record": RULE}),
    "own-rule-compare": _the_same_everywhere({"record": RULE, "condition": "when", "fact": "offence"}),
    "case-describe": _CASE,
    "item-tick": lambda scene: {"pk": scene.case.pk, "item": ITEM},
    "policy-draft": None,
    "policy-discard": None,
    "policy-versions": None,
    "policy-version": _the_same_everywhere({"number": 1}),
    "policy-restore": _the_same_everywhere({"number": 1}),
    "case-policy": _CASE,
    "referrals": None,
    "referral": _REFERRAL,
    "referral-review": _REFERRAL,
    "referral-accept": _REFERRAL,
    "referral-decline": _REFERRAL,
    "referral-amend": _REFERRAL,
    "file": _key_of("programs.StoredFile"),
    "referral-likeness": _REFERRAL,
    "referral-forward": _REFERRAL,
    "referral-forward-answer": _REFERRAL,
    "referral-forward-find": _REFERRAL,
    "handed-in": None,
    "referral-keep": _REFERRAL,
    "referral-join": _REFERRAL,
    "referral-handed": lambda scene: {"pk": scene.rows["programs.ReferralForward"].referral_id},
    **dict.fromkeys(("sources", "source-add")),
    **dict.fromkeys(("source", "source-close", "source-reopen"), _SOURCE),
    "cases": None,
    "filter-save": None,
    "filter-delete": _key_of("programs.SavedFilter"),
    "records": None,
    "complaints": None,
    "complaint": _key_of("programs.Complaint"),
    **dict.fromkeys(("case", "case-records"), _CASE),
    "calendar-feed": lambda scene: {"token": token_of(scene.world.cora)},
    "affiliation-end": _key_of("programs.Affiliation"),
    "conflict-declare": lambda scene: {"pk": scene.case.pk, "mediator": scene.world.mediators["mia"].pk},
    **dict.fromkeys(("case-people", "participant-add"), _CASE),
    **dict.fromkeys(("participant-edit", "letters", "releases", "release-add", "loss-record"), _PERSON),
    **OF_MESSAGES | OF_IMPORTS | OF_RETENTION | OF_SESSIONS | OF_NETWORKS | OF_TRAINING | OF_MOVING,
    "survey-blank": _the_same_everywhere({"side": "harmed", "language": "en"}),
    "letter": _key_of("programs.Contact"),
    "release-revoke": _key_of("programs.InformationRelease"),
    **dict.fromkeys(("case-agreement", "case-ledger", "receipt-record"), _CASE),
    "receipt-reverse": _key_of("programs.RestitutionPayment"),
    "payment-report": _key_of("programs.PaymentReport"),
    **dict.fromkeys(("payment-file", "arrears", "figures", "figures-file", "figures-cost")),
    **OWN_PAGES,
    **dict.fromkeys(
        ("statement-paper", "statement-pdf", "certificate-paper", "certificate-pdf"),
        lambda scene: in_english(scene.rows["programs.Participant"]),
    ),
    **dict.fromkeys(("agreement-paper", "agreement-pdf"), lambda scene: in_english(scene.case)),
    "case-screening": _CASE,
    "api-token-revoke": _key_of("api.ApiToken"),
    **dict.fromkeys(
        (
            "api-tokens",
            "api-token-make",
            "api-health",
            "api-version",
            "api-schema",
            "api-program",
            "api-policy",
            "api-referrals",
            "api-agency-referrals",
            "api-cases",
        )
    ),
    **dict.fromkeys(("api-referral", "api-referral-people"), _REFERRAL),
    **dict.fromkeys(("api-case", "api-case-people", "api-case-sessions", "api-case-agreement"), _CASE),
    **dict.fromkeys(("api-case-story", "api-case-describe", "api-item-tick"), _CASE),
    **dict.fromkeys(("api-person-releases", "api-release-record"), _PERSON),
    "api-release-revoke": _key_of("programs.InformationRelease"),
    **{name_of(way.step): _ABOUT[way.step.about] for way in WAYS.values()},
    "own-link": _own_link,
    "own-choice": lambda _scene: {"number": 1},
    "agency-ask": None,
    "agency-asked": None,
    "agency-join": way_into_an_agency,
    "agency-home": None,
    "agency-receipt-go": of_an_agency,
    "agency-programs": None,
    "agency-program-save": _tenant,
    "agency-program-forget": _tenant,
    "agency-program-go": _tenant,
    "agency-figures": None,
    "agency-people": None,
    "agency-widgets": None,
    "agency-place-forget": of_an_agency,
    **SIGN_ON | BILLING,
    "agency-widget-remove": of_an_agency,
    "agency-software": None,
    "agency-key-revoke": of_an_agency,
    "api-agency-hand-over": None,
    "directory-widget": lambda scene: {**of_an_agency(scene), "language": "en"},
    "agency-change": None,
    "agency-invite": None,
    "agency-invitation-resend": of_an_agency,
    "agency-invitation-revoke": of_an_agency,
    "agency-task": of_an_agency,
    "agency-leave": of_an_agency,
    "console-agencies": None,
    "console-agency-register": None,
    "console-agency": agency,
    **{decision.page: agency for decision in AGENCY_DECISIONS},
    "desk": None,
    "desk-come": None,
    "desk-rows": None,
    "desk-closed": None,
    "desk-leave": None,
    "console": None,
    **dict.fromkeys(("console-program", "console-coverage"), _tenant),
    **{decision.page: _tenant for decision in DECISIONS},
    **{step.page: _ABOUT[step.about] for step in CASE_STEPS},
}


@dataclass(frozen=True)
class Page:
    """A named address; `takes` are the names of what it is given."""

    name: str
    takes: frozenset[str]

    def path(self, scene: Scene, urlconf: str = TENANT_URLCONF) -> str:
        """Return its address for the objects of a scene; the scene's place must be entered."""
        return reverse(self.name, urlconf, kwargs=self.arguments(scene))

    @property
    def names_an_object(self) -> bool:
        """Return whether its address names something that is one program's alone."""
        return bool(self.takes) and not hasattr(ARGUMENTS[self.name], "of_all")

    def arguments(self, scene: Scene) -> dict[str, Any]:
        """Return what its address names of a scene."""
        arguments = ARGUMENTS[self.name]
        return arguments(scene) if arguments else {}

    def row(self, scene: Scene) -> Any:
        """Return the row whose key its address takes; None when it takes none, or a token."""
        if label := getattr(ARGUMENTS[self.name], "label", None):
            return scene.rows[label]
        key = self.arguments(scene).get("pk")
        return next((row for row in scene.rows.values() if row.pk == key), None)


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
