"""An agency asks for an account, its first person confirms the address, and an operator vouches for it."""

import re
import uuid

import pytest

from amends import audit
from amends.accounts.models import User
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from network.agencies.models import Agency, AgencyInvitation, AgencyMember
from network.agencies.tasks import invitation_letter, prune, verified_letter
from tenants.context import platform
from tests import databases
from tests.amends.accounts.rig import sign_in
from tests.amends.console.conftest import browser_of, make_person
from tests.network.agencies.made import made_agency

PASSWORD = "three plain words here"


def answers(**changes):
    return {
        "form_key": str(uuid.uuid4()),
        "name": "Elkhart Probation",
        "kind": "probation",
        "place": "Elkhart, Indiana",
        "person": "Paula Prober",
        "email": "Paula@probation.example",
        "website": "",
    } | changes


def letters():
    with platform():
        waiting = Outbox.objects.filter(job="agencies.invitation").order_by("id")
        return [invitation_letter(**each.args) for each in waiting]


def link():
    return re.search(r"http://[^/]+(/\S+)", letters()[-1].body)[1]


def decide(operator, agency, slug, **sent):
    return operator.post(f"/console/agencies/{agency.pk}/{slug}/", {"reason": "spoke_with_agency"} | sent)


@pytest.fixture
def operator(cast):
    return browser_of(make_person())


def test_it_works(at_platform, operator):
    assert at_platform.post("/agencies/start/", answers()).status_code == 302
    with platform():
        agency = Agency.objects.get()
        assert (agency.slug, agency.state) == ("elkhart-probation", "asked")
    assert "Elkhart Probation" in letters()[0].body
    came = at_platform.post(link(), {"name": "Paula Prober", "password": PASSWORD})
    assert (came.status_code, came.url) == (302, "/sign-in/")
    with platform():
        agency.refresh_from_db()
        assert agency.state == "waiting"
        paula = AgencyMember.objects.get(agency=agency)
        assert paula.user.roles == ["agency_user", "agency_manager"]
    home = sign_in("public", "paula@probation.example", PASSWORD).get("/agency/")
    assert "not verified yet" in home.content.decode()
    listed = operator.get("/console/agencies/").content.decode()
    assert "Elkhart Probation" in listed
    assert "Waiting for verification" in listed
    page = operator.get(f"/console/agencies/{agency.pk}/").content.decode()
    assert "paula@probation.example" in page
    assert decide(operator, agency, "verify").status_code == 302
    with platform():
        agency.refresh_from_db()
        assert agency.state == "verified"
        assert AuditEntry.objects.filter(verb="agency.verified", object_id=str(agency.pk)).exists()
        told = Outbox.objects.get(job="agencies.verified")
        assert "Elkhart Probation is verified" in verified_letter(**told.args).body
    assert decide(operator, agency, "verify").status_code == 409


def test_a_form_sent_twice_is_one_agency_and_one_letter(at_platform):
    sent = answers()
    for _time in range(2):
        assert at_platform.post("/agencies/start/", sent).status_code == 302
    assert len(letters()) == 1
    with platform():
        assert Agency.objects.count() == 1


def test_an_agency_of_the_same_name_has_another_code(at_platform):
    for number in range(3):
        at_platform.post("/agencies/start/", answers(email=f"p{number}@probation.example"))
    with platform():
        found = set(Agency.objects.values_list("slug", flat=True))
    assert found == {"elkhart-probation", "elkhart-probation-2", "elkhart-probation-3"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter the name of your agency"),
        ({"kind": "bank"}, "bank"),
        ({"email": "nobody"}, "such as name@example.org"),
        ({"website": "x"}, "only machines"),
    ],
)
def test_it_refuses_what_is_incomplete(changes, says, at_platform):
    answer = at_platform.post("/agencies/start/", answers(**changes))
    assert answer.status_code == 200
    assert says in answer.content.decode() or says == "only machines"
    with platform():
        assert not Agency.objects.exists()


def test_nobody_learns_on_the_form_who_has_an_account(at_platform):
    make_person()
    new = at_platform.post("/agencies/start/", answers())
    known = at_platform.post("/agencies/start/", answers(email="operator@platform.example"))
    assert (new.status_code, new.url) == (known.status_code, known.url)
    refused = at_platform.post(link(), {"name": "Olga", "password": PASSWORD})
    assert refused.status_code == 409
    assert "There is an account" in refused.content.decode(), "and whoever has the link owns the address"


def test_letters_to_one_address_are_few(at_platform, settings):
    settings.ACCOUNT_RATE_LIMITS = {"agency_asked": "3/d/key"}
    email = f"{uuid.uuid4().hex}@probation.example"
    statuses = [at_platform.post("/agencies/start/", answers(email=email)).status_code for _time in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_a_link_works_once(at_platform):
    at_platform.post("/agencies/start/", answers())
    path = link()
    assert at_platform.post(path, {"name": "P", "password": PASSWORD}).status_code == 302
    assert at_platform.post(path, {"name": "P", "password": PASSWORD}).status_code == 410
    assert at_platform.get("/agencies/join/x/").status_code == 404
    with platform():
        assert User.objects.filter(email="paula@probation.example").count() == 1


def test_an_operator_registers_an_agency_and_invites_who_manages_it(operator, at_platform):
    sent = answers(language="fr", email="chef@probation.example")
    answer = operator.post("/console/agencies/register/", sent)
    assert answer.status_code == 302
    with platform():
        assert Agency.objects.get().state == "verified"
        assert AgencyInvitation.objects.get().language == "fr"
    assert at_platform.post(link(), {"name": "Chef", "password": PASSWORD}).status_code == 302
    with platform():
        assert Agency.objects.get().state == "verified"


def test_a_closed_agency_takes_nobody_in(operator, at_platform):
    at_platform.post("/agencies/start/", answers())
    path = link()
    with platform():
        agency = Agency.objects.get()
    assert decide(operator, agency, "close", reason="not_found").status_code == 302
    answer = at_platform.post(path, {"name": "P", "password": PASSWORD})
    assert answer.status_code == 409


@pytest.mark.parametrize("slug", ["verify", "close"])
@pytest.mark.parametrize("role", ["network_officer", "agency_user", "agency_manager"])
def test_others_decide_nothing(role, slug, cast):
    with platform():
        agency = made_agency(state="waiting")
    client = browser_of(make_person(role))
    assert decide(client, agency, slug).status_code == 403
    with platform():
        agency.refresh_from_db()
        assert agency.state == "waiting"


def test_who_never_came_is_forgotten(committed, at_platform, settings):
    at_platform.post("/agencies/start/", answers())
    at_platform.post("/agencies/start/", answers(email="new@probation.example"))
    with platform():
        first, _second = AgencyInvitation.objects.order_by("id")
        AgencyInvitation.objects.filter(pk=first.pk).update(expires_at="2020-01-01T00:00Z")
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    with platform(), audit.gathering():
        prune()
    with platform():
        assert [each.email for each in AgencyInvitation.objects.all()] == ["new@probation.example"]
    databases.close()
