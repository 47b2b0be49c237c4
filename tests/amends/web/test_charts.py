"""Charts: a picture for those who see it, the numbers for everybody."""

import re

import pytest
from django.utils.translation import override

from amends.web.components import draw

pytestmark = pytest.mark.no_db
ITEMS = [("Theft", 31), ("Assault <b>", 9), {"label": "Threat", "value": None, "text": "fewer than 5"}]


def test_it_works():
    drawn = draw("bar-chart", id="kinds", caption="By kind", items=ITEMS)
    assert re.findall(r'width="([\d.]+)%" height="18"', drawn) == ["82.00", "23.81", "0"]
    assert 'role="img" aria-labelledby="kinds-caption kinds-summary"' in drawn
    assert "The largest of 3: Theft, 31." in drawn


def test_a_long_number_has_room_beside_its_bar():
    """At 360 pixels a bar of 82 percent leaves room for 5 letters."""
    share = {"label": "Met directly", "value": 1, "text": "1 (100 %)"}
    drawn = draw("bar-chart", id="met", caption="Met", items=[share])
    (length,) = re.findall(r'width="([\d.]+)%" height="18"', drawn)
    assert 60 < float(length) < 78


@pytest.mark.parametrize("name", ["bar-chart", "column-chart"])
def test_the_numbers_stand_in_a_table_too(name):
    drawn = draw(name, caption="By kind", items=ITEMS)
    table = drawn[drawn.index("<table") :]
    for text in ("Theft", "31", "Threat", "fewer than 5", "Assault &lt;b&gt;"):
        assert text in table


def test_the_highest_column_fills_the_room():
    drawn = draw("column-chart", caption="By month", items=[("Jan", 10), ("Feb", 5), ("Mar", 0)])
    assert re.findall(r'<rect [^>]*height="(\d+)"', drawn) == ["168", "84", "0"]


@pytest.mark.parametrize("name", ["bar-chart", "column-chart"])
def test_nothing_to_show_is_said(name):
    drawn = draw(name, caption="By kind", items=[])
    assert "There is nothing to show yet." in drawn
    assert "<svg" not in drawn


def test_numbers_are_written_as_the_language_does():
    with override("fr"):
        assert "12,5" in draw("bar-chart", caption="Heures", items=[("Mars", 12.5)])


def test_an_amount_below_nothing_is_refused():
    with pytest.raises(ValueError, match="below nothing"):
        draw("bar-chart", caption="By kind", items=[("Theft", -1)])


def test_no_style_or_script_stands_in_it():
    drawn = draw("column-chart", caption="By kind", items=ITEMS)
    assert "style=" not in drawn
    assert "<script" not in drawn
