"""A manager sets the agency's own sign-in up; what is wrong is said in plain words, and nothing inside is reached."""

import pytest
from django.conf import settings
from django.test import override_settings

from amends.accounts.models import User
from amends.actions import Refused
from amends.outward import is_public
from network.agencies.actions.sign_on import set_up_sign_on
from network.agencies.models import Agency, SignOn, SignOnLink
from network.agencies.sign_on.fetching import check_address, fetch
from network.agencies.sign_on.protocol import Discovered
from tenants.context import platform
from tests.amends.accounts.rig import PASSWORD, again, is_signed_in, sign_in
from tests.network.agencies.made import made_agency, made_member
from tests.network.agencies.signing import rules, settings_for, sign_in_by

DISCOVERY = "/realms/court/.well-known/openid-configuration"


@pytest.fixture
def boss(court):
    again(court.at_manager, PASSWORD)
    return court.at_manager


def tried(boss, provider, **changes):
    return boss.post("/agency/sign-in/", settings_for(provider, **changes))


def test_what_is_entered_is_tested_and_kept(boss, provider, court):
    assert str(court.agency.pk) in boss.get("/agency/sign-in/").content.decode()
    with platform():
        User.objects.filter(pk=court.sender.pk).update(email="clara@sub.court.example")
    issuer = f"{provider.issuer}/.well-known/openid-configuration"
    assert (
        tried(boss, provider, issuer=issuer, domains="Court.example, @sub.court.example").status_code == 302
    )
    with platform():
        row = SignOn.objects.get()
    assert (row.issuer, row.domains) == (provider.issuer, ["court.example", "sub.court.example"])
    page = boss.get("/agency/sign-in/").content.decode()
    assert "odd+signs" not in page


def test_only_who_manages_it_may(court, provider):
    again(court.at_sender, PASSWORD)
    assert tried(court.at_sender, provider).status_code == 403
    assert court.at_sender.get("/agency/sign-in/").status_code == 403


def test_only_a_verified_agency_can(boss, provider):
    with platform():
        Agency.objects.update(state="waiting")
    answer = tried(boss, provider)
    assert (answer.status_code, rules(answer)) == (409, ["sign_on_not_verified"])
    assert provider.asked == []


@pytest.mark.parametrize(
    ("discovery", "rule"),
    [
        ({"issuer": "https://login.evil.example"}, "sign_on_other_issuer"),
        ({"issuer": None}, "sign_on_other_issuer"),
        ({"response_types_supported": ["id_token"]}, "sign_on_lacks"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "sign_on_lacks"),
        ({"code_challenge_methods_supported": ["plain"]}, "sign_on_lacks"),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "sign_on_lacks"),
        ({"token_endpoint": None}, "sign_on_lacks"),
        ({"token_endpoint": "http://login.court.example/token"}, "sign_on_not_https"),
        ({"jwks_uri": "file:///etc/passwd"}, "sign_on_no_address"),
        ({"jwks_uri": "https://10.0.0.8/keys"}, "sign_on_not_public"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "sign_on_no_address"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_provider_is_said(boss, provider, discovery, rule):
    provider.discovery = discovery
    answer = tried(boss, provider)
    assert (answer.status_code, rules(answer)) == (409, [rule])
    assert provider.issuer in answer.content.decode()  # what was typed is still there
    with platform():
        assert not SignOn.objects.exists()


@pytest.mark.parametrize(
    ("issuer", "rule"),
    [
        ("login.court.example", "sign_on_no_address"),
        ("http://login.court.example", "sign_on_not_https"),
        ("https://me:secret@login.court.example", "sign_on_no_address"),
        ("https://login.court.example/#there", "sign_on_no_address"),
        ("https://login.court.example:99999/", "sign_on_no_address"),
        ("https://169.254.169.254/latest", "sign_on_not_public"),
        ("https://192.168.1.1", "sign_on_not_public"),
        ("https://[::ffff:10.0.0.1]/", "sign_on_not_public"),
        ("https://[fd00::1]/", "sign_on_not_public"),
        ("https://0/", "sign_on_not_public"),
        ("http://127.0.0.1:9", "sign_on_unreachable"),
    ],
)
def test_an_address_that_is_not_asked(boss, provider, issuer, rule):
    answer = tried(boss, provider, issuer=issuer)
    assert (answer.status_code, rules(answer)) == (409, [rule])


@override_settings(AMENDS_SIGN_ON_LOOPBACK=False)
@pytest.mark.parametrize(
    ("scheme", "host", "rule"),
    [
        ("http", "127.0.0.1", "sign_on_not_https"),
        ("https", "127.0.0.1", "sign_on_not_public"),
        ("https", "localhost", "sign_on_not_public"),
        ("https", "127.1", "sign_on_not_public"),
        ("https", "2130706433", "sign_on_not_public"),
    ],
)
def test_this_computer_is_not_asked_in_production(provider, scheme, host, rule):
    before = len(provider.asked)
    with pytest.raises(Refused) as refusal:
        fetch(f"{scheme}://{host}:{provider.server.server_port}{DISCOVERY}")
    assert [reason.id for reason in refusal.value.reasons] == [rule]
    assert len(provider.asked) == before


def test_a_provider_without_a_valid_certificate(provider):
    with pytest.raises(Refused) as refusal:  # it speaks plain HTTP
        fetch(f"https://127.0.0.1:{provider.server.server_port}/")
    assert refusal.value.reasons[0].id == "sign_on_certificate"


def test_redirects_are_not_followed(boss, provider):
    provider.answers[DISCOVERY] = (302, {"Location": f"{provider.address}/inside"}, b"")
    assert rules(tried(boss, provider)) == ["sign_on_leads_on"]
    assert "/inside" not in provider.asked


def test_a_page_that_is_no_description(boss, provider):
    provider.answers[DISCOVERY] = (404, {}, b"nothing here")
    assert rules(tried(boss, provider)) == ["sign_on_no_discovery"]
    provider.answers[DISCOVERY] = (200, {}, b"<html>")
    assert rules(tried(boss, provider)) == ["sign_on_no_json"]
    provider.answers[DISCOVERY] = (200, {}, b" " * 300_000)
    assert rules(tried(boss, provider)) == ["sign_on_too_long"]


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:192.168.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("::ffff:0:a00:1", False),
        ("::a00:1", False),
        ("fec0::1", False),
    ],
)
def test_what_is_of_the_internet(address, answer):
    assert is_public(address) is answer


def test_an_address_with_a_line_break_is_none():
    with pytest.raises(Refused):
        check_address("https://login.court.example/\r\nX: y")


@pytest.mark.parametrize("domains", ["gmail.com", "court", "-court.example", "a.b c.d e.f g.h i.j k.l", "@"])
def test_domains_that_are_none_of_the_agency(boss, provider, court, domains):
    with platform():  # else they were refused for that nobody has an address there
        User.objects.filter(pk=court.sender.pk).update(email=f"clara@{domains}")
    answer = tried(boss, provider, domains=domains)
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    assert "Nobody of your agency" not in answer.content.decode()


def test_a_domain_of_somebody_else_is_refused(boss, provider, court):
    """An address in its own agency's hands alone shows that a domain is its own: here, closed and of others are not."""
    with platform():
        other = made_member("Otto Other", agency=made_agency(slug="other", name="Other Court"))
        User.objects.filter(pk=other.pk).update(email="otto@other.example")
        User.objects.filter(pk=court.sender.pk).update(email="clara@closed.example", is_active=False)
    for domain in ("other.example", "closed.example", "sub.court.example", "urt.example"):
        page = tried(boss, provider, domains=f"court.example {domain}").content.decode()
        assert f"an account here with an address at {domain}." in page
        assert f"or ask {settings.CONTACT}." in page
        assert f"court.example {domain}</textarea>" in page  # what was typed is still there
    with platform():
        assert not SignOn.objects.exists()
        found = Discovered(provider.issuer, "https://a.example", "https://a.example", "https://a.example", "")
        told = {"client_id": "a", "secret": "b", "has_second_step": False, "second_step_acr": ""}
        with pytest.raises(Refused) as refusal:
            set_up_sign_on(actor=court.manager.user, provider=found, domains=["other.example"], **told)
    assert [reason.id for reason in refusal.value.reasons] == ["sign_on_foreign_domain"]


def test_a_domain_that_another_agency_named_is_refused(wired, provider):
    with platform():
        bo = made_member("Bo Boss", is_manager=True, agency=made_agency(slug="other", name="Other Court"))
    at_bo = sign_in("public", bo.user.email)
    again(at_bo)
    page = tried(at_bo, provider).content.decode()
    assert f"Another agency has named court.example already. Ask {settings.CONTACT}." in page
    assert tried(wired.at_manager, provider).status_code == 302  # its own is no other's


def test_another_provider_ends_what_the_one_before_joined(wired, provider):
    client, _answer = sign_in_by(provider, wired.agency)
    answer = tried(wired.at_manager, provider, secret="", client_id="another")
    assert rules(answer) == ["sign_on_needs_secret"]
    assert is_signed_in(client)
    assert tried(wired.at_manager, provider, secret="").status_code == 302  # nothing changed
    assert is_signed_in(client)
    assert tried(wired.at_manager, provider, client_id="another").status_code == 302
    assert not is_signed_in(client)
    with platform():
        assert not SignOnLink.objects.exists()


def test_trusting_a_provider_less_ends_its_sessions(wired, provider):
    assert tried(wired.at_manager, provider, has_second_step="on").status_code == 302
    client, _answer = sign_in_by(provider, wired.agency, amr=["mfa"])
    assert tried(wired.at_manager, provider).status_code == 302
    assert not is_signed_in(client)


def test_it_can_be_removed(wired, provider):
    client, _answer = sign_in_by(provider, wired.agency)
    assert "Remove" in wired.at_manager.get("/agency/sign-in/remove/").content.decode()
    assert wired.at_manager.post("/agency/sign-in/remove/").status_code == 302
    assert not is_signed_in(client)
    assert is_signed_in(wired.at_manager)
    with platform():
        assert not SignOn.objects.exists()
