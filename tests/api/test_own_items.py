"""Software answers the program's own questions in a case and ticks its own items, as people do on the pages."""

import json

import pytest
import time_machine
from django.urls import reverse

from amends import audit
from amends.audit.models import AuditEntry, Kind
from api.access import ACCESS
from api.models import KeptAnswer
from programs.access import ACCESS as PAGES
from programs.models import ItemDone
from tests.api.rig import assert_problem, newest_entry
from tests.programs.cast import DAY, NOW, fresh, make_case
from tests.programs.policy.test_publishing import publish
from tests.programs.rules.parts import FIELD, ITEM, a_reminder, an_item, own_parts

DOCKET, COURT, HEARING, SCHOOL = "text-00000002", "choices-00000003", "day-00000004", "yes_no-00000005"


@pytest.fixture
def case(world):
    """A case in a program that has one of everything of its own."""
    publish(world, **own_parts())
    return make_case(world, "preparing")


def details(case):
    return f"cases/{case.pk}/steps/describe_case/"


def items(case):
    return f"cases/{case.pk}/steps/tick_item/"


# The program's own questions


def test_it_works(case, software):
    asking = software()
    said = asking.ask(details(case)).json()
    assert [each["name"] for each in said["questions"]] == [
        "relationship", FIELD, DOCKET, COURT, HEARING, SCHOOL,
    ]  # fmt: skip
    assert (said["unmet"], said["answers"]) == ([], {"relationship": ""})
    court = next(each for each in said["questions"] if each["name"] == COURT)
    assert [each["value"] for each in court["choices"]] == ["Lincoln", "North"]
    sent = {
        "relationship": "neighbours", FIELD: 250, DOCKET: "D-17", COURT: "North", HEARING: "2026-03-27", SCHOOL: False,
    }  # fmt: skip
    told = asking.send(details(case), sent).json()
    assert (told["step"], told["subject"]["state"], told["made"]) == ("describe_case", "preparing", None)
    assert asking.ask(details(case)).json()["answers"] == sent
    assert fresh(case).own_sealed == {DOCKET: "D-17"}


def test_what_is_not_sent_stays_and_null_takes_out(case, software):
    asking = software()
    asking.send(details(case), {"relationship": "work", FIELD: 250, COURT: "North"})
    asking.send(details(case), {FIELD: None})
    assert asking.ask(details(case)).json()["answers"] == {"relationship": "work", COURT: "North"}
    asking.send(details(case), {"relationship": None})
    assert asking.ask(details(case)).json()["answers"] == {"relationship": "", COURT: "North"}


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({FIELD: "250"}, FIELD),
        ({FIELD: -1}, FIELD),
        ({COURT: "South"}, COURT),
        ({HEARING: "27.3.2026"}, HEARING),
        ({SCHOOL: "yes"}, SCHOOL),
        ({"number-0000ffff": 1}, "number-0000ffff"),
        ({"relationship": "rivals"}, "relationship"),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(case, software, sent, where):
    said = assert_problem(software().send(details(case), {COURT: "North"} | sent), 400, "invalid")
    assert [each["pointer"] for each in said["errors"]] == [f"#/{where}"]
    assert fresh(case).own_values == {}


def test_answers_need_the_scope_for_people_and_reading_them_is_noted(case, software, world):
    said = assert_problem(software("cora", "cases:write").ask(details(case)), 403, "scope_missing")
    assert said["scopes"] == ["people:read"]
    software("mia").ask(details(case))
    entry = newest_entry()
    assert (entry.kind, entry.object_id) == (Kind.READ, str(case.pk))
    assert str(world.mia.pk) in entry.actor


def test_nothing_of_an_answer_is_kept_for_the_day(case, software):
    software().send(details(case), {DOCKET: "D-17"})
    assert "D-17" not in json.dumps([each.answer for each in KeptAnswer.objects.all()])


# What is ticked


def test_an_item_is_ticked_and_open_again(case, software, world):
    asking = software()
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        said = asking.ask(items(case)).json()
    (thing,) = said["to_do"]
    assert (thing["id"], thing["text"], thing["role"]) == (ITEM, "Book the interpreter", "mediator")
    assert (thing["due_on"], thing["is_late"], thing["done_at"]) == ("2026-03-09", True, None)
    assert said["questions"][0]["choices"] == [{"value": ITEM, "label": "Book the interpreter"}]
    told = asking.send(items(case), {"item": ITEM, "is_done": True}).json()
    assert told["step"] == "tick_item"
    assert ItemDone.objects.get().done_by_id == world.cora.pk
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        (thing,) = asking.ask(items(case)).json()["to_do"]
    assert (thing["is_late"], thing["done_at"] is None) == (False, False)
    asking.send(items(case), {"item": ITEM, "is_done": False})
    assert not ItemDone.objects.exists()


def test_a_tick_that_is_sent_twice_is_done_once(case, software):
    asking, sent = software(), {"item": ITEM, "is_done": True}
    first, again = (asking.send(items(case), sent, key="k") for _each in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    audit.flush()
    assert AuditEntry.objects.filter(verb__startswith="item_done").count() == 1


@pytest.mark.parametrize("item", ["item-00000002", "item-ffffffff", ""])
def test_what_is_not_to_be_done_here_cannot_be_ticked(case, software, item):
    said = assert_problem(software().send(items(case), {"item": item, "is_done": True}), 400, "invalid")
    assert [each["pointer"] for each in said["errors"]] == ["#/item"]


def test_a_reminder_is_shown_and_not_ticked(world, software):
    publish(world, rules=[a_reminder(effect="remind", when={"all": []})], checklist=[an_item()])
    said = software().ask(items(make_case(world, "preparing"))).json()
    assert [each["may_be_ticked"] for each in said["to_do"]] == [True, False]
    assert [each["value"] for each in said["questions"][0]["choices"]] == [ITEM]


# Both


@pytest.mark.parametrize("address", [details, items])
def test_a_case_that_has_ended_is_left_as_it_is(world, software, address):
    publish(world, **own_parts())
    case = make_case(world, "closed")
    assert [each["id"] for each in software().ask(address(case)).json()["unmet"]] == ["right_state"]
    answer = software().send(
        address(case), {FIELD: 1} if address is details else {"item": ITEM, "is_done": True}
    )
    if address is details:
        assert [each["id"] for each in assert_problem(answer, 409, "refused")["unmet"]] == ["right_state"]
    else:
        assert_problem(answer, 400, "invalid")
    assert fresh(case).own_values == {}


@pytest.mark.parametrize("address", [details, items])
def test_nobody_reaches_the_case_of_somebody_else(case, software, address):
    assert_problem(software("max").ask(address(case)), 404, "not_found")
    assert_problem(software("max").send(address(case), {}), 404, "not_found")


def test_they_are_for_those_for_whom_their_pages_are():
    assert ACCESS["api-case-describe"] == PAGES["case-describe"]
    assert ACCESS["api-item-tick"] == PAGES["item-tick"]


def test_the_document_says_that_each_program_has_its_own_questions(software):
    document = software().get(reverse("api-schema")).json()
    answers = document["components"]["schemas"]["DescribeCaseAnswers"]
    assert answers["additionalProperties"]
    assert list(answers["properties"]) == ["relationship"]
