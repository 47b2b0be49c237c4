"""Forms of surveys and answers about new offenses come in by file, with a case and without, and go out again."""

import datetime as dt

import pytest

from programs.actions.imports import WorkedOn, undo_import
from programs.models import MediationCase, Survey
from programs.surveys.counting import count_items, count_new_offences, count_pairs
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.importing import rig
from tests.programs.importing.large import named, state_of
from tests.programs.importing.rig import row

HEAD = (
    "Form",
    "Side",
    "Group",
    "Date",
    "Case No",
    "Person",
    "Fear",
    "Pressure",
    "Justice",
    "New offense",
    "Source",
)
YEAR = (dt.date(2020, 1, 1), dt.date(2020, 12, 31))


@pytest.fixture
def program(alpha):
    with at(alpha):
        return make_world(alpha)


def form(moment="after", side="victim", group="mediated", date="2020", **more):
    """Return a row; `more` are cells by the last word of their heading in small letters."""
    told = {"form": moment, "side": side, "group": group, "date": date}
    return [str((told | more).get(name.split()[-1].lower(), "")) for name in HEAD]


def run(alpha, program, worker, rows, **changes):  # noqa: F811
    return rig.run(alpha, program, worker, rows, head=HEAD, kind="surveys", **changes)


def test_forms_are_counted_and_undone_nothing_is_left(alpha, program, worker):  # noqa: F811
    worker.drain()
    before = state_of(alpha)
    rows = [
        form("before", person="7", fear="Very afraid"),
        form("after", person="7", fear=2, justice="Satisfied"),
    ]
    rows += [form(group="control", justice=2, date="2020-05")] * 2
    rows += [form("12 months", "offender", offense="less serious", source="police")]
    rows += [form("follow up", "offender", offense="unknown", source="court", date="2020-12-31")]
    batch = run(alpha, program, worker, rows)
    assert batch.counts["rows"]["made"] == 6, named(alpha, batch)
    with at(alpha):
        (pair,) = count_pairs(*YEAR)
        assert (pair.pairs, pair.less) == (1, 1)
        justice = {each.group: each for each in count_items(*YEAR) if each.item == "justice"}
        assert (justice["mediated"].satisfied, justice["mediated"].answered) == (1, 1)
        assert (justice["comparison"].satisfied, justice["comparison"].answered) == (0, 2)
        (offences,) = count_new_offences(*YEAR)
        assert (offences.looked, offences.known, offences.new, offences.less_serious) == (2, 1, 1, 1)
        assert offences.sources == {0: 1, 1: 1, 2: 0, 3: 0}
    assert rig.undo(alpha, program, worker, batch).state == "undone"
    assert state_of(alpha) == before


def test_a_form_of_a_case_is_its_persons(alpha, program, worker):  # noqa: F811
    cases = rig.run(alpha, program, worker, [row(1)])
    before = state_of(alpha)
    batch = run(alpha, program, worker, [form(no="2019-1", justice=5), form(no="2019-9", justice=5)])
    assert named(alpha, batch) == {3: "no_case"}
    with at(alpha):
        survey = Survey.objects.get()
        assert (survey.case, survey.participant.role) == (MediationCase.objects.get(), "victim")
        assert survey.answers == {"justice": 5}
        with pytest.raises(WorkedOn):
            undo_import(actor=program.cora, batch=cases)
    again = run(alpha, program, worker, [form(no="2019-1", justice=1)], takes_twice=True)
    assert named(alpha, again) == {2: "form_there"}
    rig.undo(alpha, program, worker, batch)
    assert {table for table, digest in state_of(alpha).items() if digest != before[table]} == set()
    assert rig.undo(alpha, program, worker, cases).state == "undone"


WRONG = (
    ("no_answer", form()),
    ("choice", form(fear=6)),
    ("choice", form(fear="quite so")),
    ("yes_no", form(pressure="perhaps", fear=1)),
    ("not_asked", form(group="comparison", pressure="no")),
    ("not_asked", form("before", justice=4)),
    ("not_asked", form(side="offender", fear=4)),
    ("follow_up_side", form("follow up", "victim", offense="no", source="police")),
    ("source_needed", form("follow up", "offender", offense="no")),
    ("needed", form("follow up", "offender", source="police")),
    ("choice", form("follow up", "offender", offense="yes", source="police")),
    ("period", form(date="spring", justice=3)),
    ("future", form(date="2999", justice=3)),
    ("early", form(date="1902", justice=3)),
    ("needed", form(group="", justice=3)),
)


def test_what_is_wrong_is_named(alpha, program, worker):  # noqa: F811
    twice = [form(person="1", justice=3), form(person="1", justice=4)]
    batch = rig.check(
        alpha, program, worker, [told for _code, told in WRONG] + twice, head=HEAD, kind="surveys"
    )
    assert named(alpha, batch) == {line: code for line, (code, _told) in enumerate(WRONG, start=2)}
    assert batch.counts["rows"] == {"good": 2, "bad": len(WRONG), "twice": 1}
