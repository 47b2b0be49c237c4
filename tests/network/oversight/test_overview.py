"""Places without a program, the year of a network, and what everybody reads of one."""

import csv
import datetime as dt
import io

from django.utils import timezone

from amends import audit
from network import places
from network.directory.actions import store_listing
from network.directory.facts import Facts
from network.oversight.models import Look, Membership, MembershipState, Network
from tenants.context import as_owner, platform
from tests.network.oversight.made import ALL, made_member, made_tenants, told_of

RAMSEY, HENNEPIN = "us-county:27123", "us-county:27053"


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def listed(tenant, *serves, name="Alpha Mediation"):
    with as_owner(), audit.gathering():
        type(tenant).objects.filter(pk=tenant.pk).update(verified_at=timezone.now())
        store_listing(
            actor=None,
            slug=f"listed-{tenant.slug}",
            facts=Facts(name=name, serves=serves),
            tenant_id=tenant.pk,
            version=1,
            confirmed_on=timezone.localdate(),
            now=timezone.now(),
        )


def says(net, **told):
    answers = {"about": "We oversee.", "website": "", "contact_email": "hello@net.example", "where": ""}
    return net.at.post("/network/describe/", answers | told)


def test_places_without_a_program_are_counted_from_public_listings(committed, net, alpha):
    assert "We do not know yet where" in net.at.get("/network/places/").content.decode()
    assert "Say which one you mean" in says(net, where="Springfield").content.decode()
    assert says(net, where="Minnesota").status_code == 302
    everywhere = {county.code for county in places.counties_of("us-state:MN")}
    assert {code for _name, code in table(net.at.get("/network/places.csv"))[1:]} == everywhere
    listed(alpha, RAMSEY, HENNEPIN)
    left = {code for _name, code in table(net.at.get("/network/places.csv"))[1:]}
    assert everywhere - left == {RAMSEY, HENNEPIN}
    page = net.at.get("/network/places/").content.decode()
    assert f"Minnesota: 2 of {len(everywhere)} are served" in page
    assert "Anoka County" in page
    assert "Ramsey County" not in page


def test_who_serves_all_of_a_state_is_counted_apart(committed, net, alpha):
    says(net, where="Minnesota")
    listed(alpha, "us-state:MN")
    page = net.at.get("/network/places/").content.decode()
    assert "1 program says that it serves all of it" in page
    assert "Ramsey County" in page


def test_a_nations_network_sees_states(committed, net, alpha):
    says(net, where="United States")
    listed(alpha, RAMSEY)
    codes = {code for _name, code in table(net.at.get("/network/places.csv"))[1:]}
    assert "us-state:MN" not in codes
    assert "us-state:WI" in codes


def test_where_it_works_stays_when_the_form_is_saved_again(net):
    says(net, where="Minnesota")
    says(net, where="Minnesota", about="Something else.")
    with platform():
        assert Network.objects.get(pk=net.network.pk).place_code == "us-state:MN"
    says(net, where="")
    with platform():
        assert Network.objects.get(pk=net.network.pk).place_code == ""


def test_the_report_counts_a_year(net):
    then = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    with platform():
        old, left = made_tenants(2)
        made_member(
            net.network, old, "listing", joined_at=then, told=told_of(("listing",), confirmed=then.date())
        )
        gone = {
            "state": MembershipState.LEFT,
            "ended_at": then.replace(year=2025),
            "told": {},
            "told_at": None,
        }
        made_member(net.network, left, joined_at=then, **gone)
    rows = table(net.at.get("/network/report.csv?year=2025"))
    assert ["Members", "Members on January 1", "2", ""] in rows
    assert ["Members", "Left or ended in the year", "1", ""] in rows
    assert ["Members", "Members on December 31", "1", ""] in rows
    assert ["Left or ended", left.name, "June 1, 2025", "Left"] in rows
    assert "Listings of the members" not in [row[0] for row in rows], (
        "what is shared today says nothing of then"
    )
    now = table(net.at.get("/network/report.csv"))
    assert ["Joined", "Alpha Mediation"] in [row[:2] for row in now]
    assert ["Listings of the members", "Listed, to be confirmed", "1", ""] in now
    page = net.at.get("/network/report/").content.decode()
    for row in now:
        assert row[0] == "Table" or all(cell in page for cell in row)
    with platform():
        told = set(
            Look.objects.filter(page="network-report").values_list("membership__tenant__name", flat=True)
        )
    assert told == {"Alpha Mediation", old.name}, "who shares something hears that it was counted"


def test_everybody_reads_what_a_network_is_and_no_more(committed, net, alpha, at_platform):
    says(net, takes_requests="on")
    listed(alpha, RAMSEY)
    page = at_platform.get(f"/networks/{net.network.slug}/").content.decode()
    for said in ("We oversee.", "1 member in the directory", "Alpha Mediation", "Programs can ask to join"):
        assert said in page
    assert "Sam Speaker" not in page
    with platform():
        Membership.objects.filter(pk=net.alpha.pk).update(shares=[each for each in ALL if each != "listing"])
    page = at_platform.get(f"/networks/{net.network.slug}/").content.decode()
    assert "0 members in the directory" in page
    assert "Alpha" not in page
    both = at_platform.get("/networks/").content.decode()
    assert "State Network" in both
    assert "Other Network" in both
    assert at_platform.get("/networks/no-such/").status_code == 404
