"""An agency's home: status only, for whoever may see it, and the programs that somebody keeps at hand."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import Receipt, SavedProgram
from tenants.context import as_owner, platform
from tenants.models import Tenant
from tests.network.agencies.made import made_agency, made_member, made_receipt


@pytest.fixture
def sent(committed, alpha, beta):
    """Two receipts of the court, one of another agency."""
    with platform():
        clara, carl = made_member(), made_member("Carl Clerk")
        other = made_member("Otto Other", agency=made_agency(slug="other", name="Other"))
    late = {"answer_by": timezone.localdate() - dt.timedelta(days=2)}
    with as_owner():
        made_receipt(alpha, clara, reference="AAAA-1111", **late)
        made_receipt(beta, carl, reference="BBBB-2222", status="accepted", decided_on=dt.date(2026, 3, 4))
        made_receipt(alpha, other, reference="CCCC-3333")
    return clara


def page_of(client, **query):
    return client.get("/agency/", query).content.decode()


def shown(page):
    return {each for each in ("AAAA-1111", "BBBB-2222", "CCCC-3333") if each in page}


def browser(member):
    from tests.amends.console.conftest import browser_of

    return browser_of(member.user)


def test_it_works(sent, alpha):
    client = browser(sent)
    page = page_of(client)
    assert shown(page) == {"AAAA-1111", "BBBB-2222"}
    assert "Answer is late" in page
    assert "1 answer is late" in page
    assert shown(page_of(client, status="late")) == {"AAAA-1111"}
    assert shown(page_of(client, status="accepted")) == {"BBBB-2222"}
    assert shown(page_of(client, program=str(alpha.pk))) == {"AAAA-1111"}
    assert shown(page_of(client, program="nonsense")) == {"AAAA-1111", "BBBB-2222"}


def test_where_receipts_are_not_shared_each_sees_their_own(sent):
    with platform():
        type(sent.agency).objects.update(shares_receipts=False)
    assert shown(page_of(browser(sent))) == {"AAAA-1111"}
    with platform():
        boss = made_member("Mona Manager", is_manager=True)
    assert shown(page_of(browser(boss))) == {"AAAA-1111", "BBBB-2222"}


def test_a_list_costs_the_same_for_one_receipt_and_for_many(sent, alpha, django_assert_max_num_queries):
    with as_owner():
        for number in range(40):
            made_receipt(alpha, sent, reference=f"MANY-{number}")
    client = browser(sent)
    with platform(), django_assert_max_num_queries(14):
        page = page_of(client)
    assert "Page 1 of 3" in page


def test_programs_are_kept_at_hand(court, alpha, beta):
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
    client = court.at_sender
    found = client.post("/agency/programs/", {"words": "mediation"}).content.decode()
    assert "Alpha Mediation" in found
    assert "Beta Mediation" not in found, "nobody vouches for it"
    assert client.post(f"/agency/programs/{alpha.pk}/save/").status_code == 302
    assert "Alpha Mediation" in client.get("/agency/programs/").content.decode()
    assert client.post(f"/agency/programs/{beta.pk}/save/").status_code == 404
    with platform():
        assert SavedProgram.objects.get().tenant_id == alpha.pk
    assert client.post(f"/agency/programs/{alpha.pk}/forget/").status_code == 302
    assert "Alpha Mediation" not in client.get("/agency/programs/").content.decode()


def test_another_agencys_receipt_is_not_there(sent):
    with platform():
        theirs = Receipt.objects.get(reference="CCCC-3333")
    assert browser(sent).post(f"/agency/receipts/{theirs.pk}/go/").status_code == 404


def test_who_belongs_to_no_agency_is_told_so(cast):
    from tests.amends.console.conftest import browser_of, make_person

    answer = browser_of(make_person("agency_user")).get("/agency/")
    assert answer.status_code == 409
    assert "belongs to no agency" in answer.content.decode()
