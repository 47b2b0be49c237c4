"""No page of a program shows or changes anything of another: every URL, every role, every way to ask."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from amends.accounts.access import ANYONE, OUTSIDERS, PARTICIPANT, Outsider, may_open, table
from amends.accounts.models import Role, User
from api.v1.offers import name_of
from api.v1.steps.ways import WAYS
from tenants.context import inside
from tenants.place import TEMPLATE
from tenants.privileges import models_of
from tests.api.rig import Software, token_of
from tests.conftest import HostClient
from tests.meta.answers import words_of
from tests.meta.isolation_pages import ARGUMENTS, PUBLIC_URLCONF, TENANT_URLCONF, Page, pages
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import at, open_page, parties

ROLES = {**{role.value: [role.value] for role in Role}, "all roles": list(Role.values), "no role": []}
NOBODY = "nobody signed in"
# There for recordings alone, and the message of the scene is a letter: `tests.programs.exchange` asks for these; and
# for sealed cases, of which the scene has none: `tests.programs.retention`.
NOT_IN_THE_SCENE = {"message-recording", "message-upload", "own-recording", "own-upload", "sealed-case"}
NOT_IN_THE_SCENE |= {"standards-resource"}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
# Who is asked everywhere, with cookies at the API and a token at pages, which count for nothing there.
MOST = ("all roles", "all roles, by token", NOBODY)
# Of another program's keys, each form is sent one in so many, and those of what it names; the drill sends them all.
SOME = 10


@pytest.fixture
def scene(alpha) -> Scene:
    with at(alpha):
        return Scene(alpha, CANARY)


@pytest.fixture
def theirs(beta) -> Scene:
    with at(beta):
        return Scene(beta, "BETA-CANARY")


@pytest.fixture
def browsers(theirs, known_hosts, beta) -> dict[str, tuple[Client, Any]]:
    """A browser at Beta's host for each role, software with a token of each, and one without an account."""
    return dict(signed_in(beta, "beta.localhost"))


def signed_in(tenant: Any, host: str) -> Iterator[tuple[str, tuple[Client, Any]]]:
    for name, roles in ROLES.items():
        client = HostClient(host)
        with inside(tenant):
            user = User.objects.create(
                email=f"{uuid.uuid4()}@{tenant.slug}.example", name="Somebody", roles=roles
            )
            client.force_login(user)
            software = Software(token_of(user)[1], host)
        yield name, (client, user)
        yield f"{name}, by token", (software, user)
    yield NOBODY, (HostClient(host), AnonymousUser())


def said(response: Any) -> str:
    """Return everything that the answer says: headers and body."""
    return f"{response.headers} {response.cookies} {words_of(response)}"


def every_page(*, naming: bool) -> list[Page]:
    return [page for page in pages(TENANT_URLCONF).values() if page.names_an_object is naming]


def test_every_page_has_a_line_here_and_in_the_access_table():
    for urlconf in (TENANT_URLCONF, PUBLIC_URLCONF):
        for page in pages(urlconf).values():
            assert page.name in table(), f"say in an access.py who may open {page.name}"
            assert page.name in ARGUMENTS, f"say in isolation_pages.py what the address of {page.name} names"
            assert bool(page.takes) is (ARGUMENTS[page.name] is not None), page.name


def test_no_line_is_for_a_page_that_is_no_more():
    names = {page.name for urlconf in (TENANT_URLCONF, PUBLIC_URLCONF) for page in pages(urlconf).values()}
    assert set(ARGUMENTS) - names == set()
    assert set(table()) - names - of_the_tests_alone() == set()


def of_the_tests_alone() -> set[str]:
    """Pages of apps that only the tests install."""
    from infra.fleetapp.access import ACCESS

    return set(ACCESS)


@pytest.mark.takes(seconds=60)
def test_no_object_of_another_program_is_found(scene, browsers, alpha, every):
    """Nor is anything of it changed by asking."""
    wrong = []
    with inside(alpha):
        paths = [(page, page.path(scene)) for page in every_page(naming=True)]
        before = fingerprint()
    for place, (page, path) in enumerate(paths):
        for role, (client, user) in asked(browsers, place, page, path, every=every):
            is_known = role != NOBODY and isinstance(client, Software) is path.startswith("/api/")
            for method in METHODS if every or (role in MOST and is_known) else ("GET", "POST"):
                response = client.generic(method, path)
                if CANARY in said(response) or "Alpha Mediation" in said(response):
                    wrong.append(f"{method} {page.name} as {role} shows something of Alpha's")
                if not _is_refused(response, page, known_as(client, user, path), path):
                    wrong.append(f"{method} {page.name} as {role}: {response.status_code}")
    assert wrong == []
    with inside(alpha):
        assert fingerprint() == before


def asked(
    browsers: dict[str, Any], place: int, page: Page, path: str, *, every: bool
) -> list[tuple[str, Any]]:
    """Return who is asked at the page that stands at `place`: `every` one, or an honest part of them.

    In the part are those of MOST, all whom the policy lets in, because the page itself answers them, and one in turn
    of those whom it does not: before them stands the one middleware, which reads the table.
    """
    if every:
        return list(browsers.items())
    is_api = path.startswith("/api/")
    here = [name for name, (client, _) in browsers.items() if isinstance(client, Software) is is_api]
    let_in = [name for name in here if may_open(browsers[name][1], page.name)]
    others = [name for name in here if name not in (*let_in, *MOST)]
    wanted = {*MOST, *let_in, *others[place % max(len(others), 1) :][:1]}
    return [(name, each) for name, each in browsers.items() if name in wanted]


def known_as(client: Client, user: Any, path: str) -> Any:
    """Return who somebody is at an address: a token counts under /api/ alone, and cookies everywhere else."""
    return user if isinstance(client, Software) is path.startswith("/api/") else AnonymousUser()


def _is_refused(response: Any, page: Page, user: Any, path: str) -> bool:
    """404 for who may open such pages, 403 for colleagues who may not, sign-in for the rest; 405 before all that."""
    if any(kind in table()[page.name] for kind in OUTSIDERS):
        return response.status_code == 302 and response.url in ("/mine/closed/", "/desk/closed/")
    if may_open(user, page.name):
        return response.status_code in (404, 405)
    if user.is_authenticated:
        return response.status_code == 403
    return response.status_code == 401 if path.startswith("/api/") else is_sign_in(response)


def is_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response.url.startswith("/sign-in/")


def test_no_other_page_shows_anything_of_another_program(scene, browsers, every):
    for place, page in enumerate(every_page(naming=False)):
        path = page.path(scene)
        for role, (client, _) in asked(browsers, place, page, path, every=every):
            for method in ("GET", "POST"):
                text = said(client.generic(method, path))
                assert CANARY not in text, f"{method} {page.name} as {role}"
                assert "Alpha Mediation" not in text, f"{method} {page.name} as {role}"


def test_the_same_pages_work_at_their_own_host(scene, alpha, every):
    """Otherwise the tests above would show nothing. One who is shown a page is enough; the drill asks all of them."""
    clients = dict(signed_in(alpha, "alpha.localhost"))
    # Some things are shown to their owner alone.
    owner = HostClient("alpha.localhost")
    mediator = HostClient("alpha.localhost")
    with inside(alpha):
        owner.force_login(scene.world.max)
        mediator.force_login(scene.world.mia)
    clients |= {"the owner": (owner, scene.world.max), "the mediator": (mediator, scene.world.mia)}
    with at(alpha):
        victim, _offender = parties(scene.case)
        client = open_page(scene.world, victim, HostClient("alpha.localhost"))
        clients["the victim"] = client, Outsider(PARTICIPANT, victim.pk)
    shown = ""
    for page in every_page(naming=True):
        with inside(alpha):
            path = page.path(scene)
        allowed = [
            client for client, user in clients.values() if may_open(known_as(client, user, path), page.name)
        ]
        answers = []
        for client in allowed:
            answers.append(client.get(path))
            if not every and answers[-1].status_code == 200:
                break
        if page.name not in NOT_IN_THE_SCENE:
            assert {answer.status_code for answer in answers} - {404}, page.name
        shown += "".join(map(said, answers))
    for what in ("victim", "offender", "referrer", "summary", "item", "place"):
        assert f"{CANARY} {what}" in shown, what


def fingerprint() -> dict[str, str]:
    """Return a digest of each table of the place that is entered."""
    found = {}
    with connection.cursor() as cursor:
        for model in models_of(TEMPLATE):
            name = model._meta.db_table
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{name}\" t"
            )
            found[name] = cursor.fetchone()[0]
    return found


KEY_FIELDS = (forms.ModelChoiceField, forms.MultipleChoiceField)
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')


@pytest.mark.takes(seconds=40)
def test_no_form_takes_an_object_of_another_program(scene, theirs, browsers, alpha, beta, every):
    """Beta's own pages, with Alpha's keys in every field: nothing of Beta's refers to Alpha afterwards."""
    foreign = [str(row.pk) for row in scene.rows.values() if isinstance(row.pk, uuid.UUID)]
    client, _ = browsers["all roles"]
    for place, page in enumerate(pages(TENANT_URLCONF).values()):
        with inside(beta):
            path = page.path(theirs)
        # A key in the form that the page itself made, so that the form is not refused for another reason.
        answer = client.get(path)
        names = set(FIELD.findall(said(answer))) - {"csrfmiddlewaretoken"}
        keys = foreign if every else {*foreign[place % SOME :: SOME], *like_those_on(answer, theirs, scene)}
        for key in keys if names else ():
            response = client.post(path, dict.fromkeys(names, key))
            assert response.status_code < 500, (page.name, names)
            assert CANARY not in said(response), page.name
    with inside(beta):
        assert_nothing_refers_to(foreign)


def like_those_on(answer: Any, theirs: Scene, scene: Scene) -> set[str]:
    """Return the keys of another program's rows of the kinds that a page names: what its form would take first."""
    text = said(answer)
    kinds = [kind for kind, row in theirs.rows.items() if str(row.pk) in text]
    return {str(scene.rows[kind].pk) for kind in kinds if isinstance(scene.rows[kind].pk, uuid.UUID)}


def assert_nothing_refers_to(foreign: list[str]) -> None:
    """Check every column of the place that is entered which holds the key of a row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in models_of(TEMPLATE):
            keys = [each.column for each in model._meta.local_fields if each.is_relation]
            for column in keys:
                query = f'SELECT count(*) FROM "{model._meta.db_table}" WHERE "{column}"::text = ANY(%s)'
                cursor.execute(query, [foreign])
                assert cursor.fetchone() == (0,), f"{model._meta.label}.{column}"


def test_no_step_of_the_api_takes_an_object_of_another_program(scene, theirs, browsers, beta):
    """The same in JSON, for the questions whose answers are keys: the whole of each is refused."""
    foreign = [str(row.pk) for row in scene.rows.values() if isinstance(row.pk, uuid.UUID)]
    software, _ = browsers["all roles, by token"]
    asked = 0
    for way in WAYS.values():
        fields = way.form_class.base_fields
        of_rows = [name for name, field in fields.items() if isinstance(field, KEY_FIELDS)]
        with inside(beta):
            path = pages(TENANT_URLCONF)[name_of(way.step)].path(theirs)
        for key in foreign if of_rows else ():
            sent = {
                name: [key] if isinstance(fields[name], forms.MultipleChoiceField) else key
                for name in of_rows
            }
            response = software.send(path, sent)
            assert response.status_code in (400, 409), (way.step.id, response.content)
            assert CANARY not in said(response), way.step.id
            asked += 1
    assert asked
    with inside(beta):
        assert_nothing_refers_to(foreign)


def test_the_platforms_pages_know_no_program(scene, alpha, at_platform):
    with inside(alpha):
        client = HostClient("localhost")
        client.force_login(scene.world.cora)
        theirs = [(page, page.path(scene)) for page in every_page(naming=True)]
        public = {page.name: page.path(scene, PUBLIC_URLCONF) for page in pages(PUBLIC_URLCONF).values()}
    for browser in (client, at_platform):
        for path in public.values():
            assert CANARY not in said(browser.get(path))
        for page, path in theirs:
            for response in (browser.get(path), browser.post(path)):
                if page.name not in public:
                    assert response.status_code == 404, page.name
                else:  # accounts are there too, with pages of the same names
                    assert CANARY not in said(response)
                    assert response.status_code == 404 or is_sign_in(response) or ANYONE in table()[page.name]


def test_anyone_is_said_alone():
    assert [name for name, allowed in table().items() if ANYONE in allowed and len(allowed) > 1] == []
    assert [name for name, allowed in table().items() if not allowed] == []
