"""Every URL, asked by every method, by everybody, at both programs and on the platform, answers as the policy says."""

import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import resolve
from django.utils import timezone

from amends.accounts.access import (
    AGENCY_PERSON,
    ANYONE,
    OUTSIDERS,
    PARTICIPANT,
    PAYER,
    SIGNED_IN,
    Outsider,
    table,
)
from amends.accounts.bearer import new_token
from amends.accounts.idle import USED
from amends.accounts.models import PROGRAM_ROLES, PUBLIC_ROLES, User
from billing.actions import open_account
from billing.visits import VISITS
from network.agencies import handover
from network.oversight.models import Network
from programs.codes import visit_hash
from programs.models import ParticipantLink
from tenants.context import inside, platform
from tests.api.rig import Software, token_of
from tests.conftest import HostClient
from tests.meta.access_matrix import (
    Cell,
    Somebody,
    answer_of,
    cells,
    cells_elsewhere,
    is_as_expected,
    methods_of,
)
from tests.meta.answers import words_of
from tests.meta.isolation_pages import PUBLIC_URLCONF, TENANT_URLCONF, pages
from tests.meta.isolation_rows import CANARY, Scene
from tests.network.agencies.made import made_invitation, made_member
from tests.programs.cast import at, open_page, parties
from tests.programs.desk_rig import press

HOSTS = {"alpha": "alpha.localhost", "beta": "beta.localhost", "platform": "localhost"}
COOKIE = "sessionid"
MOST = (
    "all roles",
    "the token of all roles",
    "public operator",
    "the victim",
    "somebody of an agency",
    "somebody who pays",
)


@pytest.fixture
def scenes(alpha, beta) -> dict[str, Scene]:
    found = {}
    for tenant in (alpha, beta):
        with at(tenant):
            found[tenant.slug] = Scene(tenant, CANARY if tenant == alpha else "BETA-CANARY")
    return found


def signed_in(host: str, name: str, user: Any) -> Somebody:
    """Sign somebody in at a host whose place is entered."""
    client = HostClient(host)
    client.force_login(user)
    # Else each answer would write when the session was last used, and each cell undo that.
    session, now = client.session, int(time.time())
    session[USED] = now, now
    session.save()
    return Somebody(name, user, {COOKIE: client.cookies[COOKIE].value})


def account(roles: list[str], **changes: Any) -> User:
    return User.objects.create(
        email=f"{uuid.uuid4()}@people.example", name="Somebody", roles=roles, **changes
    )


def people_of_a_program(scene: Scene, host: str) -> list[Somebody]:
    """One of each role without a case, those who work on the scene's case, and who has no say; inside the program."""
    roles = {role: [role] for role in PROGRAM_ROLES}
    roles |= {"all roles": list(PROGRAM_ROLES), "no role": []}
    strangers = {name: account(each) for name, each in roles.items()}
    world = scene.world
    known = {
        "the case's mediator": world.mia,
        "the case's supervisor": world.sol,
        "the coordinator": world.cora,
    }
    disabled = signed_in(host, "", account(["coordinator"]))
    User.objects.filter(pk=disabled.user.pk).update(is_active=False)
    late = account(["coordinator"])
    its_token = token_of(late)[1]
    User.objects.filter(pk=late.pk).update(is_active=False)
    return [
        *(signed_in(host, name, user) for name, user in (strangers | known).items()),
        *participants_of_a_program(scene, host),
        Somebody("a disabled coordinator", AnonymousUser(), disabled.cookies),
        *(
            Somebody(f"the token of {name}", user, {}, token_of(user)[1])
            for name, user in (strangers | known).items()
        ),
        Somebody("the token of a disabled coordinator", AnonymousUser(), {}, its_token),
        Somebody("a token that nobody made", AnonymousUser(), {}, new_token()),
        Somebody("nobody", AnonymousUser(), {}),
    ]


def participants_of_a_program(scene: Scene, host: str) -> Iterator[Somebody]:
    """The two sides of the scene's case, each on a visit to their own page; inside the program."""
    victim, offender = parties(scene.case)
    cookie = open_page(scene.world, offender, HostClient(host)).cookies["mine"].value
    yield Somebody("the offender", Outsider(PARTICIPANT, offender.pk), {"mine": cookie})
    # Theirs is the link of the scene, which has to stay unused: its page is in the matrix too.
    link = ParticipantLink.objects.filter(pk=scene.rows["programs.ParticipantLink"].pk)
    now = timezone.now()
    link.update(visit_hash=visit_hash(host), visit_began_at=now, visit_seen_at=now)
    yield Somebody("the victim", Outsider(PARTICIPANT, victim.pk), {"mine": host})


def people_of_the_platform() -> list[Somebody]:
    """One of each role of the public side, and who has none; in the public schema."""
    roles = {role: [role] for role in PUBLIC_ROLES} | {"no role": []}
    return [
        *(signed_in(HOSTS["platform"], f"public {name}", account(each)) for name, each in roles.items()),
        somebody_who_pays(),
        Somebody("nobody", AnonymousUser(), {}),
    ]


def somebody_who_pays() -> Somebody:
    """Somebody of a program who came over to see to its payments, beside a network; in the public schema."""
    Network.objects.create(slug="state", name="State Network", level="state")
    person = uuid.uuid4()
    account = open_account(actor=None, owner_kind="program", owner_id=person, name="A payer")
    value = VISITS.spend(uuid.uuid4().hex, [account.pk.hex, person.hex], now=timezone.now())
    return Somebody("somebody who pays", Outsider(PAYER, person), {VISITS.purpose: value})


@pytest.fixture
def people(scenes, known_hosts, alpha, beta) -> dict[str, list[Somebody]]:
    """Who stands before each host; also those of the other hosts, with the cookies they have from there."""
    found = {}
    for tenant in (alpha, beta):
        with inside(tenant):
            found[tenant.slug] = people_of_a_program(scenes[tenant.slug], HOSTS[tenant.slug])
    with platform():
        found["platform"] = people_of_the_platform()
        made_invitation()
        clerk = made_member()
        tokens = {tenant: handover.issue(clerk, tenant_id=tenant.pk) for tenant in (alpha, beta)}
    for tenant, token in tokens.items():
        cookie = press(HOSTS[tenant.slug], token)[0].cookies["desk"].value
        who = Outsider(AGENCY_PERSON, clerk.pk)
        found[tenant.slug].append(Somebody("somebody of an agency", who, {"desk": cookie}))
    # Who may most elsewhere shows that cookie here too, and is nobody.
    known = {name: [each for each in those if each.name in MOST] for name, those in found.items()}
    for name, those in found.items():
        those += [
            Somebody(f"{each.name} of {other}", AnonymousUser(), each.cookies, each.token)
            for other, most in known.items()
            if other != name
            for each in most
        ]
    return found


@contextmanager
def place_of(host: str, alpha: Any, beta: Any) -> Iterator[None]:
    with platform() if host == "platform" else inside({"alpha": alpha, "beta": beta}[host]):
        yield


def wrong_answers(host: str, those: list[Cell], canaries: set[str]) -> str:
    """Ask each cell, undo what it did, and say which pages answer otherwise or show what is another's, and to whom."""
    wrong: dict[str, list[str]] = {}
    for cell in those:
        client = Software(cell.somebody.token, HOSTS[host])
        for name, value in cell.somebody.cookies.items():
            client.cookies[name] = value
        with transaction.atomic():
            response = client.generic(cell.method, cell.path)
            transaction.set_rollback(True)
        found = answer_of(response)
        said = []
        if not is_as_expected(cell, found):
            said.append(f"{cell.page}: {found} ({response.status_code}) instead of {cell.expected}")
        text = f"{response.headers} {words_of(response)}"
        said += [f"{cell.page} shows {canary}" for canary in canaries if canary in text]
        for each in said:
            wrong.setdefault(each, []).append(f"{cell.method} as {cell.somebody.name}")
    return "\n".join(f"{each}: {', '.join(cells)}" for each, cells in wrong.items())


def canaries_hidden_from(host: str) -> set[str]:
    return {"alpha": {"BETA-CANARY"}, "beta": {CANARY}, "platform": {CANARY, "BETA-CANARY"}}[host]


@pytest.mark.parametrize("host", ["alpha", pytest.param("beta", marks=pytest.mark.every_cell)])
@pytest.mark.takes(seconds=60)
def test_every_page_of_a_program_answers_as_the_policy_says(
    host, scenes, people, alpha, beta, record_property, every
):
    with place_of(host, alpha, beta):
        ours = list(cells(pages(TENANT_URLCONF), TENANT_URLCONF, scenes[host], people[host], every=every))
        with platform():
            public = {
                page.name: page.path(scenes[host], PUBLIC_URLCONF) for page in pages(PUBLIC_URLCONF).values()
            }
        ours += cells_elsewhere(public, TENANT_URLCONF, people[host], every=every)
        assert wrong_answers(host, ours, canaries_hidden_from(host)) == ""
    tell(record_property, host, ours)


@pytest.mark.takes(seconds=15)
def test_every_page_of_the_platform_answers_as_the_policy_says(
    scenes, people, alpha, beta, record_property, every
):
    with inside(alpha):
        programs = {page.name: page.path(scenes["alpha"]) for page in pages(TENANT_URLCONF).values()}
    with platform():
        ours = list(
            cells(pages(PUBLIC_URLCONF), PUBLIC_URLCONF, scenes["alpha"], people["platform"], every=every)
        )
        ours += cells_elsewhere(programs, PUBLIC_URLCONF, people["platform"], every=every)
        assert wrong_answers("platform", ours, canaries_hidden_from("platform")) == ""
    tell(record_property, "platform", ours)


def tell(record_property: Any, host: str, those: list[Cell]) -> None:
    """Have the counts printed at the end of the run."""
    urls, counts = {cell.page for cell in those}, Counter(cell.expected for cell in those)
    persons = {cell.somebody.name for cell in those}
    shown = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    record_property(
        f"access matrix at {host}", f"{len(those)} cells: {len(urls)} URLs, {len(persons)} persons; {shown}"
    )
    # A matrix in which everything were refused would prove nothing.
    assert counts["open"] > 0


def test_every_view_says_which_methods_it_takes(scenes, alpha):
    silent = []
    for urlconf, place in ((TENANT_URLCONF, inside(alpha)), (PUBLIC_URLCONF, platform())):
        with place:
            for page in pages(urlconf).values():
                view = resolve(page.path(scenes["alpha"], urlconf), urlconf).func
                if methods_of(view) is None:
                    silent.append(page.name)
    assert silent == []


def test_a_page_is_for_somebody_of_its_own_side():
    """A coordinator is nobody on the platform, an operator nobody in a program: such a page would be nobody's."""
    words = {ANYONE, SIGNED_IN, *OUTSIDERS}
    for urlconf, roles in ((TENANT_URLCONF, PROGRAM_ROLES), (PUBLIC_URLCONF, PUBLIC_ROLES)):
        for name in pages(urlconf):
            assert set(table()[name]) & (set(roles) | words), name
