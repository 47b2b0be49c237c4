"""`manage seed`: four programs, one of each type, and never where passwords are real."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from amends import audit
from amends.accounts.models import User
from network.accreditation.models import Accreditation
from network.accreditation.states import state_on
from network.agencies.actions.agencies import register_agency
from network.agencies.models import AgencyMember
from network.oversight.actions import hear_member
from network.oversight.models import Announcement, Membership, NetworkOfficer
from programs.demo import accrediting
from programs.demo.accrediting import STORIES, accredit, announce
from programs.demo.joining import found_networks, join
from programs.demo.networks import SHARES, STATES, demos_of
from programs.demo.programs import AGENCIES, CLERKS, COURT, PASSWORD, PROGRAMS
from programs.management.commands import seed
from programs.models import Affiliation, Mediator, Program
from programs.networks.copies import copies_of
from programs.networks.telling import told_of
from tenants.context import platform
from tests.programs.cast import at


def test_it_works(alpha):
    command = seed.Command()
    command.hashed = "!"
    demo = next(demo for demo in PROGRAMS if demo.type == "probation")
    with at(alpha):
        command.furnish(demo, alpha)
        assert Program.objects.get().preset == "probation"
        assert Mediator.objects.count() == 2 + len(demo.volunteers)
        assert Affiliation.objects.get().kind == "probation_officer"
        roles = {role for user in User.objects.all() for role in user.roles}
        assert roles == {"program_admin", "coordinator", "case_supervisor", "mediator"}


def test_it_refuses_where_it_is_not_allowed(settings):
    settings.AMENDS_DEMO = False
    with pytest.raises(CommandError, match="AMENDS_DEMO"):
        call_command("seed")


def test_there_is_one_program_of_each_type():
    assert {demo.type for demo in PROGRAMS} == {
        "church",
        "community_agency",
        "probation",
        "dispute_settlement",
    }


def test_it_tells_where_to_look_and_how_to_sign_in():
    told = seed.told()
    assert [tenant["type"] for tenant in told["tenants"]] == [demo.type for demo in PROGRAMS]
    assert all(who["password"] == PASSWORD and who["url"].startswith("http://") for who in told["sign_in"])
    assert {who["role"] for who in told["sign_in"]} == {
        "program_admin",
        "coordinator",
        "case_supervisor",
        "mediator",
        "network_officer",
        "network_accreditor",
        "network_analyst",
        "network_billing",
        "operator",
        "agency_manager",
        "agency_user",
    }
    last = [each["url"].partition(":8000")[2] for each in told["sign_in"][-3:]]
    assert last == ["/console/", "/agency/", "/agency/"]


def test_the_court_has_its_people_once():
    command = seed.Command()
    command.hashed = "!"
    with platform(), audit.gathering():
        for agency in AGENCIES:
            register_agency(actor=None, **agency)
        for _time in range(2):
            command.staff_the_court()
        found = AgencyMember.objects.filter(agency__slug=COURT).values_list("user__email", flat=True)
        assert set(found) == {clerk["email"] for clerk in CLERKS}


def test_the_platform_gets_one_operator():
    command = seed.Command()
    command.hashed = "!"
    for _ in range(2):
        with platform(), audit.gathering():
            command.appoint()
    with platform():
        assert User.objects.get().roles == ["operator"]


def test_networks_are_found_once_and_a_program_joins(alpha, committed):
    command = seed.Command()
    command.hashed = "!"
    with at(alpha), transaction.atomic():
        command.furnish(PROGRAMS[0], alpha)
        admin = User.objects.get(email="admin@grace.example")
    now = datetime.now(UTC)
    for _ in range(2):
        networks = found_networks("!", now)
        join(alpha, admin, networks["north-star"], SHARES[0], now)
    with platform():
        assert networks["north-star"].above == networks["national-council"]
        assert NetworkOfficer.objects.filter(network=networks["north-star"]).count() == 5
        row = Membership.objects.get()
    with at(alpha):
        (copy,) = copies_of(Program.objects.get())
        said = told_of(Program.objects.get(), copy)
    assert (copy.state, copy.contact["email"]) == ("member", "admin@grace.example")
    with platform(), audit.gathering():
        hear_member(actor=None, tenant=alpha, said=said, now=now)
        row.refresh_from_db()
    assert row.state == "member"
    assert set(row.told) == {"program", "contact", "listing", "payment", "policy"}


def test_sixty_more_programs_have_addresses_and_counties_of_their_own():
    made = [demo for state in STATES for demo in demos_of(state)]
    assert len(made) == len({demo.slug for demo in made}) == len({demo.serves for demo in made}) == 60


@pytest.mark.parametrize(
    ("story", "state"),
    list(zip(STORIES, ("accredited", "applied", "under_review", "provisional", "renewal_due"), strict=True)),
)
def test_a_program_comes_as_far_as_its_story_tells_once(alpha, committed, story, state, monkeypatch):
    command = seed.Command()
    command.hashed = "!"
    with at(alpha), transaction.atomic():
        command.furnish(PROGRAMS[0], alpha)
        admin = User.objects.get(email="admin@grace.example")
    now = datetime.now(UTC)
    join(alpha, admin, found_networks("!", now)["north-star"], SHARES[0], now)
    monkeypatch.setattr(accrediting, "STORIES", (story,))
    for _time in range(2):
        accredit([(alpha, admin)], STATES[0], now)
        announce(STATES[0], now)
    with platform():
        row = Accreditation.objects.get()
        assert state_on(row, now.date()) == state
        assert row.evidence.count() == len(row.by.content.criteria)
        assert Announcement.objects.get().members == 1
