"""Every page that somebody can be shown, at a program's host and at the platform's: its address, and who looks."""

import re
import uuid
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from amends.accounts.access import AGENCY_PERSON, ANYONE, PARTICIPANT, PAYER, SIGNED_IN, Outsider, table
from amends.accounts.models import PROGRAM_ROLES, Role, User
from billing.actions import offer_coverage, open_account, settle
from billing.models import BillingAccount
from billing.visits import VISITS
from network.agencies import handover
from network.oversight.models import Network
from programs.actions.policy import change_settings
from programs.models import Program
from programs.signup.opening import begin_to_pay
from programs.steps import CASE_STEPS
from tenants.context import as_owner, inside, platform
from tests.amends.accounts.rig import Places, again, sign_in
from tests.amends.accounts.test_second_factors import enrolled, half_way
from tests.billing.made import subscribe
from tests.conftest import HostClient
from tests.meta.access_matrix import OF_A_SIDE, OF_THE_PLATFORM, is_api, methods_of
from tests.meta.every_case import every_case, where_possible
from tests.meta.isolation_pages import LISTED, PUBLIC_URLCONF, TENANT_URLCONF, Page, pages
from tests.meta.isolation_published import YEAR
from tests.meta.isolation_rows import CANARY, Scene
from tests.network.agencies.made import made_invitation, made_member, made_sign_on
from tests.network.directory.listings import list_a_program
from tests.network.oversight.made import made_scene
from tests.network.reporting.shown import made_figures
from tests.programs.cast import NOW, at, open_page, parties
from tests.programs.desk_rig import press
from tests.programs.policy.test_publishing import publish
from tests.programs.rules.parts import own_parts

HOSTS = {TENANT_URLCONF: "alpha.localhost", PUBLIC_URLCONF: "localhost"}
NOBODY, ALL = "nobody", "all roles"

# What answers GET and is no page to look at, each with the reason.
NO_PAGE = {
    "directory-data": "a file of all listings",
    "sitemap": "for search engines",
    "robots": "for search engines",
    "directory-program-in": "the page of a program in the language of its address",
    "health": "text for whatever balances the load",
    "look-style": "a style sheet",
    "logo": "a picture",
    "calendar-feed": "for calendars",
    "own-calendar": "a date for a calendar",
    "agreement-pdf": "a PDF; the page for printing is looked at",
    "statement-pdf": "a PDF; the page for printing is looked at",
    "certificate-pdf": "a PDF; the page for printing is looked at",
    "accredit-certificate": "a PDF; `tests.programs.accreditation` asks for it",
    "account_login": "the page of signing in, by the name under which allauth asks for it",
    "mfa_login_webauthn": "what a script asks for a passkey",
    "mfa_reauthenticate_webauthn": "for whoever has a passkey; `tests.amends.accounts.test_browser` makes one",
    "sign-in-agency-back": "takes a provider's answer; `tests.network.agencies.test_sign_on` looks at it",
    "own-exit": "leads away at once",
    "billing-back": "looks at Stripe and leads on; `tests.billing.test_in_browser` comes by",
    "billing-subscribe": "there only without a subscription; `tests.billing.test_in_browser` subscribes",
    "console-rate": "there only while a request waits; `tests.billing.test_pages` answers one",
    "listing-claim": "there only while a listing is claimable; `tests.programs.listing.test_claims` looks at it",
    "standards-resource": "there only for what a network lends; `tests.programs.guidance` looks at it",
    "networks-ask": "there only for a network that takes requests; `tests.programs.networks` looks at it",
    "hand-over": "signs the founder in, once, and leads to the first page",
    "file": "a download; `tests.programs.test_files` looks at its headers",
    "message-recording": "a recording; `tests.programs.exchange.test_recordings` looks at its headers",
    "message-upload": "takes a recording, and leads back to its message",
    "own-recording": "a recording",
    **dict.fromkeys(("network-roster-file", "network-gaps-file", "network-report-file"), "a file"),
    **dict.fromkeys(("figures-release-file", "network-figures-file"), "a file, by its bytes"),
    "accreditation-pipeline-file": "a file",
    "figures-file": "a file; `tests.programs.figures.test_pages` looks into it",
    "move-file": "a download; `tests.programs.moving` fetches it",
    "import-undo": "there only for a file that was imported; `tests.programs.importing.test_import` takes one back",
    "import-failed": "a file of rows; `tests.programs.importing.test_import` looks into it",
    "sealed-case": "there only for a sealed case; `tests.programs.retention.test_pages` looks at it",
    "own-upload": "takes a recording, and leads back to its message",
    "own-message": "there only in an exchange; `tests.programs.exchange.test_pages` looks at it",
    "own-question": "leads to the list of what is asked until it is begun; `tests.programs.surveys` answers it",
    "own-message-write": "there only in an exchange; `tests.programs.exchange.test_pages` looks at it",
    "referral-review": "a button of the referral's page, and leads back there",
    "own-rule-fact": "leads on to the page of what was chosen",
    "referral-accept": "a button of the referral's page, and leads back there",
    "filter-save": "a form of the list of cases, and leads back there",
    "training-file": "a download; `tests.programs.training` looks into it",
    "training-keys": "for software",
    "training-ended": "for software",
    "affiliation-end": "a button of the mediator's page, and leads back there",
}
# What a page is asked in its address, where it shows something else then.
ASKED = {
    "directory": (
        "",
        "?where=55104&stage=pre_charge&speaks=es",
        "?where=55104&map=1",
        "?where=Springfield",
        "?where=Sprngfild",
        "?where=Guam&offence=severe&age=juvenile",
        "?words=lakview",
    ),
}
# Pages of the platform that name something of its own: `OF_THE_PLATFORM`, and what only a committed scene has.
NAMED = OF_THE_PLATFORM | {"directory-program"}
# Who is shown a page that whoever may open everything is not shown.
WHO = {
    "case-note": "mediator",
    **dict.fromkeys(("training", "training-statement", "training-bring"), "mediator"),
    "mfa_authenticate": "half way in",
    "mfa_reauthenticate": "secured",
    "second-factor-remove": "secured",
    "recovery-codes": "secured",
}
# Who else sees something of their own on a page.
ALSO = {
    "home": (ALL, "coordinator", "mediator"),
    "cases": ("mediator",),
    "case": ("mediator",),
    "account": ("secured",),
}


class Stop(NamedTuple):
    """A page as one person is shown it; `who` is a key of `Ground.cookies`."""

    page: str
    path: str
    who: str

    @property
    def shown_at(self) -> str:
        """Return the path under which the browser shows it: allauth keeps a key of a link out of what follows."""
        if self.page == "account_reset_password_from_key":
            return re.sub(r"-[^/]+/$", "-set-password/", self.path)
        return self.path


class Ground:
    """A program with a case in every state and one of everything, and the cookies of everybody who looks at a page."""

    def __init__(self, tenants: dict[str, Any]):
        self.tenant = tenants["alpha"]
        places = Places(tenants)
        with at(self.tenant):
            self.scene = Scene(self.tenant, CANARY)
            # A program that passes letters on: it has every step.
            modes = [*Program.objects.get().policy.modes, "letter_exchange"]
            publish(self.scene.world, modes=modes, **own_parts())
            change_settings(actor=self.scene.world.alice, now=NOW, values={"mediators_needed": 2})
            self.cases = [self.scene.case, *every_case(self.scene.world)]
        list_a_program(LISTED)
        with platform():
            made_invitation()
            made_sign_on()
            clerk = made_member("Mona Manager", is_manager=True)
            token = handover.issue(clerk, tenant_id=self.tenant.pk)
            self._colleague = made_member().user
        self._clerk, self._desk = clerk.user, press(HOSTS[TENANT_URLCONF], token)[0].cookies["desk"].value
        self.secured, secured, *_ = enrolled(places, login="sky")
        self.cookies = {
            NOBODY: {},
            ALL: _signed_in(places.person("alpha", "all", PROGRAM_ROLES), "alpha"),
            "coordinator": _signed_in(places.person("alpha", "coco", ("coordinator",)), "alpha"),
            "mediator": _signed_in(self.scene.world.mia, "alpha"),
            "secured": _cookies(secured),
            "half way in": _cookies(half_way("alpha", self.secured)),
            "operator": _signed_in(places.person("public"), "public"),
            "agency manager": _signed_in(self._clerk, "public"),
            "somebody of an agency": {"desk": self._desk},
            "network officer": self._officer(),
            "network accreditor": self._accreditor(),
            "somebody who pays": self._payer(),
            **self._participants(),
        }

    def _officer(self) -> dict[str, str]:
        """Return the cookies of somebody who leads a network of which the program is a member."""
        with platform(), transaction.atomic():
            officer = made_scene(self.tenant)
        with as_owner(), transaction.atomic():
            made_figures(Network.objects.get(name="Network of All"), YEAR)
        return _signed_in(officer, "public")

    def _accreditor(self) -> dict[str, str]:
        """Return the cookies of somebody who reviews an application there."""
        with platform():
            reviewer = User.objects.get(email__startswith="accreditor-network-of-all@")
        return _signed_in(reviewer, "public")

    def _payer(self) -> dict[str, str]:
        """Return the cookies of somebody who came over to the payments of the program, which is subscribed."""
        now = timezone.now()
        with platform(), transaction.atomic():
            begin_to_pay(self.tenant, email="office@alpha.example", now=now)
            account = BillingAccount.objects.get(owner_id=self.tenant.pk)
            subscribe(account, now)
            settle(actor=None, account=account, now=now)
            overseer = Network.objects.create(slug="state", name="State Network", level="state")
            network = open_account(actor=None, owner_kind="network", owner_id=overseer.pk, name=overseer.name)
            subscribe(network, now, plan="network.1")
            offer_coverage(
                actor=Outsider(PAYER, self.tenant.pk), account=network, tenant=self.tenant, now=now
            )
            person = [account.pk.hex, self.tenant.pk.hex]
            return {VISITS.purpose: VISITS.spend(uuid.uuid4().hex, person, now=now)}

    def _participants(self) -> dict[str, dict[str, str]]:
        """Return the cookies of both sides, whose meeting is ahead and whose agreement runs."""
        found = {}
        for side, state in (("victim", "scheduled"), ("offender", "monitoring")):
            case = [case for case in self.cases if case.state == state][-1]
            with at(self.tenant):
                people = dict(zip(("victim", "offender"), parties(case), strict=True))
                client = open_page(self.scene.world, people[side], HostClient(HOSTS[TENANT_URLCONF]))
            found[side] = _cookies(client)
        return found

    def stops(self, urlconf: str) -> list[Stop]:
        """Return every page of a kind of host, as everybody sees it who sees it differently."""
        with inside(self.tenant) if urlconf == TENANT_URLCONF else platform():
            return list(self._stops(urlconf))

    def _stops(self, urlconf: str) -> Iterator[Stop]:
        for page in pages(urlconf).values():
            if urlconf == PUBLIC_URLCONF and page.name not in NAMED and (page.takes or page.name in WHO):
                continue  # the same page of an account as at a program's host
            path = self._path(page, urlconf)
            if (
                page.name in NO_PAGE
                or is_api(path)
                or "GET" not in (methods_of(resolve(path, urlconf).func) or ())
            ):
                continue
            for who, asked in product(_who(page.name, urlconf), ASKED.get(page.name, ("",))):
                yield Stop(page.name, path + asked, who)

    def _path(self, page: Page, urlconf: str) -> str:
        """Return an address of a page: of a step where it can be taken, of anything else with the scene's objects."""
        if step := STEPS_OF.get(page.name):
            target = where_possible(step, self.cases)
            assert target, f"make a case in every_case.py in which {step.id} is possible"
            return reverse(page.name, urlconf, kwargs={"pk": target.pk})
        if page.name == "agency-leave":
            return reverse(page.name, urlconf, kwargs={"pk": self._colleague.pk})
        if page.name == "second-factor-remove":
            app = Authenticator.objects.get(user=self.secured, type=Authenticator.Type.TOTP)
            return reverse(page.name, urlconf, kwargs={"pk": app.pk})
        return page.path(self.scene, urlconf)


STEPS_OF = {step.page: step for step in CASE_STEPS}


def _worker_of_the_platform(roles: tuple[str, ...]) -> str:
    if Role.NETWORK_OFFICER in roles:
        return "network officer"
    if Role.NETWORK_ACCREDITOR in roles:
        return "network accreditor"
    return "operator" if Role.OPERATOR in roles or SIGNED_IN in roles else "agency manager"


def _who(name: str, urlconf: str) -> tuple[str, ...]:
    roles = table()[name]
    if name in WHO:
        first = WHO[name]
    elif AGENCY_PERSON in roles:
        first = "somebody of an agency"
    elif PAYER in roles:
        first = "somebody who pays"
    elif PARTICIPANT in roles:
        first = OF_A_SIDE.get(name, "victim")
    elif ANYONE in roles:
        first = NOBODY
    else:
        first = ALL if urlconf == TENANT_URLCONF else _worker_of_the_platform(roles)
    return (first, *ALSO.get(name, ())) if urlconf == TENANT_URLCONF else (first,)


def _signed_in(user: User, place: str) -> dict[str, str]:
    """Return the cookies of somebody who has just given their password, and may do what asks for it once more."""
    client = sign_in(place, user.email)
    again(client)
    return _cookies(client)


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}
