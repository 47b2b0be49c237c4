"""Whom a coordinator is told to ask first: a table of pairs, each of which differs in one point."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.accounts.models import User
from programs.actions.assignments import declare_conflict
from programs.actions.mediators import change_weekly_hours, describe_mediator, enrol_mediator, note_absence
from programs.availability import Hours, joined
from programs.facts import CaseFacts
from programs.models import Mediator, Participant, Program
from programs.pool import candidates
from programs.steps import STEPS
from tests.programs.cast import DAY, NOW, assign, certify, make_case

EVENING = (dt.time(18), dt.time(21))
MONDAY, TUESDAY = 0, 1


def facts_of(case, now=NOW):
    return CaseFacts(case=case, program=Program.objects.get(), now=now)


def names(found):
    return [str(each.mediator) for each in found]


def fit(case, wished=()):
    return names(candidates(facts_of(case), wished)[0])


def has_time(world, name, *weekdays):
    change_weekly_hours(
        actor=world.alice,
        mediator=world.mediators[name],
        add=[Hours(weekday, *EVENING) for weekday in weekdays],
    )


def describe(world, name, languages=(), most_cases=None):
    describe_mediator(
        actor=world.alice,
        mediator=world.mediators[name],
        languages=languages,
        place="North county",
        most_cases=most_cases,
    )


@pytest.fixture
def case(world):
    """A case whose parties speak Spanish; only Mia and Max can mediate it."""
    case = make_case(world, "screening", referrer_class="probation_officer", office_name="County Probation")
    Participant.objects.filter(case=case, role="victim").update(language="es")
    Mediator.objects.filter(pk=world.both.pk).update(is_active=False)
    return case


def busy(world, name, count=1):
    for _ in range(count):
        assign(world, make_case(world, "screening"), name)


def before(world, name):
    """Let somebody have had a case that is over."""
    busy(world, name)
    world.mediators[name].assignments.update(ended_at=NOW)


WAYS = {
    "alike, by name": ("Max", lambda world: None, ()),
    "the language of a party": ("Mia", lambda world: describe(world, "mia", ["es"]), ()),
    "a language that nobody here speaks": ("Max", lambda world: describe(world, "mia", ["so"]), ()),
    "time on the wished days": ("Mia", lambda world: has_time(world, "mia", MONDAY), (MONDAY,)),
    "time on other days": ("Max", lambda world: has_time(world, "mia", TUESDAY), (MONDAY,)),
    "time that nobody asked about": ("Max", lambda world: has_time(world, "mia", MONDAY), ()),
    "fewest live cases": ("Mia", lambda world: busy(world, "max"), ()),
    "longest since the last case": ("Mia", lambda world: before(world, "max"), ()),
    "no room for another": (
        "Mia",
        lambda world: (busy(world, "max"), busy(world, "mia", 2), describe(world, "max", ["es"], 1)),
        (),
    ),
    "language before time": (
        "Max",
        lambda world: (describe(world, "max", ["es"]), has_time(world, "mia", MONDAY)),
        (MONDAY,),
    ),
    "time before load": (
        "Max",
        lambda world: (has_time(world, "max", MONDAY), busy(world, "max", 2)),
        (MONDAY,),
    ),
    "load before turn": ("Max", lambda world: (before(world, "max"), busy(world, "mia")), ()),
}


@pytest.mark.parametrize(("first", "arrange", "wished"), WAYS.values(), ids=WAYS.keys())
def test_the_order_as_a_table(world, case, first, arrange, wished):
    arrange(world)
    assert fit(case, wished)[0] == first
    assert sorted(fit(case, wished)) == ["Max", "Mia"]


def test_days_away_count_as_no_time(world, case):
    for name in ("mia", "max"):
        has_time(world, name, MONDAY)
    today = NOW.date()
    note_absence(actor=world.alice, mediator=world.mediators["max"], first=today, last=today + 8 * DAY)
    found = candidates(facts_of(case), (MONDAY,))[0]
    assert [(str(each.mediator), each.free) for each in found] == [("Mia", (4, 4)), ("Max", (3, 4))]


def test_whoever_is_refused_stands_with_every_rule(world, case):
    declare_conflict(
        actor=world.cora,
        case=case,
        mediator=world.mediators["otto"],
        now=NOW,
        connection="knows",
        reason="They sing in one choir.",
    )
    certify(world, "otto", supervised_on=NOW.date() - 90 * DAY)
    others = candidates(facts_of(case))[1]
    assert names(others) == ["Both", "Otto"]
    assert [reason.id for reason in others[0].reasons] == ["mediator_active"]
    assert [reason.id for reason in others[1].reasons] == [
        "no_involved_office",
        "no_declared_conflict",
        "supervision_current",
    ]


def test_whoever_mediates_the_case_is_not_suggested_again(world, case):
    assign(world, case, "max")
    assert fit(case) == ["Mia"]


def test_so_many_queries_however_many_mediators_there_are(world, case):
    def read():
        with CaptureQueriesContext(connection) as captured:
            candidates(facts_of(case), (MONDAY, TUESDAY))
        return len(captured)

    few = read()
    for number in range(60):
        user = User.objects.create(
            email=f"m{number}@alpha.example", name=f"Mediator {number:02}", roles=["mediator"]
        )
        enrol_mediator(actor=world.alice, user=user, standing="staff" if number % 3 else "volunteer", now=NOW)
    assert len(Mediator.objects.all()) > 60
    assert read() == few


def test_hours_that_touch_are_one():
    nine, noon, two = dt.time(9), dt.time(12), dt.time(14)
    assert joined(
        [Hours(0, noon, two), Hours(0, nine, noon), Hours(1, nine, noon), Hours(0, nine, noon)]
    ) == [
        Hours(0, nine, two),
        Hours(1, nine, noon),
    ]


class TestThePage:
    @pytest.fixture
    def seen(self, world, case, at_alpha):
        at_alpha.force_login(world.cora)
        Mediator.objects.update(supervised_on=timezone.localdate(), observed_on=timezone.localdate())

        def look(query=""):
            address = reverse(STEPS["assign_mediator"].page, args=[case.pk])
            return re.sub(r"\s+", " ", at_alpha.get(address + query).content.decode())

        return look

    def test_it_says_the_order_its_reasons_and_who_is_refused(self, world, seen):
        describe(world, "mia", ["es", "en"])
        page = seen()
        fit, _, rest = page.partition("cannot be assigned, and why")
        assert fit.index("<strong>Mia</strong>") < fit.index("<strong>Max</strong>")
        assert "Speaks: Spanish. No live case. Was never assigned yet." in fit
        assert "It is not noted that they speak: Spanish." in fit
        assert "This mediator works for an office that refers" in rest
        assert "How this list is ordered" in page

    def test_days_are_chosen_in_the_address(self, world, seen):
        has_time(world, "mia", MONDAY)
        page = seen("?day=0")
        assert "Has time on 4 of the 4 wished days" in page
        assert "Has not said when they have time" in page
        assert seen("?day=x"), "nonsense in the address is no error"

    def test_why_a_conflict_was_declared_is_never_there(self, world, case, seen):
        declare_conflict(
            actor=world.cora,
            case=case,
            mediator=world.mediators["mia"],
            now=NOW,
            connection="kin",
            reason="A cousin.",
        )
        page = seen().partition('id="pool"')[2].partition('<form method="post"')[0]
        assert "Why is kept private" in page
        assert "cousin" not in page and "Family" not in page
