"""The list of members: what each shares, found and sorted, in few queries; every look is told to the member."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from amends.outbox.models import Outbox
from billing.models import BillingAccount, Coverage
from network.oversight.models import Look, MembershipState
from tenants.context import platform
from tests.network.oversight.made import ALL, made_member, made_network, made_tenants, told_of


def looks(page):
    with platform():
        return [look.membership.tenant.name for look in Look.objects.filter(page=page).order_by("pk")]


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def names(net, query=""):
    return [row[0] for row in table(net.at.get(f"/network/members.csv{query}"))[1:]]


@pytest.fixture
def three(net):
    """Three more members: one that shares all, one with an old listing, one that shares nothing."""
    with platform():
        first, second, third = made_tenants(3)
        old = dt.date(2020, 1, 2)
        made_member(net.network, first, *ALL, told=told_of(ALL, kind="probation"))
        made_member(net.network, second, "listing", told=told_of(("listing",), confirmed=old))
        made_member(net.network, third)
    return net


def test_it_works(three):
    page = three.at.get("/network/members/").content.decode()
    for said in (
        "Alpha",
        "Program 000",
        "Church or other faith group",
        "Sam Speaker",
        "555 0100",
        "Version 1",
    ):
        assert said in page
    assert "4 programs" in page
    assert "Beta" not in page


def test_what_is_not_shared_is_not_there(three):
    rows = {row[0]: row for row in table(three.at.get("/network/members.csv"))}
    assert rows["Program 002"][4:7] == ["Not shared"] * 3
    assert rows["Program 001"][4] == "Not shared"
    assert rows["Program 001"][5] == "Listed, to be confirmed; last confirmed on Jan. 2, 2020"


def test_it_is_searched_filtered_and_sorted(three):
    assert names(three) == ["Alpha Mediation", "Program 000", "Program 001", "Program 002"]
    assert names(three, "?sort=-program")[0] == "Program 002"
    assert names(three, "?words=001") == ["Program 001"]
    assert names(three, "?words=lakeview") == names(three)
    assert names(three, "?kind=probation") == ["Program 000"]
    assert names(three, "?listing=confirmed") == ["Alpha Mediation", "Program 000"]
    assert names(three, "?listing=stale") == ["Program 001"]
    assert names(three, "?listing=none") == ["Program 002"]
    assert names(three, "?group=over") == []
    assert names(three, "?kind=nonsense") == names(three), "an answer that there is not narrows nothing"


def test_who_pays_is_known_from_the_networks_own_account(three, alpha):
    with platform():
        account = BillingAccount.objects.get(owner_kind="network", owner_id=three.network.pk)
        begins = timezone.now() - dt.timedelta(days=1)
        Coverage.objects.create(
            account=account, tenant=alpha, kind="covered", plan_key="network.1", starts_at=begins
        )
    assert names(three, "?payer=network") == ["Alpha Mediation"]
    assert "Alpha Mediation" not in names(three, "?payer=others")
    assert table(three.at.get("/network/members.csv?words=alpha"))[1][6] == "This network"


def test_each_look_is_told_to_who_shares_something(three):
    three.at.get("/network/members/?words=Program")
    assert looks("network-roster") == ["Program 000", "Program 001", "Program 002"]
    three.at.get(f"/network/members/{three.alpha.pk}/")
    assert looks("network-member") == ["Alpha Mediation"]
    three.at.get("/network/members.xlsx")
    assert looks("network-roster-file") == ["Alpha Mediation", "Program 000", "Program 001", "Program 002"]
    with platform():
        assert Outbox.objects.filter(job="oversight.spread_looks").count() == 3


def test_a_page_has_fifty_and_looks_at_no_more(net):
    with platform():
        for tenant in made_tenants(60):
            made_member(net.network, tenant, *ALL)
    first = net.at.get("/network/members/").content.decode()
    assert "61 programs" in first
    assert "Page 1 of 2" in first
    assert len(looks("network-roster")) == 50
    assert "Program 059" in net.at.get("/network/members/?page=2").content.decode()
    assert len(looks("network-roster")) == 61
    assert len(names(net)) == 61


@pytest.mark.parametrize(
    "path", ["members/", "members.csv", "", "report/", "announcements/", "terms/", "places/"]
)
def test_a_page_costs_the_same_for_few_members_and_for_many(net, path):
    with platform():
        tenants = made_tenants(59)
        for tenant in tenants[:2]:
            made_member(net.network, tenant, *ALL)
    few = queries(net, path)
    with platform():
        for tenant in tenants[2:]:
            made_member(net.network, tenant, *ALL)
    assert queries(net, path) == few


def queries(net, path):
    net.at.get(f"/network/{path}")  # what a first answer keeps for the next ones
    with platform(), CaptureQueriesContext(connection) as asked:
        assert net.at.get(f"/network/{path}").status_code == 200
    return len(asked)


def test_files_say_what_the_page_says(three):
    rows = table(three.at.get("/network/members.csv"))
    book = load_workbook(io.BytesIO(three.at.get("/network/members.xlsx").content), read_only=True)
    assert [[cell or "" for cell in row] for row in book.active.values] == rows
    page = three.at.get("/network/members/").content.decode()
    for cell in (cell for row in rows for cell in row):
        assert cell in page


def test_no_cell_is_a_formula(net):
    with platform():
        made_member(
            net.network, *made_tenants(1), "contact", told={"contact": {"name": "=1+1"}, "program": {}}
        )
    assert "'=1+1" in net.at.get("/network/members.csv").content.decode()


def test_another_networks_member_is_not_there(net):
    paths = ["", "end/", "offer/", "answer/"]
    answers = [net.at.get(f"/network/members/{net.beta.pk}/{path}") for path in paths]
    answers += [net.at.post(f"/network/members/{net.beta.pk}/{path}/") for path in ("transfer", "withdraw")]
    assert {answer.status_code for answer in answers} == {404}
    assert looks("network-member") == []
    assert "Beta" not in "".join(net.at.get(f"/network/{each}").content.decode() for each in ("", "report/"))


def test_a_member_is_shown_with_all_that_it_shares(net):
    page = net.at.get(f"/network/members/{net.alpha.pk}/").content.decode()
    for said in (
        "Sam Speaker",
        "Listed, confirmed on",
        "Paid until May 1,",
        "7 days",
        "It was told that you looked",
    ):
        assert said in page


def test_a_membership_is_ended_with_words(net):
    path = f"/network/members/{net.alpha.pk}/end/"
    assert "Write to them why" in net.at.post(path, {"why": ""}).content.decode()
    assert net.at.post(path, {"why": "You asked us to."}).status_code == 302
    with platform():
        net.alpha.refresh_from_db()
        assert (net.alpha.state, net.alpha.why, net.alpha.told) == (
            MembershipState.REMOVED,
            "You asked us to.",
            {},
        )
    again = net.at.post(path, {"why": "Once more."})
    assert again.status_code == 409
    assert "Once more." in again.content.decode(), "nothing typed is lost"
    page = net.at.get(f"/network/members/{net.alpha.pk}/").content.decode()
    assert "You asked us to." in page
    assert "Sam Speaker" not in page


def test_a_member_is_offered_to_another_network(net):
    with platform():
        third = made_network("Third Network")
    path = f"/network/members/{net.alpha.pk}/offer/"
    assert net.at.post(path, {"to": net.network.pk, "why": "x"}).status_code == 200, "not a choice"
    assert net.at.post(path, {"to": third.pk, "why": "It moved."}).status_code == 302
    with platform():
        row = third.memberships.get()
    assert (row.state, row.moved_from_id) == (MembershipState.OFFERED, net.network.pk)
    assert net.at.post(path, {"to": third.pk, "why": "Again."}).status_code == 409
    assert "Offered by you to Third Network" in net.at.get("/network/").content.decode()
    assert net.at.post(f"/network/members/{row.pk}/withdraw/").status_code == 302
    with platform():
        row.refresh_from_db()
    assert row.state == MembershipState.WITHDRAWN
