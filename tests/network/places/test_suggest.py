"""What a listing may serve, suggested from a few letters; and lists to choose from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.places import Kind, counties_of, courts_of, divisions_of, states, suggest
from network.places.suggesting import SERVED

pytestmark = pytest.mark.no_db


def names(text, **what):
    return [place.name for place in suggest(text, **what)]


def test_it_works():
    assert names("Ramsey") == ["Ramsey County, Minnesota", "Ramsey County, North Dakota"]
    assert names("hennepi") == ["Hennepin County, Minnesota"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Dona Ana", "Doña Ana County, New Mexico"),
        ("Doña Ana", "Doña Ana County, New Mexico"),
        ("St. Louis", "St. Louis County, Missouri"),
        ("saint louis city", "St. Louis city, Missouri"),
        ("Ramsey County MN", "Ramsey County, Minnesota"),
        ("Ramsey County District Court", "Ramsey County, Minnesota"),
        ("ramsey county district", "Ramsey County, Minnesota"),
        ("minn", "Minnesota"),
        ("55104", "Ramsey County, Minnesota"),
        ("Saint Paul", "Ramsey County, Minnesota"),
        ("M5V 2T6", "M5V, Ontario"),
        ("escocia", "Scotland"),
        ("essex superior", "Essex County Superior Court, New Jersey"),
        ("Hennipen", "Hennepin County, Minnesota"),
    ],
)
def test_the_first_is_the_one_meant(text, first):
    assert names(text)[0] == first


def test_a_town_suggests_the_counties_it_may_lie_in_and_its_state():
    assert names("Saint Paul") == ["Ramsey County, Minnesota", "Dakota County, Minnesota", "Minnesota"]


def test_only_the_kinds_that_are_asked_for():
    assert names("minnesota", kinds={Kind.STATE}) == ["Minnesota"]
    assert "Supreme Court of Minnesota" in names("minnesota", kinds={Kind.COURT})
    assert {place.kind for place in suggest("wash", kinds={Kind.COUNTY})} == {Kind.COUNTY}


def test_no_more_than_the_limit():
    assert len(suggest("Washington", limit=3)) == 3
    assert len(suggest("court", limit=500)) <= 500


@given(st.text(max_size=60))
def test_never_a_town_or_a_zip_whatever_is_typed(text):
    assert {place.kind for place in suggest(text)} <= SERVED


@given(
    st.sampled_from(["Ramsey", "Essex Superior", "New York", "Spring"]),
    st.sampled_from(["%", "_", "'", "\x00", "*"]),
)
def test_signs_are_no_wildcards(text, sign):
    assert names(text + sign) == names(text)
    assert names(sign) == []


def test_states_and_counties_to_choose_from():
    assert [named.name for named in counties_of("us-state:DE")] == [
        "Kent County",
        "New Castle County",
        "Sussex County",
    ]
    assert sum(len(counties_of(state.code)) for state in states()) == 3_232
    assert [named.code for named in states()][:2] == ["us-state:AL", "us-state:AK"]
    assert len(divisions_of("ca")) == 13
    assert [named.name for named in divisions_of("gb")] == [
        "England",
        "Northern Ireland",
        "Scotland",
        "Wales",
    ]
    assert divisions_of("nz") == divisions_of("x") == counties_of("country:us") == counties_of("") == []


def test_courts_of_a_county_and_of_a_state():
    assert "court:njsuperessex" in {named.code for named in courts_of("us-county:34013")}
    assert "court:minn" in {named.code for named in courts_of("us-state:MN")}
    assert courts_of("us-county:x") == courts_of("world") == []
