"""Asking to be verified: what the operator then sees, and the letters that tell the answer."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from amends.accounts.models import User
from amends.console import actions
from amends.console.models import Introduction
from amends.mail.models import Delivery
from amends.outbox.models import Outbox
from programs.actions.verification import UnableToAsk, ask_for_verification
from programs.models import Program
from tenants.context import inside, platform
from tests.amends.console.conftest import browser_of, current, make_person, on_the_platform
from tests.amends.console.test_pushing import committing, work  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, make_world

ACCOUNT = "Call the Elkhart council of churches, 555 0142."


def begin(tenant):
    """Set up a program that may ask: not verified, its address confirmed, its place said."""
    world = make_world(tenant, opened_at=None)
    Program.objects.update(founder=world.alice, place="Elkhart, Indiana", address_confirmed_at=NOW)
    return world


@pytest.fixture
def alice(alpha, at_alpha):
    with at(alpha):
        world = begin(alpha)
        at_alpha.force_login(world.alice)
        yield at_alpha


def test_it_works(alice):
    page = alice.get(reverse("verification")).content.decode()
    assert "How can we know that you are who you say?" in page
    assert alice.post(reverse("verification-ask"), {"account": ACCOUNT}).status_code == 302
    program = Program.objects.get()
    assert program.verification_account == ACCOUNT
    assert 'data-asked="yes"' in alice.get(reverse("verification")).content.decode()


def test_nothing_is_sent_without_a_word(alice):
    page = alice.post(reverse("verification-ask"), {"account": " "}).content.decode()
    assert "There is a problem" in page
    assert Program.objects.get().verification_asked_at is None


@pytest.mark.parametrize("missing", [{"address_confirmed_at": None}, {"place": ""}, {"verified_at": NOW}])
def test_it_refuses_before_the_address_and_the_place_are_known_and_once_verified(alice, missing):
    Program.objects.update(**missing)
    with pytest.raises(UnableToAsk):
        ask_for_verification(actor=User.objects.get(name="Alice"), account=ACCOUNT, now=NOW)
    assert 'name="account"' not in alice.get(reverse("verification")).content.decode()


def test_only_who_runs_the_program_asks(alpha, at_alpha):
    with at(alpha):
        world = begin(alpha)
        with pytest.raises(PermissionDenied):
            ask_for_verification(actor=world.cora, account=ACCOUNT, now=NOW)
        at_alpha.force_login(world.cora)
        assert 'name="account"' not in at_alpha.get(reverse("verification")).content.decode()


@pytest.fixture
def asked(committing, alpha, settings):  # noqa: F811
    """A program that has asked, and whose question has come over."""
    with at(alpha), transaction.atomic():
        world = begin(alpha)
        ask_for_verification(actor=world.alice, account=ACCOUNT, now=NOW)
    work(settings)
    return world


def decide(name, tenant, **answers):
    with on_the_platform():
        getattr(actions, name)(actor=make_person_once(), tenant=current(tenant), now=NOW, **answers)


def make_person_once():
    with platform():
        return User.objects.filter(email="operator@platform.example").first() or make_person()


def letters(settings):
    work(settings)
    work(settings)
    return {letter.to[0]: letter.body for letter in mail.outbox}


def test_the_operator_sees_what_verifying_needs(asked, alpha, beta):
    console = browser_of(make_person_once())
    listed = console.get("/console/").content.decode()
    assert listed.index("Waiting for verification</strong>") < listed.index(beta.name)
    page = console.get(f"/console/programs/{alpha.pk}/").content.decode()
    for told in ("Elkhart, Indiana", ACCOUNT, "Alice", "alice@alpha.example", "It asks to be verified"):
        assert told in page
    assert "It has not asked" in console.get(f"/console/programs/{beta.pk}/").content.decode()
    assert alpha.name in console.get("/console/?which=asked").content.decode()


def test_before_it_asks_nothing_of_it_comes_over(committing, alpha, settings):  # noqa: F811
    with at(alpha), transaction.atomic():
        begin(alpha)
    work(settings)
    with platform():
        assert not Introduction.objects.exists()


def test_what_is_older_changes_nothing(asked, alpha):
    from amends.console.introductions import store_introduction

    with on_the_platform():
        told = Introduction.objects.values().get()
        older = {name: value for name, value in told.items() if name not in ("id", "is_answered")}
        older |= {"version": 0, "place": "Nowhere", "name": "Old"}
        store_introduction(actor=None, tenant=current(alpha), told=older)
        assert Introduction.objects.get().place == "Elkhart, Indiana"
    assert current(alpha).name == alpha.name


def test_the_answer_is_told_to_those_who_run_the_program(asked, alpha, settings):
    decide("verify_program", alpha, reason="papers_seen", tells_reason=True)
    told = letters(settings)
    assert set(told) == {"alice@alpha.example"}
    assert f"{alpha.name} is verified" in told["alice@alpha.example"]
    assert "help@amends.example" in told["alice@alpha.example"]
    with inside(alpha):
        assert Program.objects.get().is_verified


def test_who_is_declined_can_ask_again(asked, alpha, settings):
    decide("decline_verification", alpha, reason="no_answer", tells_reason=True)
    assert "We asked, and nobody answered" in letters(settings)["alice@alpha.example"]
    with at(alpha), transaction.atomic():
        program = Program.objects.get()
        assert (program.verification_asked_at, program.verification_declined_for) == (None, "no_answer")
        ask_for_verification(actor=asked.alice, account="More.", now=NOW + dt.timedelta(days=1))
    work(settings)
    with platform():
        assert Introduction.objects.waiting().get().account == "More."


def test_a_reason_that_is_not_to_be_told_is_not(asked, alpha, settings):
    decide("decline_verification", alpha, reason="not_such_program")
    assert "not a program of this kind" not in letters(settings)["alice@alpha.example"]


def test_a_suspended_program_is_written_to_while_it_is_closed(asked, alpha, settings):
    decide("suspend_program", alpha, reason="may_harm_people")
    told = letters(settings)["alice@alpha.example"]
    assert "is suspended" in told
    assert "harm" not in told, "the operator did not say that it may be told"
    with inside(alpha):
        assert Delivery.objects.filter(job="programs.decision_letter", state="sent").count() == 1


def test_nothing_else_of_a_suspended_program_runs(asked, alpha, settings):
    decide("suspend_program", alpha, reason="may_harm_people")
    with at(alpha), transaction.atomic():
        Program.objects.update(verification_asked_at=None)
        ask_for_verification(actor=asked.alice, account="Later.", now=NOW)
    letters(settings)
    with platform():
        assert Introduction.objects.get().account == ACCOUNT
        assert Outbox.objects.filter(job="programs.introduce").count() == 1


def test_a_name_is_corrected_on_the_platform_too(asked, alpha, settings):
    from programs.actions.program import describe_program

    with at(alpha), transaction.atomic():
        describe_program(
            actor=asked.alice, name="Alpha, Rightly", neutral_name="Office", place="Elkhart", time_zone="UTC"
        )
    work(settings)
    assert current(alpha).name == "Alpha, Rightly"


def test_it_goes_with_the_program(asked, alpha):
    from programs.introducing import forget_introduction

    forget_introduction(alpha.schema_name)
    with platform():
        assert not Introduction.objects.exists()
