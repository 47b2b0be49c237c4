"""`manage seed`: four programs, one of each type, and never where passwords are real."""

import pytest
from django.core.management import CommandError, call_command

from amends import audit
from amends.accounts.models import User
from programs.demo.programs import PASSWORD, PROGRAMS
from programs.management.commands import seed
from programs.models import Affiliation, Mediator, Program
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
        "operator",
    }
    assert PASSWORD in str(told["sign_in"][-1]) and told["sign_in"][-1]["url"].endswith("/console/")


def test_the_platform_gets_one_operator():
    command = seed.Command()
    command.hashed = "!"
    for _ in range(2):
        with platform(), audit.gathering():
            command.appoint()
    with platform():
        assert User.objects.get().roles == ["operator"]
