"""The same matter and the same people, found within one program only, and shown to those who may see both."""

import pytest
from django.db import connection

from programs.actions.likeness import judge_likeness
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.likeness import likenesses
from programs.models import LikenessVerdict, Referral
from tests.programs.cast import HOUR, NOW, at, fresh, make_case, make_referral, make_world


def referral(name, **changes):
    return make_referral(**{"offender": Person(name), "victim": None} | changes)


def reasons(found):
    return [[str(why) for why in each.people[0][1]] for each in found]


def judge(world, one, other, verdict="duplicate", actor="cora", now=NOW):
    return judge_likeness(actor=world.people[actor], referral=one, now=now, other=other.pk, verdict=verdict)


def test_it_works(world):
    first, second = referral("Oskar Offender"), referral("offender, Óskar")
    (found,) = likenesses(second, world.cora)
    assert found.other == first
    assert found.may_be_same_matter
    assert reasons([found]) == [["the same name"]]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            Person("A B", "OSKAR@example.org"),
            Person("C D", " oskar@example.org"),
            ["the same e-mail address"],
        ),
        (
            Person("A B", phone="(555) 010-0042"),
            Person("C D", phone="555 010 0042"),
            ["the same telephone number"],
        ),
        (
            Person("A B", "a@b.example"),
            Person("B A", "a@b.example"),
            ["the same name", "the same e-mail address"],
        ),
    ],
)
def test_somebody_is_known_by_name_address_or_number(world, one, other, why):
    referral("", offender=one)
    assert reasons(likenesses(referral("", offender=other), world.cora)) == [why]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("Oskar"), Person("Oskar")),  # a first name is nobody
        (Person("A B", phone="100"), Person("C D", phone="100")),  # an extension
        (Person("Oskar Offender"), Person("Oskar Offenders")),
        (Person("A B"), Person("C D")),
    ],
)
def test_others_are_not(world, one, other):
    referral("", offender=one)
    assert likenesses(referral("", offender=other), world.cora) == []


def test_somebody_of_another_matter_was_a_party_before(world):
    referral("Oskar Offender", offences=["arson"])
    (found,) = likenesses(referral("Oskar Offender", offences=["theft"]), world.cora)
    assert not found.may_be_same_matter


def test_whoever_was_added_to_a_case_is_found_too(world):
    case = make_case(world, "intake", offender=Person("A B"), victim=None)
    add_participant(actor=world.cora, case=case, now=NOW, role="victim", person=Person("Vera Victim"))
    (found,) = likenesses(referral("Vera Victim"), world.cora)
    assert found.case == case


def test_the_same_matter_comes_first(world):
    same = referral("Oskar Offender", now=NOW - HOUR)
    referral("Oskar Offender", offences=["arson"])
    assert likenesses(referral("Oskar Offender"), world.cora)[0].other == same


def test_a_supervisor_learns_nothing_of_cases_that_they_do_not_supervise(world):
    make_case(world, "intake", offender=Person("Oskar Offender"))
    mine = make_case(world, "preparing", offender=Person("Oskar Offender"))
    assert [each.case for each in likenesses(referral("Oskar Offender"), world.sol)] == [mine]


def test_samples_and_people_are_never_compared(world):
    referral("Oskar Offender", is_sample=True)
    assert likenesses(referral("Oskar Offender"), world.cora) == []


def test_another_program_is_never_looked_at(alpha, beta):
    with at(beta):
        make_world(beta)
        referral("Oskar Offender")
    with at(alpha):
        world = make_world(alpha)
        assert likenesses(referral("Oskar Offender"), world.cora) == []


def test_nothing_that_a_person_could_be_known_by_is_kept(world):
    one, other = referral("Oskar Offender"), referral("Oskar Offender")
    judge(world, one, other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM programs_likenessverdict")
        columns = {column.name for column in cursor.description}
    assert columns == {"id", "referral_id", "other_id", "verdict", "decided_at", "decided_by_id"}


def test_the_number_of_queries_does_not_grow(world, django_assert_max_num_queries):
    asked = referral("Oskar Offender")
    for _ in range(3):
        make_case(world, "intake", offender=Person("Oskar Offender"))
    with django_assert_max_num_queries(9):
        few = likenesses(fresh(asked), world.cora)
    for _ in range(6):
        make_case(world, "intake", offender=Person("Oskar Offender"))
    with django_assert_max_num_queries(9):
        assert len(likenesses(fresh(asked), world.cora)) == len(few) + 6


# What somebody decides


def test_what_was_decided_last_counts_for_both(world):
    one, other = referral("Oskar Offender"), referral("Oskar Offender")
    judge(world, one, other)
    judge(world, other, one, "another", now=NOW + HOUR)
    for here in (one, other):
        (found,) = likenesses(here, world.cora)
        assert (found.verdict.verdict, found.verdict.decided_by) == ("another", world.cora)
    assert LikenessVerdict.objects.count() == 2


def test_a_supervisor_decides_nothing_about_what_they_do_not_see(world):
    hidden = make_case(world, "intake", offender=Person("Oskar Offender")).referral
    with pytest.raises(Referral.DoesNotExist):
        judge(world, referral("Oskar Offender"), hidden, actor="sol")


def test_nobody_decides_that_something_is_itself(world):
    one = referral("Oskar Offender")
    with pytest.raises(Referral.DoesNotExist):
        judge(world, one, one)


def test_the_page_shows_it_and_notes_what_is_decided(world, at_alpha):
    one, other = referral("Oskar Offender"), referral("Oskar Offender")
    at_alpha.force_login(world.cora)
    address = f"/referrals/{one.pk}/likeness/"
    shown = at_alpha.get(address).content.decode()
    assert "Perhaps the same matter" in shown
    assert other.reference in shown
    sent = {"other": other.pk, "verdict": "duplicate"}
    assert at_alpha.post(address, sent).status_code == 302
    assert "Go on with one of the two only." in at_alpha.get(address).content.decode()
    assert at_alpha.post(address, sent | {"other": one.pk}).status_code == 404
    answer = at_alpha.post(address, sent | {"verdict": "perhaps"}, follow=True)
    assert "Choose what you found out, then send it again." in answer.content.decode()


def test_a_mediator_does_not_look(world, at_alpha):
    at_alpha.force_login(world.mia)
    assert at_alpha.get(f"/referrals/{referral('Oskar Offender').pk}/likeness/").status_code in (403, 404)
