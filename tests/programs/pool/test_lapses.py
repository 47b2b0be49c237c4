"""Cases whose mediator no longer meets the policy: found by query as the guards judge them, and said ahead of time."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from programs.facts import CaseFacts
from programs.lapses import CURRENT, of_case, running_out, with_a_lapse
from programs.models import MediationCase, Mediator, Program
from tests.programs.cast import DAY, NOW, assign, certify, make_case
from tests.programs.policy.test_publishing import publish

TODAY = NOW.date()

LAPSES = {
    "nothing": ({}, {}, set()),
    "supervision on its last day": ({}, {"supervised_on": TODAY - 84 * DAY}, set()),
    "supervision": ({}, {"supervised_on": TODAY - 85 * DAY}, {"supervision_current"}),
    "supervision in a stricter program": (
        {"supervision_weeks": 4},
        {"supervised_on": TODAY - 29 * DAY},
        {"supervision_current"},
    ),
    "never supervised since enrolment": ({}, {"supervised_on": None}, set()),
    "observation on its last day": ({}, {"observed_on": dt.date(2025, 3, 2)}, set()),
    "observation": ({}, {"observed_on": dt.date(2025, 3, 1)}, {"practice_observed"}),
    "hours": ({"training_hours": 41}, {}, {"trained_enough"}),
    "level": ({"level": "intermediate"}, {}, {"level_enough"}),
    "no check": ({"needs_background_check": True}, {}, {"background_checked"}),
    "a check on its last day": ({"needs_background_check": True}, {"checked_until": TODAY}, set()),
    "a check that ran out": (
        {"needs_background_check": True},
        {"checked_until": TODAY - DAY},
        {"background_checked"},
    ),
    "two things": (
        {"training_hours": 41, "level": "advanced"},
        {},
        {"level_enough", "trained_enough"},
    ),
}


def current(world, name="mia", **changes):
    return certify(world, name, **{"supervised_on": TODAY, "observed_on": TODAY} | changes)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def lapsed():
    return set(with_a_lapse(MediationCase.objects.all(), Program.objects.get(), TODAY))


@pytest.mark.parametrize(("policy", "training", "rules"), LAPSES.values(), ids=LAPSES.keys())
def test_the_query_says_what_the_guards_say(world, policy, training, rules):
    before = make_case(world, "preparing")  # works by the policy from before
    if policy:
        publish(world, **policy)
    current(world, checked_until=TODAY + 90 * DAY, training_hours=99, level="advanced")
    case = make_case(world, "preparing")
    current(world, **training)
    facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
    assert {reason.id for reason in of_case(facts)} == rules
    assert (case in lapsed()) is bool(rules)
    assert (before in lapsed()) is bool(
        rules - {"trained_enough", "level_enough", "background_checked"} and not policy
    )
    assert rules <= set(CURRENT)


def test_a_case_that_is_over_or_somebody_else_s_is_not_marked(world):
    over, other = make_case(world, "closed"), make_case(world, "screening")
    assign(world, other, "max")
    live = make_case(world, "monitoring")
    current(world, supervised_on=TODAY - 99 * DAY)
    assert lapsed() == {live}
    assert of_case(CaseFacts(case=over, program=Program.objects.get(), now=NOW)) == []


class TestAhead:
    def told(self, today=TODAY):
        mediator = Mediator.objects.get(user__name="Mia")
        return [
            (each.what, each.last_day, each.is_over)
            for each in running_out(mediator, Program.objects.get(), today)
        ]

    def test_thirty_days_before_and_not_earlier(self, world):
        current(world)
        last = TODAY + 84 * DAY
        assert self.told(last - 31 * DAY) == []
        assert self.told(last - 30 * DAY) == [("Supervision", last, False)]
        assert self.told(last) == [("Supervision", last, False)]
        assert self.told(last + DAY) == [("Supervision", last, True)]

    def test_the_last_day_is_the_last_on_which_no_guard_refuses(self, world):
        case = make_case(world, "preparing")
        current(world, observed_on=dt.date(2024, 2, 29), supervised_on=TODAY)
        last = {what: day for what, day, _over in self.told()}["Observation of practice"]
        for day, rules in ((last, set()), (last + DAY, {"practice_observed"})):
            now = dt.datetime.combine(day, dt.time(12), dt.UTC)
            facts = CaseFacts(case=case, program=Program.objects.get(), now=now)
            Mediator.objects.update(supervised_on=day)
            facts = CaseFacts(case=case, program=Program.objects.get(), now=now)
            assert {reason.id for reason in of_case(facts)} == rules

    def test_what_does_not_count_at_all_is_said_without_a_day(self, world):
        publish(world, training_hours=80, needs_background_check=True)
        current(world)
        assert set(self.told()) == {("Hours of training", None, True), ("Background check", None, True)}

    def test_the_strictest_policy_of_their_live_cases_counts(self, world):
        publish(world, supervision_weeks=4)
        current(world)
        make_case(world, "preparing")
        publish(world, supervision_weeks=12)
        assert self.told() == [("Supervision", TODAY + 28 * DAY, False)]


class TestThePages:
    @pytest.fixture
    def case(self, world):
        case = make_case(world, "monitoring")
        current(world, supervised_on=TODAY - 99 * DAY)
        return case

    def test_today_leads_to_the_cases(self, world, case, at_alpha):
        other = make_case(world, "screening")
        at_alpha.force_login(world.cora)
        assert "1 case has a mediator whose training counts no more" in at_alpha.get("/").content.decode()
        listed = at_alpha.get(reverse("cases") + "?lapsed=1").content.decode()
        assert case.reference in listed and other.reference not in listed

    def test_the_case_says_by_which_rule(self, world, case, at_alpha):
        at_alpha.force_login(world.cora)
        page = at_alpha.get(reverse("case", args=[case.pk])).content.decode()
        assert "no longer meets what the program asks for" in page
        assert "The last supervision that is noted was longer ago than 12 weeks." in page

    def test_the_mediator_sees_it_on_their_own_page(self, world, case, at_alpha):
        at_alpha.force_login(world.mia)
        page = at_alpha.get("/time/").content.decode()
        assert "What runs out" in page and "Counts no more" in page
