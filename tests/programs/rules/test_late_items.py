"""What was due on a checklist is overdue the day after: on the page of its case, and on Today."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from programs.actions.own_parts import tick_item
from programs.facts import facts_of_many
from programs.models import MediationCase, Program
from programs.rules.doing import late_items, things_to_do
from tests.programs.cast import DAY, NOW, make_case
from tests.programs.policy.test_publishing import publish
from tests.programs.rules.parts import ITEM, an_item

AT_NIGHT = dt.datetime(2026, 3, 10, 3, 30, tzinfo=dt.UTC)
"""Half past eleven in the evening of the day before, in the program's zone of the tests below."""
TEXT = "Book the interpreter"


@pytest.fixture
def waiting(world):
    """A program in which an interpreter is booked within seven days of intake."""
    publish(
        world, checklist=[an_item(state="intake", days=7), an_item(id="item-00000002", state="held", days=1)]
    )
    return world


def late(now, cases=None):
    return late_items(cases or MediationCase.objects.all(), Program.objects.get(), now)


def shown(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_it_works(waiting, at_alpha):
    case = make_case(waiting, "intake")
    assert late(NOW + 7 * DAY) == []
    (found,) = late(NOW + 8 * DAY)
    assert (found.case, found.item.text, found.due_on) == (case, TEXT, (NOW + 7 * DAY).date())
    at_alpha.force_login(waiting.cora)
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        today = shown(at_alpha, "home")
        assert "On your own checklists, and overdue" in today
        assert f"{TEXT} (Mediator)" in today
        assert "due on March 9, 2026" in today
        assert "Overdue" in shown(at_alpha, "case", case.pk)
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        assert "On your own checklists" not in shown(at_alpha, "home")
        page = shown(at_alpha, "case", case.pk)
        assert page[page.index(TEXT) :].count("Overdue") == 0


def test_a_mediator_sees_it_in_their_own_cases_alone(waiting, at_alpha):
    publish(waiting, checklist=[an_item(days=0)])
    make_case(waiting, "preparing", mediator="mia")
    with time_machine.travel(NOW + DAY, tick=False):
        at_alpha.force_login(waiting.mia)
        assert TEXT in shown(at_alpha, "home")
        at_alpha.force_login(waiting.max)
        assert TEXT not in shown(at_alpha, "home")


def test_what_is_ticked_is_not_overdue(waiting):
    case = make_case(waiting, "intake")
    tick_item(actor=waiting.cora, case=case, now=NOW, item=ITEM, is_done=True)
    assert late(NOW + 30 * DAY) == []
    tick_item(actor=waiting.cora, case=case, now=NOW, item=ITEM, is_done=False)
    assert len(late(NOW + 30 * DAY)) == 1


def test_what_belongs_to_another_state_is_not_overdue(waiting):
    make_case(waiting, "screening")
    assert late(NOW + 30 * DAY) == []


def test_an_item_without_a_day_is_never_overdue(waiting):
    publish(waiting, checklist=[an_item(state="intake", days=None)])
    make_case(waiting, "intake")
    assert late(NOW + 300 * DAY) == []


def test_the_day_is_that_of_the_program(waiting):
    Program.objects.update(time_zone="America/New_York")
    make_case(waiting, "intake")
    MediationCase.objects.update(state_since=AT_NIGHT - 7 * DAY)
    # It came there on March 2, late in the evening, and so has until the end of March 9 there.
    assert late(AT_NIGHT) == []
    assert [each.due_on.day for each in late(AT_NIGHT + dt.timedelta(minutes=31))] == [9]


def test_the_longest_overdue_comes_first(waiting):
    publish(
        waiting,
        checklist=[an_item(state="intake", days=7), an_item(id="item-00000003", state="intake", days=2)],
    )
    make_case(waiting, "intake")
    assert [each.due_on.day for each in late(NOW + 30 * DAY)] == [4, 9]


@pytest.mark.parametrize("days", range(12))
def test_the_list_and_the_page_of_a_case_say_the_same(waiting, days):
    publish(
        waiting, checklist=[an_item(id=f"item-0000000{n}", state="intake", days=n) for n in range(0, 9, 2)]
    )
    case, now = make_case(waiting, "intake"), NOW + days * DAY
    (facts,) = facts_of_many([case], Program.objects.get(), now)
    there = {each.id for each in things_to_do(facts) if each.due_on < facts.today}
    assert {each.item.id for each in late(now)} == there


def test_a_case_is_asked_by_its_own_version_and_many_cost_what_one_costs(waiting, django_assert_num_queries):
    make_case(waiting, "intake")
    publish(waiting, checklist=[an_item(state="intake", days=20)])
    for _each in range(3):
        make_case(waiting, "intake")
    program = Program.objects.get()
    assert len(late_items(MediationCase.objects.all(), program, NOW + 8 * DAY)) == 1
    with django_assert_num_queries(5):
        assert len(late_items(MediationCase.objects.all(), program, NOW + 21 * DAY)) == 4


def test_it_is_said_once_for_all_cases_and_with_ten_of_them_at_most(waiting, at_alpha):
    for _each in range(11):
        make_case(waiting, "intake")
    at_alpha.force_login(waiting.cora)
    with time_machine.travel(NOW + 20 * DAY, tick=False):
        page = shown(at_alpha, "home")
    said = page[page.index("On your own checklists") :]
    assert said.count(TEXT) == 1
    assert said.count("due on March 9, 2026") == 10
    assert "(11 in all)" in said
