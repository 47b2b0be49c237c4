"""What no browser sends is answered as something wrong, never as an error of ours."""

import base64
import json

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from amends.accounts.models import User
from tests.amends.accounts.rig import again, browser, sign_in
from tests.amends.accounts.test_second_factors import enrolled, half_way

SIGN_IN, ADD = "/sign-in/passkey/", "/account/passkey/"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


CLIENT = encoded(json.dumps({"type": "webauthn.get", "challenge": "AA", "origin": "http://x"}).encode())
RESPONSES = [
    {},
    [],
    "a",
    {"attestationObject": "AA", "clientDataJSON": "AA"},
    {"attestationObject": "====", "clientDataJSON": CLIENT},
    {"attestationObject": encoded(b"\x81" * 5000), "clientDataJSON": CLIENT},  # lists in lists
    {"attestationObject": encoded(b"\xa1\x01"), "clientDataJSON": CLIENT},  # ends too early
    {"authenticatorData": "AA", "clientDataJSON": "AA", "signature": "AA", "userHandle": "AA"},
    {"authenticatorData": "AA", "clientDataJSON": CLIENT, "signature": "AA", "userHandle": 7},
    {
        "authenticatorData": encoded(b"\0" * 37),
        "clientDataJSON": CLIENT,
        "signature": "AA",
        "userHandle": "AA",
    },
    {"authenticatorData": encoded(b"\xff" * 40), "clientDataJSON": CLIENT, "signature": "AA"},
]
CREDENTIALS = [
    "",
    "null",
    "[]",
    "7",
    "{",
    "[" * 100_000,
    "[" * 20_000,
    '{"id": 1}',
    '{"id": "\\u0000"}',
    *(json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": each}) for each in RESPONSES),
    *(json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": each}) for each in RESPONSES),
]


@pytest.mark.parametrize(
    "path", ["/address/%00/", "/address/", "/invitation/%00/", "/password/0-%00/", "/welcome/%00/"]
)
def test_a_link_with_a_strange_key_leads_nowhere(path, places):
    assert browser("alpha").get(path).status_code == 404


@pytest.mark.parametrize(
    "key", ["\\000abcdefghijk", "a" * 31, "A" * 32, "x" * 5000, "\N{LATIN SMALL LETTER E WITH ACUTE}" * 32]
)
def test_a_cookie_that_is_no_key_is_no_session(key, places):
    client = browser("alpha")
    answer = client.get("/account/", headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="{key}"'})
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/account/")


def test_a_session_that_we_made_is_one(places):
    client = sign_in("alpha", places.person("alpha").email)
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("credential", CREDENTIALS, ids=range(len(CREDENTIALS)))
def test_a_strange_passkey_is_one_that_does_not_work(credential, places):
    user, client, _, _ = enrolled(places)
    stranger = browser("alpha")
    stranger.get(SIGN_IN, headers={"x-requested-with": "XMLHttpRequest"})
    assert stranger.post(SIGN_IN, {"credential": credential}).url == "/sign-in/"
    waiting = half_way("alpha", user)
    assert waiting.post("/sign-in/code/", {"credential": credential}).status_code == 200
    again(client)
    client.get(ADD)
    assert client.post(ADD, {"name": "P", "credential": credential}).status_code == 200
    assert client.post("/sign-in/again/passkey/", {"credential": credential}).status_code == 302
    with places.at("alpha"):
        assert User.objects.get(pk=user.pk).is_active
        assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
