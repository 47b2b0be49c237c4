"""Answers of a provider that must open nothing: forged, for somebody else, old, or of another issuer."""

import pytest

from network.agencies.models import SignOn
from tenants.context import platform
from tests.amends.accounts.rig import browser, is_signed_in
from tests.network.agencies.provider import CLIENT
from tests.network.agencies.signing import come_back, leave, rules, sign_in_by


def refused(client, answer, rule="sign_on_bad_token"):
    assert (answer.status_code, rules(answer)) == (409, [rule])
    assert not is_signed_in(client)


@pytest.mark.parametrize("forge", ["none", "hs256", "other key"])
def test_a_token_that_the_provider_did_not_sign(wired, provider, forge):
    provider.forge = forge
    refused(*sign_in_by(provider, wired.agency))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": []},
        {"aud": [CLIENT, "another client"]},
        {"aud": [CLIENT, "another client"], "azp": "another client"},
        {"azp": "another client"},
        {"iss": "https://login.evil.example"},
        {"iss": ["http://127.0.0.1"]},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"iat": 1},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in(wired, provider, claims):
    refused(*sign_in_by(provider, wired.agency, **claims))


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_token_that_does_not_say_enough(wired, provider, name):
    provider.without = (name,)
    refused(*sign_in_by(provider, wired.agency))


def test_a_token_for_several_that_names_us_is_good(wired, provider):
    client, _answer = sign_in_by(provider, wired.agency, aud=[CLIENT, "another"], azp=CLIENT)
    assert is_signed_in(client)


def test_an_answer_in_the_name_of_another_issuer(wired, provider):
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    refused(client, come_back(client, f"{address}&iss=https://login.evil.example"))


def test_a_code_of_another_sign_in(wired, provider):
    """A stolen code in the thief's own browser: the verifier is another, so the provider gives nothing for it."""
    stolen = provider.authorize(leave(browser("public"), wired.agency))
    thief = browser("public")
    own = provider.authorize(leave(thief, wired.agency))
    code = stolen.partition("code=")[2].partition("&")[0]
    state = own.partition("state=")[2]
    path = f"/sign-in/agency/{wired.agency.pk}/back/?code={code}&state={state}"
    refused(thief, thief.get(path), "sign_on_no_token")


def test_a_provider_that_signs_with_a_new_key(wired, provider):
    sign_in_by(provider, wired.agency)
    provider.rotate()
    assert is_signed_in(sign_in_by(provider, wired.agency)[0])


def test_a_provider_that_changed_its_description_moves_nobody(wired, provider):
    provider.discovery = {"issuer": "https://evil.example", "token_endpoint": "https://evil.example/token"}
    assert is_signed_in(sign_in_by(provider, wired.agency)[0])


@pytest.mark.parametrize(
    ("status", "headers", "body", "rule"),
    [
        (500, {}, b"", "sign_on_no_token"),
        (401, {"Content-Type": "application/json"}, b'{"error": "invalid_client"}', "sign_on_no_token"),
        (200, {}, b"<html>", "sign_on_no_json"),
        (200, {}, b"[" * 200_000, "sign_on_no_json"),
        (200, {}, b"[]", "sign_on_no_json"),
        (200, {}, b'{"id_token": 7}', "sign_on_no_token"),
        (200, {}, b'{"id_token": "no token"}', "sign_on_bad_token"),
        (302, {"Location": "http://127.0.0.1:1/"}, b"", "sign_on_leads_on"),
        (200, {}, b" " * 300_000, "sign_on_too_long"),
    ],
)
def test_a_provider_that_answers_oddly(wired, provider, status, headers, body, rule):
    provider.answers["/realms/court/token"] = (status, headers, body)
    refused(*sign_in_by(provider, wired.agency), rule)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "AAAA"}]}', b'{"keys": 7}']
)
def test_a_provider_without_keys(wired, provider, body):
    provider.answers["/realms/court/keys"] = (200, {}, body)
    refused(*sign_in_by(provider, wired.agency), "sign_on_lacks")


def test_a_provider_that_is_down(wired, provider):
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    with platform():
        # Nobody listens there; the secret is sealed for the address, so the row of keys is changed.
        SignOn.objects.update(jwks_uri="http://127.0.0.1:9/keys")
    refused(client, come_back(client, address), "sign_on_unreachable")
