"""Signing in and out with a password; what a stranger learns; limits."""

import pytest
from django.core.cache import caches

from amends.audit.models import AuditEntry
from tests.amends.accounts.rig import PASSWORD, browser, is_signed_in, sign_in


@pytest.mark.parametrize("place", ["alpha", "public"])
def test_it_works(place, places):
    user = places.person(place)
    client = sign_in(place, user.email.upper())
    assert is_signed_in(client)
    assert not is_signed_in(browser(place))
    assert client.post("/sign-out/").headers["Clear-Site-Data"]
    assert not is_signed_in(client)
    with places.at(place):
        verbs = list(
            AuditEntry.objects.filter(object_id=str(user.pk)).order_by("seq").values_list("verb", flat=True)
        )
    assert verbs == ["account.created", "account.signed_in", "account.signed_out"]


def test_there_is_no_sign_up(places):
    assert browser("alpha").get("/signup/").status_code == 404
    assert browser("alpha").get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@alpha.example", "wrong"), ("nobody@alpha.example", PASSWORD), ("dot@alpha.example", PASSWORD)],
)
def test_every_way_of_being_wrong_looks_the_same(email, password, places):
    places.person("alpha")
    disabled = places.person("alpha", "dot", ("mediator",))
    with places.at("alpha"):
        type(disabled).objects.filter(pk=disabled.pk).update(is_active=False)
    response = browser("alpha").post("/sign-in/", {"username": email, "password": password})
    assert response.status_code == 200
    assert "do not belong together" in response.content.decode()


def test_next_leads_to_this_host_alone(places):
    user = places.person("alpha")
    for wanted, got in (("/team/", "/team/"), ("https://beta.localhost/", "/"), ("//evil.example/", "/")):
        response = browser("alpha").post(
            "/sign-in/", {"username": user.email, "password": PASSWORD, "next": wanted}
        )
        assert response.url == got


def test_guessing_is_limited_by_account_and_a_right_password_waits_too(places, limits):
    user = places.person("alpha")
    client = browser("alpha")
    for _ in range(5):
        client.post("/sign-in/", {"username": user.email, "password": "wrong"})
    response = client.post("/sign-in/", {"username": user.email, "password": PASSWORD})
    assert "too many attempts" in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("ending", [":{}", ".", ".:{}"])
def test_no_way_of_writing_the_host_is_another_budget(ending, places, limits):
    user = places.person("alpha")
    for number in range(5):
        elsewhere = browser("alpha", HTTP_HOST="alpha.localhost" + ending.format(number + 1))
        elsewhere.post("/sign-in/", {"username": user.email.upper(), "password": "wrong"})
    response = browser("alpha").post("/sign-in/", {"username": user.email, "password": PASSWORD})
    assert "too many attempts" in response.content.decode()


def test_the_limit_of_one_program_is_not_anothers(places, limits):
    places.person("alpha")
    user = places.person("beta")
    for _ in range(5):
        browser("alpha").post("/sign-in/", {"username": user.email, "password": "wrong"})
    assert is_signed_in(sign_in("beta", user.email))


@pytest.fixture
def redis_is_away():
    """Have the cache ask a port where nobody answers."""
    backend = caches["default"]
    servers, backend._servers = backend._servers, ["redis://127.0.0.1:1/0"]
    backend.__dict__.pop("_cache", None)
    yield
    backend.__dict__.pop("_cache", None)
    backend._servers, backend.rests_until = servers, 0.0
    backend.memory.clear()


def test_limits_hold_in_memory_while_redis_is_away(places, limits, redis_is_away):
    user = places.person("alpha")
    assert is_signed_in(sign_in("alpha", user.email))
    client = browser("alpha")
    for _ in range(5):
        client.post("/sign-in/", {"username": user.email, "password": "wrong"})
    response = client.post("/sign-in/", {"username": user.email, "password": PASSWORD})
    assert "too many attempts" in response.content.decode()
