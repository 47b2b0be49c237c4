"""People of an agency sign in with its own provider, over real HTTP; whom it means is found in one way alone."""

from contextlib import contextmanager

import pytest
from django.test import override_settings

from amends.accounts.models import User
from amends.audit.models import AuditEntry
from network.agencies.models import Agency, AgencyInvitation, AgencyMember, SignOn, SignOnLink
from tenants.context import platform
from tests.amends.accounts.rig import PASSWORD, again, browser, is_signed_in, sign_in
from tests.network.agencies.made import made_agency, made_invitation, made_member
from tests.network.agencies.provider import CLIENT, SECRET
from tests.network.agencies.signing import come_back, leave, rules, settings_for, sign_in_by


def refused(answer, rule):
    assert (answer.status_code, rules(answer)) == (409, [rule])
    return answer


@contextmanager
def in_session(client):
    with platform():
        session = client.session
        yield session
        session.save()


def test_somebody_of_the_agency_signs_in(wired, provider):
    client, answer = sign_in_by(provider, wired.agency)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/agency/")
    assert client.get("/agency/").status_code == 200
    # From then on by what the provider calls them, whatever their address is there.
    client, answer = sign_in_by(provider, wired.agency, email="someone@else.example")
    assert is_signed_in(client)
    with platform():
        link = SignOnLink.objects.get()
        assert (link.user_id, link.issuer, link.subject) == (wired.sender.pk, provider.issuer, "0001")


def test_it_leads_on_to_where_somebody_was_heading(wired, provider):
    _client, answer = sign_in_by(provider, wired.agency, next_url="/agency/programs/")
    assert answer.headers["Location"] == "/agency/programs/"
    _client, answer = sign_in_by(provider, wired.agency, next_url="https://evil.example/")
    assert answer.headers["Location"] == "/agency/"


def test_who_was_invited_gets_the_account_without_a_password(wired, provider):
    with platform():
        made_invitation()
    client, answer = sign_in_by(provider, wired.agency, sub="0002", email="Guest@Court.example")
    assert answer.status_code == 302
    assert is_signed_in(client)
    with platform():
        guest = User.objects.get(email="guest@court.example")
        assert not guest.has_usable_password()
        assert AgencyMember.objects.get(pk=guest.pk).agency_id == wired.agency.pk
        assert AgencyInvitation.objects.get().accepted_at


def test_an_invitation_does_not_outlive_the_right_to_send_it(wired, provider):
    with platform():
        made_invitation(invited_by=wired.sender.user)
    refused(sign_in_by(provider, wired.agency, sub="0002", email="guest@court.example")[1], "invitation_over")


@pytest.mark.parametrize(
    ("claims", "without", "rule"),
    [
        ({"email_verified": False}, (), "sign_on_not_confirmed"),
        ({"email_verified": "true"}, (), "sign_on_not_confirmed"),
        ({}, ("email_verified",), "sign_on_not_confirmed"),
        ({}, ("email",), "sign_on_not_confirmed"),
        ({"email": "clara@other.example"}, (), "sign_on_other_domain"),
        ({"email": "clara@sub.court.example"}, (), "sign_on_other_domain"),
        ({"email": "nobody@court.example"}, (), "sign_on_not_here"),
    ],
)
def test_whom_the_agency_does_not_know_stays_outside(wired, provider, claims, without, rule):
    provider.without = without
    client, answer = sign_in_by(provider, wired.agency, **claims)
    refused(answer, rule)
    assert not is_signed_in(client)
    with platform():
        assert not SignOnLink.objects.exists()
        denied = AuditEntry.objects.filter(kind="denied").latest("pk")
        assert (denied.verb, denied.facts["rule"]) == ("agency.came_by_sign_on", rule)


def test_people_of_others_are_not_found_by_their_address(wired, provider):
    with platform():
        other = made_agency(slug="other", name="Other Court")
        made_member("Otto Other", agency=other)
        operator = User(email="ola@court.example", name="Ola", roles=["operator"])
        operator.set_password(PASSWORD)
        operator.save()
    for email in ("otto@court.example", "ola@court.example"):
        client, answer = sign_in_by(provider, wired.agency, email=email)
        refused(answer, "sign_on_not_here")
        assert not is_signed_in(client)


def test_somebody_who_got_another_task_on_the_platform_comes_in_no_more(wired, provider):
    sign_in_by(provider, wired.agency)
    with platform():
        User.objects.filter(pk=wired.sender.pk).update(roles=["agency_user", "operator"])
    refused(sign_in_by(provider, wired.agency)[1], "sign_on_not_here")


def test_who_left_is_signed_out_and_stays_out(wired, provider):
    client, _answer = sign_in_by(provider, wired.agency)
    wired.at_manager.post(f"/agency/people/{wired.sender.pk}/leave/")
    assert not is_signed_in(client)
    refused(sign_in_by(provider, wired.agency)[1], "sign_on_not_here")


def test_a_subject_of_one_agency_is_nobody_at_another(wired, provider):
    """The same provider, issuer and subject, set up by a second agency: what the first joined is not its own."""
    sign_in_by(provider, wired.agency)
    with platform():
        other = made_agency(slug="other", name="Other Court")
        boss = made_member("Bo Boss", is_manager=True, agency=other)
        boss.user.email = "bo@other.example"
        boss.user.save()
    at_boss = sign_in("public", boss.user.email)
    again(at_boss)
    told = settings_for(provider, domains="other.example")
    assert at_boss.post("/agency/sign-in/", told).status_code == 302
    with platform():  # even if it could name the first one's domain
        SignOn.objects.filter(pk=other.pk).update(domains=["court.example"])
    refused(sign_in_by(provider, other)[1], "sign_on_not_here")
    # Nor is a code that was begun at the one taken at the other.
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    refused(come_back(client, address.replace(str(wired.agency.pk), str(other.pk))), "sign_on_stale")
    # Nor the whole answer, in a browser that began it at the other.
    leave(client, other)
    refused(come_back(client, address), "sign_on_stale")
    assert not is_signed_in(client)


def test_another_subject_does_not_take_an_account_over(wired, provider):
    sign_in_by(provider, wired.agency)
    refused(sign_in_by(provider, wired.agency, sub="evil")[1], "sign_on_joined")


def test_an_answer_counts_once_and_in_the_browser_that_asked(wired, provider):
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    refused(come_back(browser("public"), address), "sign_on_stale")
    assert come_back(client, address).status_code == 302
    client.post("/sign-out/")
    refused(come_back(client, address), "sign_on_stale")
    leave(client, wired.agency)
    refused(come_back(client, address), "sign_on_stale")


def test_an_answer_that_comes_late_is_over(wired, provider):
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    with in_session(client) as session:
        session["agency_sign_on"] = session["agency_sign_on"] | {"at": session["agency_sign_on"]["at"] - 601}
    refused(come_back(client, address), "sign_on_stale")


def test_the_provider_can_say_no(wired, provider):
    client = browser("public")
    address = provider.authorize(leave(client, wired.agency))
    refused(come_back(client, address.replace("code=", "error=access_denied&x=")), "sign_on_said_no")


def test_only_a_verified_agency_signs_in_so(wired, provider):
    with platform():
        Agency.objects.filter(pk=wired.agency.pk).update(state="waiting")
    assert browser("public").get(f"/sign-in/agency/{wired.agency.pk}/").status_code == 404


def test_the_address_finds_the_agency_and_tells_of_nobody(wired):
    client = browser("public")
    for name in ("clara", "nobody-there"):
        answer = client.post("/sign-in/agency/", {"email": f"{name}@court.example"})
        assert answer.headers["Location"] == f"/sign-in/agency/{wired.agency.pk}/"
    answer = client.post("/sign-in/agency/", {"email": "clara@else.example"})
    assert "We find no agency by this address" in answer.content.decode()


def test_two_agencies_that_share_a_domain_are_not_told_apart(wired):
    with platform():
        row = SignOn.objects.get()
        row.agency = made_agency(slug="other", name="Other Court")
        row.pk = row.agency.pk
        row.save(force_insert=True)
    answer = browser("public").post("/sign-in/agency/", {"email": "clara@court.example"})
    assert "We find no agency by this address" in answer.content.decode()


def test_a_row_that_was_changed_does_not_send_the_secret_elsewhere(wired, provider):
    from amends.vault.errors import Unreadable
    from network.agencies.sign_on.sealing import open_secret

    with platform():
        row = SignOn.objects.get()
        assert (open_secret(row), row.client_id) == (SECRET, CLIENT)
        assert SECRET.encode() not in bytes(row.sealed_secret)
        for name in ("token_endpoint", "issuer", "client_id"):
            changed = SignOn.objects.get()
            setattr(changed, name, "https://evil.example/")
            with pytest.raises(Unreadable):
                open_secret(changed)


class TestRequired:
    @pytest.fixture
    def required(self, wired, provider):
        with platform():
            User.objects.filter(pk=wired.manager.pk).update(has_second_factor=True)
        sign_in_by(provider, wired.agency, wired.at_manager, sub="boss", email="mona@court.example")
        assert wired.at_manager.post("/agency/sign-in/require/", {"is_required": "yes"}).status_code == 302
        provider.reset()
        return wired

    def test_it_wants_somebody_who_tried_it_and_has_another_way(self, wired):
        answer = wired.at_manager.post("/agency/sign-in/require/", {"is_required": "yes"})
        assert answer.status_code == 409
        assert rules(answer) == ["sign_on_untried", "sign_on_no_way_in"]
        assert is_signed_in(wired.at_sender)

    def test_passwords_open_no_longer(self, required, provider):
        assert not is_signed_in(required.at_sender)
        client = browser("public")
        told = {"username": required.sender.user.email, "password": PASSWORD}
        answer = client.post("/sign-in/", told)
        assert answer.headers["Location"] == f"/sign-in/agency/{required.agency.pk}/"
        assert not is_signed_in(client)
        assert "Your agency wants you to sign in" in client.get(answer.headers["Location"]).content.decode()
        assert is_signed_in(sign_in_by(provider, required.agency)[0])

    def test_a_manager_with_a_second_step_keeps_a_way_in(self, required):
        assert is_signed_in(sign_in("public", required.manager.user.email))
        with platform():
            other = made_member("Nina Newboss", is_manager=True)
        client = browser("public")
        client.post("/sign-in/", {"username": other.user.email, "password": PASSWORD})
        assert not is_signed_in(client)
        with platform():  # the one who had a second step lost it: somebody must still be able to come
            User.objects.filter(pk=required.manager.pk).update(has_second_factor=False)
        assert is_signed_in(sign_in("public", other.user.email))

    def test_passwords_open_again(self, required):
        assert required.at_manager.post("/agency/sign-in/require/", {"is_required": "no"}).status_code == 302
        assert is_signed_in(sign_in("public", required.sender.user.email))

    def test_they_open_too_while_the_agency_is_not_verified(self, required):
        with platform():
            Agency.objects.filter(pk=required.agency.pk).update(state="closed")
        assert is_signed_in(sign_in("public", required.sender.user.email))


class TestAgain:
    def test_who_is_signed_in_joins_without_a_confirmed_address(self, wired, provider):
        provider.without = ("email_verified",)
        again(wired.at_sender)
        _client, answer = sign_in_by(provider, wired.agency, wired.at_sender)
        assert answer.headers["Location"] == "/account/"
        wired.at_sender.post("/sign-out/")
        assert is_signed_in(sign_in_by(provider, wired.agency)[0])

    def test_a_session_alone_joins_nothing(self, wired):
        client = wired.at_sender
        with in_session(client) as session:
            del session["account_authentication_methods"]
        answer = client.post(f"/sign-in/agency/{wired.agency.pk}/")
        assert answer.headers["Location"].startswith("/sign-in/again/")

    def test_it_proves_who_one_is_before_something_grave(self, wired, provider):
        """Somebody without a password is asked at the provider, whom allauth would ask nothing."""
        with platform():
            made_invitation(roles=["agency_user", "agency_manager"])
        client, _answer = sign_in_by(provider, wired.agency, sub="0002", email="guest@court.example")
        assert client.get("/agency/people/invite/").status_code == 200
        with in_session(client) as session:
            session["account_authentication_methods"] = []
        answer = client.get("/agency/people/invite/")
        assert answer.headers["Location"].startswith(f"/sign-in/agency/{wired.agency.pk}/?next=")
        address = leave(client, wired.agency, "/agency/people/invite/")
        assert "max_age=0" in address
        answer = come_back(client, provider.authorize(address))
        assert answer.headers["Location"] == "/agency/people/invite/"
        assert client.get("/agency/people/invite/").status_code == 200

    @pytest.mark.parametrize("claims", [{"auth_time": 1}, {"auth_time": None}])
    def test_an_old_sign_in_there_proves_nothing(self, wired, provider, claims):
        again(wired.at_sender)
        answer = come_back(
            wired.at_sender, provider.authorize(leave(wired.at_sender, wired.agency), **claims)
        )
        refused(answer, "sign_on_not_fresh")

    def test_another_person_of_the_provider_proves_nothing(self, wired, provider):
        sign_in_by(provider, wired.agency)
        again(wired.at_manager)
        refused(sign_in_by(provider, wired.agency, wired.at_manager)[1], "sign_on_not_yours")


class TestSecondStep:
    @pytest.fixture
    def trusting(self, wired, provider):
        told = settings_for(provider, has_second_step="on", second_step_acr="loa3")
        assert wired.at_manager.post("/agency/sign-in/", told).status_code == 302
        with override_settings(AMENDS_REQUIRE_SECOND_FACTOR=True):
            yield wired

    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "loa3"}])
    def test_the_provider_asked_for_it(self, trusting, provider, claims):
        client, _answer = sign_in_by(provider, trusting.agency, **claims)
        assert client.get("/agency/").status_code == 200

    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "loa1"}, {"acr": None}])
    def test_it_does_not_say_so(self, trusting, provider, claims):
        client, _answer = sign_in_by(provider, trusting.agency, **claims)
        assert client.get("/agency/").headers["Location"] == "/account/"

    def test_the_agency_does_not_say_so(self, wired, provider):
        with override_settings(AMENDS_REQUIRE_SECOND_FACTOR=True):
            client, _answer = sign_in_by(provider, wired.agency, amr=["mfa"])
            assert client.get("/agency/").headers["Location"] == "/account/"
