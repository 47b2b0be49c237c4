"""A program says which of its sources an agency of the platform is; whoever comes over finds it chosen."""

import pytest
from django.utils import timezone

from programs.models import Referral, ReferralSource
from tenants.context import inside, platform
from tenants.models import Tenant
from tests.network.agencies.made import made_agency, made_member
from tests.programs.cast import at, make_world
from tests.programs.desk_rig import come_over
from tests.programs.sources.test_managing import told
from tests.programs.test_refer_page import answers


@pytest.fixture
def clara(cast):
    with platform():
        return made_member()


def add(browser, **changes):
    return browser.post("/sources/add/", told(agency_code="Lakeview-Court", **changes))


@pytest.fixture
def cora(alpha, at_alpha, clara):
    with platform():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
    with at(alpha):
        at_alpha.force_login(make_world(alpha).cora)
    return at_alpha


def test_it_works(cora, clara, alpha):
    assert add(cora).status_code == 302
    with inside(alpha):
        source = ReferralSource.objects.get()
        assert source.agency_id == clara.agency_id
    page = cora.get(f"/sources/{source.pk}/").content.decode()
    assert 'value="lakeview-court"' in page
    form = come_over(alpha, clara).get("/refer/").context["form"]
    assert (form["source"].value(), form["referrer_class"].value()) == (str(source.pk), "judge")


def test_what_was_agreed_with_the_source_holds(cora, clara, alpha):
    add(cora, told_back="received_only", answer_days="2")
    client = come_over(alpha, clara)
    with inside(alpha):
        source = str(ReferralSource.objects.get().pk)
        sent = answers(referrer_class="judge", office_name="Lakeview Court", source=source)
    assert client.post("/refer/", sent).status_code == 302
    with inside(alpha):
        assert Referral.objects.get().told_back == "received_only"
    assert "Answer is late" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("code", ["no-such-agency", "waiting-agency"])
def test_only_a_verified_agency_can_be_named(code, cora, alpha):
    with platform():
        made_agency(slug="waiting-agency", name="Waiting", state="waiting")
    answer = cora.post("/sources/add/", told(agency_code=code))
    assert "No verified agency has this code" in answer.content.decode()
    with inside(alpha):
        assert not ReferralSource.objects.exists()


def test_an_agency_is_one_open_source(cora, alpha):
    add(cora)
    answer = add(cora, name="Another Court")
    assert "Another open source is this agency already" in answer.content.decode()


def test_an_agency_can_be_taken_off_again(cora, alpha):
    add(cora)
    with inside(alpha):
        source = ReferralSource.objects.get()
    assert cora.post(f"/sources/{source.pk}/", told(agency_code="")).status_code == 302
    with inside(alpha):
        source.refresh_from_db()
        assert source.agency_id is None
