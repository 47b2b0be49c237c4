"""The pages of the mediators: who may be assigned, how each works here, and what each belongs to."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from amends import audit
from amends.accounts.models import User
from amends.audit.models import AuditEntry
from programs.actions.assignments import assign_mediator
from programs.models import Affiliation, Mediator, Office
from tests.programs.cast import assign, make_case

OFFICER = {"kind": "police_officer", "office_name": "Alpha Police", "office_kind": "police"}


@pytest.fixture
def nina(world):
    """Somebody who was given the role of a mediator, and is not enrolled yet."""
    return User.objects.create(email="nina@alpha.example", name="Nina", roles=["mediator"])


@pytest.fixture
def alice(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def address(person):
    return reverse("mediator", args=[person.pk])


def add_address(person):
    return reverse("affiliation-add", args=[person.pk])


def otto_s(world):
    return Affiliation.objects.get(mediator=world.mediators["otto"])


def row_of(client, name):
    """Return the cells of somebody's row in the list, as text."""
    (row,) = [each for each in client.get(reverse("mediators")).context["rows"] if name in str(each[0])]
    return " ".join(str(cell) for cell in row)


def enrol(client, person, **answers):
    return client.post(address(person), {"standing": "volunteer", "is_active": "on"} | answers)


class TestListing:
    def test_it_works(self, world, alice):
        assign(world, make_case(world, "screening"))
        mia = row_of(alice, "Mia")
        assert "Volunteer" in mia
        assert mia.endswith(" 1")
        assert "County Probation" in row_of(alice, "Otto")

    def test_whoever_has_the_role_and_is_not_enrolled_yet_stands_there_too(self, nina, alice):
        assert "Not enrolled yet" in row_of(alice, "Nina")

    def test_whoever_has_no_such_role_is_not_there(self, alice):
        assert b"Cora" not in alice.get(reverse("mediators")).content.split(b"<main")[1]

    def test_an_account_that_is_closed_takes_no_cases(self, world, alice):
        User.objects.filter(pk=world.max.pk).update(is_active=False)
        assert "Takes no cases" in row_of(alice, "Max")
        assert "Takes no cases" not in row_of(alice, "Mia")

    def test_what_somebody_left_is_not_shown_any_more(self, world, alice):
        Affiliation.objects.update(ended_on=timezone.localdate())
        assert "County Probation" not in row_of(alice, "Otto")


class TestEnrolling:
    def test_it_works(self, nina, alice):
        assert "Enroll" in alice.get(address(nina)).content.decode()
        answer = enrol(alice, nina)
        assert answer.url == address(nina)
        assert [str(each) for each in get_messages(answer.wsgi_request)] == ["The mediator is enrolled."]
        mediator = Mediator.objects.get(user=nina)
        assert (mediator.standing, mediator.is_active) == ("volunteer", True)
        assert "Nothing is noted" in alice.get(address(nina)).content.decode()

    def test_a_mistake_is_named_and_the_rest_is_kept(self, nina, alice):
        answer = alice.post(address(nina), {"is_active": "on"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert page.count("Choose how they work here") == 2, "above, and beside the question"
        assert answer.context["form"]["is_active"].value()
        assert not Mediator.objects.filter(user=nina).exists()

    def test_a_standing_that_there_is_not_is_refused(self, nina, alice):
        assert enrol(alice, nina, standing="guest").status_code == 200
        assert not Mediator.objects.filter(user=nina).exists()

    def test_somebody_without_the_role_cannot_be_enrolled(self, world, alice):
        assert enrol(alice, world.cora).status_code == 404
        assert not Mediator.objects.filter(user=world.cora).exists()


class TestChanging:
    def test_another_standing_decides_over_the_next_assignment(self, world, alice, refused):
        assert enrol(alice, world.mia, standing="staff").url == reverse("mediators")
        world.mediators["mia"].refresh_from_db()
        assert "Member of staff" in row_of(alice, "Mia")
        case = make_case(world, "screening")
        assert refused(lambda: assign(world, case)) == ["standing_allowed"]

    def test_a_pause_keeps_the_cases_and_brings_no_new_ones(self, world, alice, refused):
        assign(world, make_case(world, "screening"))
        alice.post(address(world.mia), {"standing": "volunteer"})
        world.mediators["mia"].refresh_from_db()
        assert "Takes no cases" in row_of(alice, "Mia")
        assert row_of(alice, "Mia").endswith(" 1")
        case = make_case(world, "screening")
        assert refused(lambda: assign(world, case)) == ["mediator_active"]

    def test_a_pause_ends(self, world, alice):
        alice.post(address(world.mia), {"standing": "volunteer"})
        assert not alice.get(address(world.mia)).context["form"]["is_active"].value()
        enrol(alice, world.mia)
        world.mediators["mia"].refresh_from_db()
        assert assign(world, make_case(world, "screening"))

    def test_the_day_of_the_first_enrolment_stays(self, world, alice):
        since = Mediator.objects.get(user=world.mia).since
        enrol(alice, world.mia, standing="staff")
        assert Mediator.objects.get(user=world.mia).since == since < timezone.localdate()


class TestAffiliations:
    def test_it_works(self, world, alice, refused):
        assert alice.get(add_address(world.mia)).status_code == 200
        assert alice.post(add_address(world.mia), OFFICER).url == address(world.mia)
        assert "Alpha Police" in alice.get(address(world.mia)).content.decode()
        assert "Alpha Police" in row_of(alice, "Mia")
        case = make_case(world, "screening", referrer_class="police", office_name="alpha  POLICE")
        assert refused(lambda: assign(world, case)) == ["no_involved_office"]

    def test_one_without_an_office_is_noted(self, world, alice):
        alice.post(add_address(world.mia), {"kind": "church_member", "office_name": "", "office_kind": ""})
        assert Affiliation.objects.get(mediator=world.mediators["mia"]).office is None

    def test_the_same_is_noted_once(self, world, alice):
        for _again in range(2):
            alice.post(add_address(world.mia), OFFICER)
        assert Affiliation.objects.filter(mediator=world.mediators["mia"]).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "mistake"),
        [({"kind": ""}, "Choose what they are"), ({"office_kind": ""}, "Choose what kind of office it is")],
    )
    def test_a_mistake_is_named_and_nothing_is_lost(self, world, alice, wrong, mistake):
        answer = alice.post(add_address(world.mia), OFFICER | wrong)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert page.count(mistake) == 2, "above, and beside the question"
        assert 'value="Alpha Police"' in page
        assert {name: answer.context["form"][name].value() for name in OFFICER} == OFFICER | wrong
        assert not Affiliation.objects.filter(mediator=world.mediators["mia"]).exists()
        assert not Office.objects.filter(name="Alpha Police").exists()

    def test_whoever_is_not_enrolled_belongs_to_nothing_yet(self, nina, alice):
        assert alice.post(add_address(nina), OFFICER).status_code == 404
        assert "Belongs to" not in alice.get(address(nina)).content.decode()

    def test_it_ends_and_stays_on_record(self, world, alice):
        ended = otto_s(world)
        answer = alice.post(reverse("affiliation-end", args=[ended.pk]))
        assert answer.url == address(world.otto)
        assert otto_s(world).ended_on == timezone.localdate()
        page = alice.get(address(world.otto)).content.decode()
        assert "County Probation" in page
        assert "No longer" not in page
        case = make_case(
            world, "screening", referrer_class="probation_officer", office_name="County Probation"
        )
        assert assign_mediator(
            actor=world.cora,
            case=case,
            now=timezone.now(),
            mediator=world.mediators["otto"],
            supervisor=world.sol,
            connection="none",
        )

    def test_one_that_ended_holds_again(self, world, alice):
        Affiliation.objects.update(ended_on=timezone.localdate())
        again = {
            "kind": "probation_officer",
            "office_name": "county probation",
            "office_kind": "probation",
        }
        alice.post(add_address(world.otto), again)
        assert otto_s(world).ended_on is None

    def test_opening_the_address_ends_nothing(self, world, alice):
        assert alice.get(reverse("affiliation-end", args=[otto_s(world).pk])).url == address(world.otto)
        assert otto_s(world).ended_on is None


def everything(world):
    """Return every page about mediators, with what a form there would send."""
    return [
        (address(world.mia), {"standing": "staff"}),
        (add_address(world.mia), OFFICER),
        (reverse("affiliation-end", args=[otto_s(world).pk]), {}),
    ]


@pytest.mark.parametrize("name", ["mia", "sol"])
def test_whoever_does_not_run_the_program_is_refused(world, at_alpha, name):
    at_alpha.force_login(world.people[name])
    assert at_alpha.get(reverse("mediators")).status_code == 403
    for path, answers in everything(world):
        assert at_alpha.get(path).status_code == 403, path
        assert at_alpha.post(path, answers).status_code == 403, path
    assert Mediator.objects.get(user=world.mia).standing == "volunteer"
    assert list(Affiliation.objects.values_list("mediator__user__name", "ended_on")) == [("Otto", None)]


def test_a_coordinator_may_do_all_of_it(world, at_alpha):
    at_alpha.force_login(world.cora)
    for path, answers in everything(world):
        assert at_alpha.post(path, answers).status_code == 302, path


@pytest.mark.parametrize("page", ["mediator", "affiliation-add", "affiliation-end"])
def test_somebody_unknown_is_not_found(alice, page):
    path = reverse(page, args=[uuid.uuid4()])
    assert alice.get(path).status_code == 404
    assert alice.post(path, OFFICER | {"standing": "staff"}).status_code == 404


def test_all_of_it_is_in_the_audit(world, alice):
    enrol(alice, world.mia, standing="staff")
    alice.post(add_address(world.mia), OFFICER)
    alice.post(reverse("affiliation-end", args=[otto_s(world).pk]))
    audit.flush()
    verbs = [each.verb for each in AuditEntry.objects.order_by("seq")]
    assert [verb for verb in verbs if verb in ("standing_changed", "affiliation_ended")] == [
        "standing_changed",
        "affiliation_ended",
    ]
    assert verbs.count("affiliation_recorded") == 2, "one of them when the program was set up"
