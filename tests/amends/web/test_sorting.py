"""Tables that sort by links."""

import pytest
from django.test import RequestFactory

from amends.web.components import draw
from amends.web.sorting import Sorting

pytestmark = pytest.mark.no_db
COLUMNS = {"reference": ("reference",), "since": ("state_since", "id")}


def make_sorting(query=""):
    return Sorting(RequestFactory().get(f"/?{query}"), COLUMNS, default="-since")


def test_it_works():
    assert make_sorting("sort=reference").fields == ["reference"]
    assert make_sorting("sort=-since").fields == ["-state_since", "-id"]


@pytest.mark.parametrize(
    "query", ["", "sort=", "sort=password", "sort=--since", "sort=reference__case__name"]
)
def test_what_no_column_has_is_not_looked_at(query):
    assert make_sorting(query).fields == ["-state_since", "-id"]


def test_a_heading_turns_its_own_order_round_and_keeps_the_filter():
    heading = make_sorting("sort=reference&state=held&page=3").heading("reference", "Reference")
    assert heading["sort"] == "ascending"
    assert heading["href"] == "?sort=-reference&state=held"
    assert make_sorting("sort=-reference").heading("reference", "Reference")["href"] == "?sort=reference"
    assert make_sorting().heading("reference", "Reference")["sort"] == "none"


def test_the_table_says_its_order_to_listeners():
    head = [make_sorting("sort=reference").heading("reference", "Reference"), "State"]
    drawn = draw("listing", caption="Cases", head=head, rows=[["A-1", "Held"]])
    assert 'aria-sort="ascending"' in drawn
    assert 'href="?sort=-reference"' in drawn
    assert "amends-listing--sortable" in drawn
