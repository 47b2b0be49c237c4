"""The counts: exact, against an independent calculation, and the table of seed 002 from forms typed in."""

import datetime as dt
import itertools
import uuid
from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from programs.actions.surveys import add_survey
from programs.models import Survey
from programs.surveys.counting import count_items, count_new_offences, count_pairs
from tests.programs.cast import NOW, at, make_case, make_world

DAY = dt.date(2026, 3, 1)
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def typed(world, answers, **changes):
    told = {"side": "harmed", "moment": "after", "group": "mediated", "day": DAY}
    return add_survey(actor=world.cora, now=NOW, form_key=uuid.uuid4(), answers=answers, **told | changes)


def row(**changes):
    """Return a row as it lies there when a case was answered, whatever became of the case."""
    told = {"side": "harmed", "moment": "after", "state": "answered", "counted_on": DAY, "pair": uuid.uuid4()}
    return Survey(id=uuid.uuid4(), **told | changes)


def test_it_works(world):
    """Four sites: 79 of 100 are satisfied with the justice system, 57 of 100 of those who were not mediated."""
    for group, satisfied in (("mediated", 79), ("comparison", 57)):
        Survey.objects.bulk_create(
            row(group=group, answers={"justice": 4 + number % 2 if number < satisfied else 1 + number % 3})
            for number in range(100)
        )
    found = {each.group: each for each in count_items(*YEAR) if each.item == "justice"}
    assert {group: Fraction(each.satisfied, each.answered) for group, each in found.items()} == {
        "mediated": Fraction(79, 100),
        "comparison": Fraction(57, 100),
    }


def test_offenses_as_four_sites_counted_them(world):
    for group, new in (("mediated", 18), ("comparison", 27)):
        for number in range(100):
            answers = {"new_offence": 1 + number % 3 if number < new else 0, "offence_source": 1}
            typed(world, answers, side="responsible", moment="follow_up", group=group)
    typed(world, {"new_offence": 4}, side="responsible", moment="follow_up")
    found = {each.group: each for each in count_new_offences(*YEAR)}
    assert (found["mediated"].new, found["mediated"].known, found["mediated"].looked) == (18, 100, 101)
    assert (found["comparison"].new, found["comparison"].known) == (27, 100)
    assert found["mediated"].definition == "charge"
    assert found["mediated"].sources == {0: 0, 1: 100, 2: 0, 3: 0}


def test_only_what_was_asked_in_the_period_counts(world):
    Survey.objects.bulk_create(
        [
            row(answers={"fear": 3}, state="asked"),
            row(answers={}, state="asked"),
            row(answers={}, state="declined"),
            row(answers={"fear": 5}, counted_on=dt.date(2025, 12, 31)),
            row(answers={"fear": 5}, is_sample=True),
            row(answers={}, state="due", counted_on=None),
            row(answers={}, state="unsuitable"),
        ]
    )
    (fear,) = [each for each in count_items(*YEAR) if each.item == "fear"]
    assert (fear.asked, fear.answered, fear.distribution) == (3, 1, {1: 0, 2: 0, 3: 1, 4: 0, 5: 0})


def test_filters_leave_out_the_rest(world):
    case = make_case(world, "held")
    Survey.objects.bulk_create([row(answers={"fear": 3}), row(answers={"justice": 2}, side="responsible")])
    assert {each.side for each in count_items(*YEAR, side="responsible")} == {"responsible"}
    assert count_items(*YEAR, group="comparison") == []
    assert count_items(*YEAR, cases=type(case).objects.all()) == [], "forms without a case are no case's"


def test_each_is_one_query(world, django_assert_num_queries):
    Survey.objects.bulk_create([row(answers={"fear": 3})])
    for count in (count_items, count_pairs, count_new_offences):
        with django_assert_num_queries(1):
            count(*YEAR)


NUMBERS = st.one_of(st.none(), st.integers(1, 5))


def test_any_rows_are_counted_as_by_hand(alpha):
    """Pairs and spreads, against sums made in another way."""
    with at(alpha):
        make_world(alpha)
        days = itertools.count()

        @settings(max_examples=40, deadline=None)
        @given(
            st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(["mediated", "comparison"])), max_size=12)
        )
        def check(people):
            # Rows of real people stay: each example has a day of its own.
            day = dt.date(2030, 1, 1) + dt.timedelta(days=next(days))
            rows = []
            for before, after, group in people:
                pair = uuid.uuid4()
                for moment, value in (("before", before), ("after", after)):
                    answers = {} if value is None else {"fear": value}
                    rows.append(row(pair=pair, group=group, moment=moment, answers=answers, counted_on=day))
            Survey.objects.bulk_create(rows)
            for group in ("mediated", "comparison"):
                mine = [(b, a) for b, a, where in people if where == group]
                both = [(b, a) for b, a in mine if b and a]
                pairs = [each for each in count_pairs(day, day) if each.group == group]
                if both:
                    signs = Counter((a > b) - (a < b) for b, a in both)
                    told = (pairs[0].pairs, pairs[0].less, pairs[0].same, pairs[0].more)
                    assert told == (len(both), signs[-1], signs[0], signs[1])
                else:
                    assert pairs == []
                afters = [
                    each for each in count_items(day, day, group=group, moment="after") if each.item == "fear"
                ]
                if mine:
                    given_ = [a for _b, a in mine if a]
                    assert (afters[0].asked, afters[0].answered) == (len(mine), len(given_))
                    assert sum(k * v for k, v in afters[0].distribution.items()) == sum(given_)

        check()
