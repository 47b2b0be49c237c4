"""What a browser carries from one program is nothing in another: sessions, CSRF cookies, tokens, copied accounts."""

import copy
import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from amends.accounts.models import User
from programs.models import ParticipantLink
from programs.own_visits import sign_link
from programs.views.receipts import PURPOSE
from tenants import signing
from tenants.context import inside, platform
from tests.conftest import HostClient
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import PASSWORD, at, open_page, parties, send_link

HOSTS = {"alpha": "alpha.localhost", "beta": "beta.localhost", "platform": "localhost"}


@pytest.fixture
def scenes(alpha, beta) -> dict[str, Scene]:
    found = {}
    for tenant in (alpha, beta):
        with at(tenant):
            found[tenant.slug] = Scene(tenant, CANARY if tenant == alpha else "BETA-CANARY")
    return found


def moved(client: Client, host: str) -> Client:
    """Return a browser at another host with the same cookies."""
    other = HostClient(host, enforce_csrf_checks=client.handler.enforce_csrf_checks)
    other.cookies = copy.deepcopy(client.cookies)
    return other


def signed_in(slug: str, **options) -> Client:
    client = HostClient(HOSTS[slug], **options)
    answer = client.get("/sign-in/")
    fields = {"username": f"cora@{slug}.example", "password": PASSWORD}
    response = client.post("/sign-in/", fields | {"csrfmiddlewaretoken": token_in(answer)})
    assert response.status_code == 302
    return client


def token_in(response) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/cases/").status_code == 200


def test_a_session_works_where_it_began(scenes):
    assert is_signed_in(signed_in("alpha"))
    assert not is_signed_in(HostClient(HOSTS["alpha"]))


@pytest.mark.parametrize(("begun", "used"), [("alpha", "beta"), ("beta", "alpha")])
def test_a_session_of_one_program_is_nothing_in_another(begun, used, scenes):
    client = signed_in(begun)
    assert not is_signed_in(moved(client, HOSTS[used]))
    assert is_signed_in(client), "and being shown elsewhere does not end it"


@pytest.mark.parametrize("begun", ["alpha", "beta"])
def test_a_session_is_nothing_on_the_platform(begun, scenes):
    browser = moved(signed_in(begun), HOSTS["platform"])
    assert browser.get("/").status_code == 200
    assert browser.get("/cases/").status_code == 404


@pytest.mark.parametrize(("begun", "used"), [("alpha", "beta"), ("beta", "alpha")])
def test_a_copied_session_of_a_copied_person_is_refused(begun, used, scenes, alpha, beta):
    """Somebody restores a program's rows into another: the same key, the same person, the same password."""
    client = signed_in(begun)
    places = {"alpha": alpha, "beta": beta}
    with inside(places[begun]):
        person = User.objects.get(email=f"cora@{begun}.example")
        session = Session.objects.get(pk=client.cookies["sessionid"].value)
    copied = {field.attname: getattr(person, field.attname) for field in User._meta.local_fields}
    with inside(places[used]):
        User(**copied | {"email": "copied@example.org"}).save()
        Session(
            session_key=session.pk, session_data=session.session_data, expire_date=session.expire_date
        ).save()
    assert not is_signed_in(moved(client, HOSTS[used]))
    assert is_signed_in(client)


def test_a_password_of_one_program_opens_no_other(scenes):
    client = HostClient(HOSTS["beta"])
    response = client.post("/sign-in/", {"username": "cora@alpha.example", "password": PASSWORD})
    assert response.status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize(("begun", "used"), [("alpha", "beta"), ("beta", "alpha"), ("alpha", "platform")])
def test_a_csrf_cookie_of_one_place_is_refused_in_another(begun, used, scenes):
    client = HostClient(HOSTS[begun], enforce_csrf_checks=True)
    token = {"csrfmiddlewaretoken": token_in(client.get("/sign-in/"))}
    assert client.post("/sign-in/", token).status_code == 200
    other = moved(client, HOSTS[used])
    assert other.post("/sign-in/", token).status_code in (403, 404)
    assert client.post("/sign-in/", token).status_code == 200


def test_a_bare_secret_is_no_csrf_cookie(scenes):
    client = HostClient(HOSTS["alpha"], enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    assert client.post("/sign-in/", {"csrfmiddlewaretoken": "a" * 32}).status_code == 403


@pytest.mark.parametrize(("made", "used"), [("alpha", "beta"), ("beta", "alpha"), ("alpha", "platform")])
def test_a_receipts_token_of_one_program_opens_no_other(made, used, scenes, alpha, beta):
    with inside({"alpha": alpha, "beta": beta}[made]):
        token = signing.dumps({"referral": scenes[made].waiting.pk.hex}, purpose=PURPOSE)
    path = f"/refer/received/{token}/"
    assert HostClient(HOSTS[made]).get(path).status_code == 200
    assert HostClient(HOSTS[used]).get(path).status_code == 404


def visiting(slug: str, scenes) -> Client:
    """Return the browser of a victim who has opened their own page."""
    scene = scenes[slug]
    return open_page(scene.world, parties(scene.case)[0], HostClient(HOSTS[slug]))


def is_visiting(client: Client) -> bool:
    return client.get("/mine/").status_code == 200


@pytest.mark.parametrize(("begun", "used"), [("alpha", "beta"), ("beta", "alpha"), ("alpha", "platform")])
def test_a_participants_link_and_visit_are_nothing_elsewhere(begun, used, scenes, alpha, beta):
    with at({"alpha": alpha, "beta": beta}[begun]):
        client = visiting(begun, scenes)
        sent = send_link(scenes[begun].world, parties(scenes[begun].case)[1])
        path = f"/mine/{sign_link(sent.link)}/"
    assert is_visiting(client)
    assert not is_visiting(moved(client, HOSTS[used]))
    elsewhere = HostClient(HOSTS[used])
    assert [elsewhere.get(path).status_code, elsewhere.post(path, {"code": sent.code}).status_code] == [
        404,
        404,
    ]
    assert HostClient(HOSTS[begun]).get(path).status_code == 200, (
        "it still waits for the code at its own host"
    )
    assert is_visiting(client)


def test_a_copied_link_of_a_copied_person_takes_no_code(scenes, alpha, beta):
    """Somebody restores a program's rows into another: the code is judged with a key that stayed behind."""
    with at(alpha):
        sent = send_link(scenes["alpha"].world, parties(scenes["alpha"].case)[0])
        link = {field.attname: getattr(sent.link, field.attname) for field in sent.link._meta.local_fields}
    with at(beta):
        victim = parties(scenes["beta"].case)[0]
        ParticipantLink.objects.filter(participant=victim).update(revoked_at=victim.added_at)
        copied = ParticipantLink(
            **link | {"participant_id": victim.pk, "sent_by_id": scenes["beta"].world.cora.pk}
        )
        copied.save(force_insert=True)
        path = f"/mine/{sign_link(copied)}/"
        assert HostClient(HOSTS["beta"]).post(path, {"code": sent.code}).status_code == 200, "asked again"
        assert ParticipantLink.objects.get(pk=copied.pk).wrong_codes == 1


def test_a_participant_is_nobody_among_staff_and_staff_nobody_on_their_page(scenes, alpha):
    with at(alpha):
        visitor = visiting("alpha", scenes)
    staff = signed_in("alpha")
    assert not is_signed_in(visitor)
    assert not is_visiting(staff)
    both = moved(staff, HOSTS["alpha"])
    both.cookies["mine"] = visitor.cookies["mine"].value
    assert is_signed_in(both)
    assert is_visiting(both)
    both.post("/mine/leave/")
    assert is_signed_in(both)
    assert not is_visiting(both)


def test_a_token_of_the_platform_opens_no_program(scenes):
    with platform():
        token = signing.dumps({"referral": scenes["alpha"].waiting.pk.hex}, purpose=PURPOSE)
    assert HostClient(HOSTS["alpha"]).get(f"/refer/received/{token}/").status_code == 404


def test_a_message_of_one_program_is_not_shown_in_another(scenes):
    client = signed_in("alpha")
    client.get(f"/cases/{uuid.uuid4()}/")
    assert CANARY not in moved(client, HOSTS["beta"]).get("/").content.decode()


def test_no_public_table_holds_a_word_of_a_program(scenes):
    with platform(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                assert not [row for (row,) in cursor.fetchall() if CANARY in row or "BETA-CANARY" in row], (
                    table
                )
