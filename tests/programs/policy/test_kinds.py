"""Each kind of setting: what it takes, and that the stricter of two is one that meets both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.policy.catalogue import SETTINGS
from programs.policy.kinds import Irreconcilable, NotAllowed, Number, OneOf, SomeOf, Table, YesNo

LETTERS = [("a", "A"), ("b", "B, really"), ("c", "C")]

some_letters = st.lists(st.sampled_from("abc"), unique=True, min_size=1).map(tuple)
KINDS = [
    (YesNo(strict=True), st.booleans()),
    (YesNo(strict=False), st.booleans()),
    (OneOf(LETTERS, strict=True), st.sampled_from("abc")),
    (SomeOf(LETTERS, strict="fewer"), some_letters),
    (SomeOf(LETTERS, strict="more", may_be_none=True), st.lists(st.sampled_from("abc"), unique=True).map(tuple)),
    (Number(1, 9, strict="more"), st.integers(1, 9)),
    (Number(1, 9, strict="fewer"), st.integers(1, 9)),
    (
        Table(LETTERS, Number(1, 9, strict="more")),
        st.fixed_dictionaries({letter: st.integers(1, 9) for letter in "abc"}),
    ),
]  # fmt: skip


@given(data=st.data(), place=st.sampled_from(range(len(KINDS))))
def test_the_stricter_of_two_meets_both_and_is_the_least_that_does(data, place):
    kind, values = KINDS[place]
    mine, floor = data.draw(values), data.draw(values)
    try:
        both = kind.tighten(mine, floor)
    except Irreconcilable:
        assert not set(mine) & set(floor)
        return
    assert kind.meets(both, mine)
    assert kind.meets(both, floor)
    assert kind.tighten(both, floor) == both
    assert (both == mine) == kind.meets(mine, floor)
    assert kind.read(kind.store(both)) == both


@pytest.mark.parametrize("value", ["yes", 1, None, [], {}])
def test_a_switch_takes_yes_and_no_alone(value):
    with pytest.raises(NotAllowed, match="yes or no"):
        YesNo(strict=True).read(value)


@pytest.mark.parametrize("value", [0, 10, "3", 2.5, True, None])
def test_a_number_stays_within_its_bounds(value):
    with pytest.raises(NotAllowed, match="from 1 to 9"):
        Number(1, 9).read(value)


@pytest.mark.parametrize("value", ["a", ["d"], [1], {"a": 1}, [["a"]]])
def test_several_are_of_those_that_there_are(value):
    with pytest.raises(NotAllowed, match="Choose from these"):
        SomeOf(LETTERS).read(value)


def test_at_least_one_where_none_would_stop_the_program():
    with pytest.raises(NotAllowed, match="at least one"):
        SomeOf(LETTERS).read([])
    assert SomeOf(LETTERS, may_be_none=True).read([]) == ()


@pytest.mark.parametrize("value", [["a"], {"d": 1}, {"a": 0}, "a"])
def test_a_table_has_known_rows_and_good_answers(value):
    with pytest.raises(NotAllowed):
        Table(LETTERS, Number(1, 9)).read(value)


def test_labels_with_commas_are_told_apart():
    assert SomeOf(LETTERS).say(("a", "b")) == "A; B, really"


def test_words_have_no_stricter_side():
    assert not SETTINGS["victim_word"].kind.has_stricter
    assert SETTINGS["stages"].kind.has_stricter
